"""Offers a person once where none is due; the customer declines, and that is that."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def answer(self, talk, meaning):
        said = super().answer(talk, meaning)
        if talk.offered or talk.turns != 2 or meaning.act != "asks":
            return said
        talk.offered = talk.turns
        return (*said, self.line(talk, "offer"))


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("controls.k9_declined_offer")
