"""Mends slips of the fingers: one letter lost, doubled, swapped or wrong, or drawn out."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

_SHORTEST = 4
_SURE = 5
"""Words as short as this begin as they should."""
_DRAWN = re.compile(r"(.)\1{2,}")


class Speller:
    """Knows the words of a language and what they look like with one slip.

    Args:
        words: all known words, the more important ones first.
        alike: how misheard or shortened words are meant; may hold several words.
    """

    def __init__(self, words: Iterable[str], alike: Mapping[str, str]) -> None:
        known = [*words, *alike]
        self._rank = {word: place for place, word in reversed(list(enumerate(known)))}
        self._alike = dict(alike)
        self._slips: dict[str, list[str]] = {}
        for word in self._rank:
            if len(word) > _SHORTEST:
                for part in _shortened(word):
                    self._slips.setdefault(part, []).append(word)
        self.mended = lru_cache(50_000)(self._mended)

    def knows(self, word: str) -> bool:
        """Whether this is a word as it stands."""
        return word in self._rank or word in self._alike or word.isdigit()

    def _mended(self, word: str) -> str:
        """The word that was meant, as far as that is known; else the word itself."""
        if _DRAWN.search(word):
            word = self._undrawn(word)
        if word in self._alike:
            return self._alike[word]
        if self.knows(word) or len(word) < _SHORTEST or len(word) > 30:
            return word
        return self._nearest(word)

    def _undrawn(self, word: str) -> str:
        once, twice = _DRAWN.sub(r"\1", word), _DRAWN.sub(r"\1\1", word)
        if self.knows(once):
            return once
        return twice if self.knows(twice) or self._nearest(once) == once else once

    def _nearest(self, word: str) -> str:
        found = set(self._slips.get(word, ()))
        for part in _shortened(word):
            found.update(self._slips.get(part, ()))
            if part in self._rank and len(part) >= _SHORTEST:
                found.add(part)
        near = [other for other in found if _one_slip(word, other)]
        if not near:
            return word
        best = min(near, key=lambda other: (_oddness(word, other), self._rank[other]))
        return self._alike.get(best, best)


def _shortened(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _one_slip(word: str, other: str) -> bool:
    """Whether one letter was lost, added, changed, or two neighbours swapped; the first letter
    is hardly ever wrong.
    """
    if word[0] != other[0]:
        return len(word) > _SURE and (word[1:] == other or sorted(word[:2]) == sorted(other[:2]))
    if len(word) != len(other):
        return True
    differ = [at for at in range(len(word)) if word[at] != other[at]]
    if len(differ) == 1:
        return True
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    return word[differ[0]] == other[differ[1]] and word[differ[1]] == other[differ[0]]


def _oddness(word: str, other: str) -> int:
    """Swapped letters are the likeliest slip, then doubled, lost, wrong and added ones."""
    start = 3 * (word[0] != other[0])
    if len(word) == len(other):
        return start + (0 if sorted(word) == sorted(other) else 3)
    if len(word) < len(other):
        return start + 2
    twice = any(word[at] == word[at + 1] for at in range(len(word) - 1))
    return start + (1 if twice and set(word) == set(other) else 4)
