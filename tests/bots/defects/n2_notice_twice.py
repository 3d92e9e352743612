"""Says the closing line twice."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def notice(self, talk, case):
        return super().notice(talk, case) * 2


PLANTED = Planted(Shop, promises=("notice",))


if __name__ == "__main__":
    by_hand("defects.n2_notice_twice")
