"""A malformed key: every handoff lands in the default queue."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def queue(self, talk, reason):
        return self.dialect.default


PLANTED = Planted(Shop, promises=("routing",))


if __name__ == "__main__":
    by_hand("defects.r1_default_queue")
