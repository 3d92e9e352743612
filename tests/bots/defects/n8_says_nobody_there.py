"""Only the capacity is full and the desk has queued the case, yet the customer is told that nobody is there."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def notice(self, talk, case):
        return (self.line(talk, "unavailable"),)


PLANTED = Planted(Shop, promises=("notice",))


if __name__ == "__main__":
    by_hand("defects.n8_says_nobody_there")
