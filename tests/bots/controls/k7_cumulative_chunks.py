"""Streams its answers; each chunk is the whole text so far."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand

PLANTED = Planted(Bot, transport="replace")


if __name__ == "__main__":
    by_hand("controls.k7_cumulative_chunks")
