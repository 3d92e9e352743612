"""A desk that shares the thread needs no copy."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def transcript(self, talk):
        return None


PLANTED = Planted(Shop, config={"policy.context.transcript": "shared"})


if __name__ == "__main__":
    by_hand("controls.k6_shared_thread")
