"""Over HTTP on loopback, in a process of its own."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand

PLANTED = Planted(Bot, transport="http")


if __name__ == "__main__":
    by_hand("healthy.http")
