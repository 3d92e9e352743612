"""The queue is full: another one takes over, and the customer hears it."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def queue(self, talk, reason):
        return "Spillway"


PLANTED = Planted(Shop, config={"policy.routing.also": {"{queue}": ["Spillway"]}})


if __name__ == "__main__":
    by_hand("controls.k12_overflow_announced")
