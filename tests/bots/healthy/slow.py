"""Takes its time; messages are fetched later, by polling."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand

PLANTED = Planted(Bot, transport="poll", config={"policy.after.bot_silent": "1s"})


if __name__ == "__main__":
    by_hand("healthy.slow")
