"""Any sentence with a word such as human, agent or person in it starts a handoff."""

import re
from dataclasses import replace

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand

WORD = re.compile(
    r"human|agent|person|persona|mensch|mitarbeiter|conseiller|pessoa|atendente", re.IGNORECASE
)


class Shop(Bot):
    def heard(self, talk, message):
        meaning = super().heard(talk, message)
        found = WORD.search(message.text)
        return replace(meaning, signs=meaning.signs | {"explicit_request"}) if found else meaning


PLANTED = Planted(Shop, promises=("trigger",))


if __name__ == "__main__":
    by_hand("defects.t4_word_triggers")
