"""How much of a message is language at all."""

import re
from collections.abc import Sequence

from escalation_tests.demo.understanding.spelling import Speller

_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][a-zà-ÿ]{2,}")
_MOST = 200


def makes_sense(
    words: Sequence[str], plain: str, speller: Speller, borrowed: frozenset[str]
) -> float:
    """The share of known words, 0 to 1; misspelt ones count half, numbers and the like do not."""
    counted = {word for word in words[:_MOST] if not word.isdigit()}
    if not counted:
        return 0.5 if any(char.isdigit() for char in plain) else 0.0
    names = {name.casefold() for name in _NAME.findall(plain[:2000])}
    return sum(word in borrowed or _known(word, names, speller) for word in counted) / len(counted)


def _known(word: str, names: set[str], speller: Speller) -> float:
    if speller.knows(word):
        return 1.0
    if speller.knows(speller.mended(word)):
        return 0.5
    return 0.5 if word in names else 0.0
