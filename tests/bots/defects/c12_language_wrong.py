"""The language field always has the shop's last language."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def case(self, talk, reason):
        case = super().case(talk, reason)
        others = [one for one in (*self.dialect.languages, "en", "nl") if one != case.language]
        case.language = others[-1]
        return case


PLANTED = Planted(Shop, promises=("context",))


if __name__ == "__main__":
    by_hand("defects.c12_language_wrong")
