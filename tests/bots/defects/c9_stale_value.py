"""The first value of a fact wins over the corrected one."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def learn(self, talk, meaning):
        before = dict(talk.facts)
        super().learn(talk, meaning)
        talk.facts.update(before)


PLANTED = Planted(Shop, promises=("context",))


if __name__ == "__main__":
    by_hand("defects.c9_stale_value")
