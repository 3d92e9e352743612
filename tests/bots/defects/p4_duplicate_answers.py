"""Takes a message that the platform delivers twice for two messages."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def repeated(self, talk, message):
        return False


PLANTED = Planted(Shop, promises=("afterwards",))


if __name__ == "__main__":
    by_hand("defects.p4_duplicate_answers")
