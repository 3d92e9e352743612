"""The desk gets the bot's lines alone; the customer's are lost on the way."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def case(self, talk, reason):
        case = super().case(talk, reason)
        case.transcript = [line for line in case.transcript if line["by"] == "bot"]
        return case


PLANTED = Planted(Shop, promises=("context",))


if __name__ == "__main__":
    by_hand("defects.c4_customer_side_lost")
