"""When nobody is there, the customer is told nothing about it."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def refused(self, talk, case):
        return (self.line(talk, "answer"),)


PLANTED = Planted(
    Shop,
    promises=("notice", "delivery"),
    why="what is promised for a desk that cannot take the customer is judged as delivery",
)


if __name__ == "__main__":
    by_hand("defects.n6_no_off_hours")
