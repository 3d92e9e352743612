"""The documented scope of ten messages is declared."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def transcript(self, talk):
        return talk.said[-10:]


PLANTED = Planted(Shop, config={"policy.context.transcript": 10})


if __name__ == "__main__":
    by_hand("controls.k5_last_ten_declared")
