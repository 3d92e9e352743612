"""Never gives up: who is not understood is asked again and again."""

from dataclasses import replace

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def heard(self, talk, message):
        meaning = super().heard(talk, message)
        lost = "low_confidence" in meaning.signs
        return replace(
            meaning, signs=meaning.signs - {"low_confidence"}, act="lost" if lost else meaning.act
        )

    def answer(self, talk, meaning):
        return (
            (self.line(talk, "rephrase"),)
            if meaning.act == "lost"
            else super().answer(talk, meaning)
        )


PLANTED = Planted(Shop, promises=("trigger",))


if __name__ == "__main__":
    by_hand("defects.t2_asks_forever")
