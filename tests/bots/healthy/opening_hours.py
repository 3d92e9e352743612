"""Tells its opening hours when nobody is there."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def refused(self, talk, case):
        return (self.line(talk, "closed"),)


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("healthy.opening_hours")
