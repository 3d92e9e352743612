"""Whoever asks for a human is asked to put it another way, for ever."""

from dataclasses import replace

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def heard(self, talk, message):
        meaning = super().heard(talk, message)
        return replace(meaning, signs=meaning.signs - {"explicit_request"})


PLANTED = Planted(Shop, promises=("trigger",))


if __name__ == "__main__":
    by_hand("defects.t1_explicit_ignored")
