"""The transcript of the conversation before is handed over along with this one."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def transcript(self, talk):
        others = [one for one in self.talks.values() if one.id != talk.id and one.facts]
        return [*(others[-1].said if others else []), *talk.said]


PLANTED = Planted(Shop, promises=("context",))


if __name__ == "__main__":
    by_hand("defects.c13_other_customer")
