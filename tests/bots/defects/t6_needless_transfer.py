"""Hands over the questions of one topic that it is promised to solve itself."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def reason(self, talk, meaning):
        own = min(name for name, topic in self.dialect.topics.items() if topic["scope"] == "in")
        return super().reason(talk, meaning) or ("eager" if meaning.topic == own else "")


PLANTED = Planted(Shop, promises=("trigger",))


if __name__ == "__main__":
    by_hand("defects.t6_needless_transfer")
