"""What the customer has tried is not told."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def case(self, talk, reason):
        case = super().case(talk, reason)
        case.steps = []
        case.summary = None
        return case


PLANTED = Planted(Shop, promises=("context",))


if __name__ == "__main__":
    by_hand("defects.c15_steps_absent")
