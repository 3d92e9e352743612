"""Several bubbles for everything."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def answer(self, talk, meaning):
        return (*super().answer(talk, meaning), self.line(talk, "answer", talk.turns + 1))

    def notice(self, talk, case):
        return (self.line(talk, "sorry"), *super().notice(talk, case), self.line(talk, "wait"))


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("healthy.chatty")
