"""Shows an error text instead of the notice."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def notice(self, talk, case):
        return ("Error: could not generate an answer",)


PLANTED = Planted(Shop, promises=("notice",))


if __name__ == "__main__":
    by_hand("defects.n3_error_text")
