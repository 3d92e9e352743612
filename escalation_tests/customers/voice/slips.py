"""Slips of the fingers and of the ear."""

import re

from escalation_tests.customers.voice.brush import Brush, latin

_LONG = 5
"""Shorter words stay as they are: one slip would make another word of them."""
_DIGIT = re.compile(r"(?<![\w.,])\d(?![\w.,]\w|\w)")
_VOWELS = "aeiouyáéíóúàèùâêîôûäöüãõаеёиоуыэюя"


def typos(text: str, brush: Brush) -> str:
    """A share of the longer words with one slip; of a trigger's key words one at most."""
    slipped: set[str] = set()

    def slip(word: str) -> str:
        if len(word) < _LONG or not brush.chance(brush.voice.typos):
            return word
        if not brush.key(word):
            return _slip(word, brush)
        if slipped:
            return word
        slipped.add(word)
        return _mild(word, brush)

    return brush.words(text, slip)


def _slip(word: str, brush: Brush) -> str:
    """One slip inside the word: a neighbouring key, a swap, a letter lost or doubled."""
    at = brush.random.randrange(1, len(word) - 1)
    match brush.random.randrange(4):
        case 0:
            return word[:at] + _neighbour(word[at], brush) + word[at + 1 :]
        case 1:
            return word[:at] + word[at + 1 :]
        case _:
            return _mild(word, brush)


def _mild(word: str, brush: Brush) -> str:
    """Two inner letters swapped, or one doubled: nothing is lost."""
    at = brush.random.randrange(1, len(word) - 2)
    if brush.random.random() < 0.5 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at] + word[at:]


def _neighbour(letter: str, brush: Brush) -> str:
    """A letter beside this one on the language's keyboard; doubled where it has none."""
    for row in brush.book.keyboard:
        at = row.find(letter)
        if at >= 0:
            return brush.random.choice([row[n] for n in (at - 1, at + 1) if 0 <= n < len(row)])
    return letter * 2


def dictation(text: str, brush: Brush) -> str:
    """A share of the words misheard, and single digits as words."""
    share = brush.voice.dictation
    if not share:
        return text
    heard = brush.book.misheard

    def hear(word: str) -> str:
        other = heard.get(word.casefold())
        if other is None or brush.key(word) or not brush.chance(share):
            return word
        return other.capitalize() if word[0].isupper() else other

    digits = brush.book.digits
    text = _DIGIT.sub(lambda digit: digits[int(digit[0])], text) if digits else text
    return brush.words(text, hear)


def elongate(text: str, brush: Brush) -> str:
    """A share of the words with their last vowel drawn out."""

    def draw(word: str) -> str:
        if len(word) < 3 or brush.key(word) or not brush.chance(brush.voice.elongate):
            return word
        places = [n for n, letter in enumerate(word) if letter.lower() in _VOWELS]
        if not places or not (latin(word) or "а" <= word[0].lower() <= "я"):
            return word
        at = places[-1]
        return word[:at] + word[at] * brush.random.randint(3, 5) + word[at + 1 :]

    return brush.words(text, draw)
