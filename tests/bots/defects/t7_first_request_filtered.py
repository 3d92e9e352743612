"""A request for a human in the very first message is taken for a greeting and forgotten."""

from dataclasses import replace

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def heard(self, talk, message):
        meaning = super().heard(talk, message)
        return (
            replace(meaning, signs=meaning.signs - {"explicit_request"})
            if talk.turns == 0
            else meaning
        )


PLANTED = Planted(Shop, promises=("trigger",))


if __name__ == "__main__":
    by_hand("defects.t7_first_request_filtered")
