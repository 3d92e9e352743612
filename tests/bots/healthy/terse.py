"""Says as little as it can."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def answer(self, talk, meaning):
        return ("?",) if "low_confidence" in meaning.signs else ("OK.",)


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("healthy.terse")
