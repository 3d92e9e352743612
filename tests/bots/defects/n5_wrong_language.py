"""The notice is hard-coded in one language, whatever the customer speaks."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.dialect import lines
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def notice(self, talk, case):
        fixed = "en" if talk.language != "en" else "de"
        return (lines(fixed)["notice"][0].format(team=case.queue),)


PLANTED = Planted(Shop, promises=("notice",))


if __name__ == "__main__":
    by_hand("defects.n5_wrong_language")
