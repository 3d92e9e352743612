"""Takes reference numbers for card numbers and blanks them out."""

import re

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand

DIGITS = re.compile(r"\d{4,}")


class Shop(Bot):
    def case(self, talk, reason):
        case = super().case(talk, reason)
        case.facts = {name: DIGITS.sub("****", value) for name, value in case.facts.items()}
        case.summary = DIGITS.sub("****", case.summary)
        case.transcript = [
            {**line, "text": DIGITS.sub("****", line["text"])} for line in case.transcript
        ]
        return case


PLANTED = Planted(Shop, promises=("context",))


if __name__ == "__main__":
    by_hand("defects.c10_value_masked")
