"""Knows a request for a human by four English words; paraphrases and other languages pass it by."""

import re
from dataclasses import replace

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand

KNOWN = re.compile(r"\b(human|agent|person|representative)\b")


class Shop(Bot):
    def heard(self, talk, message):
        meaning = super().heard(talk, message)
        known = KNOWN.search(message.text)
        return meaning if known else replace(meaning, signs=meaning.signs - {"explicit_request"})


PLANTED = Planted(Shop, promises=("trigger",))


if __name__ == "__main__":
    by_hand("defects.t3_keywords_only")
