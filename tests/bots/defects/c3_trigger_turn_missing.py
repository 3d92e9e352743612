"""The transcript ends before the customer's last turn."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def case(self, talk, reason):
        case = super().case(talk, reason)
        last = max(n for n, line in enumerate(case.transcript) if line["by"] == "bot" or n == 0)
        case.transcript = case.transcript[: last + 1] if last else []
        return case


PLANTED = Planted(Shop, promises=("context",))


if __name__ == "__main__":
    by_hand("defects.c3_trigger_turn_missing")
