"""Urgent cases come as low ones, and the other way round."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def priority(self, talk, reason):
        turned = {"low": "urgent", "normal": "urgent", "high": "low", "urgent": "low"}
        return turned[super().priority(talk, reason)]


PLANTED = Planted(Shop, promises=("routing",))


if __name__ == "__main__":
    by_hand("defects.r5_priority_inverted")
