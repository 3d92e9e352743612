"""Streams its answers piece by piece."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand

PLANTED = Planted(Bot, transport="append")


if __name__ == "__main__":
    by_hand("healthy.streaming")
