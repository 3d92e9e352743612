"""Which language a message is written in."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from escalation_tests.demo.understanding.plain import fold
from escalation_tests.demo.understanding.tongue import HERE, SERVED

_SCRIPTS = {
    "ARABIC": "ar",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "HANGUL": "ko",
    "DEVANAGARI": "hi",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "THAI": "th",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
}
_SPELLINGS = {
    "es": re.compile(r"[ñ¿¡]|\bmás\b|ción\b"),
    "pt": re.compile(r"[ãõ]|\b(?:é|já|há|você)\b|ção\b"),
    "de": re.compile(r"[äöß]|\bfür\b|\büber"),
    "fr": re.compile(r"[èêœùûë]|\b(?:à|été|ça)\b|\b[jlnmdcq]'\w"),
}
"""What only one of the served languages writes."""
_SAMPLE = 2_000
_STRANGE_ENOUGH = 2.0
_BORROWED = 0.25
_FEW = 6
_NEAR = 0.6
_FAINT = 0.4
_CLEAR = 1.0
"""By how much another language must be likelier than the one spoken before."""


def script_language(text: str) -> str | None:
    """The language of a text that is mostly in another script than the Latin one."""
    letters = [char for char in text[:_SAMPLE] if char.isalpha()]
    strange = [char for char in letters if char >= "\u0250"]
    if len(strange) * 2 <= len(letters):
        return None
    names = Counter(unicodedata.name(char, "?").split()[0].split("-")[0] for char in strange)
    if names["HIRAGANA"] or names["KATAKANA"]:
        return "ja"
    for name, _ in names.most_common():
        if name in _SCRIPTS:
            return _SCRIPTS[name]
    return None


class Ear:
    """Tells languages in Latin letters apart by their words.

    Args:
        known: served language → its words.
        borrowed: words that people drop into any language.
    """

    def __init__(self, known: Mapping[str, frozenset[str]], borrowed: frozenset[str]) -> None:
        self._known = {**_strangers(), **known}
        shared = Counter(word for words in self._known.values() for word in words)
        self._weight = {
            word: _BORROWED if word in borrowed else 1 / count for word, count in shared.items()
        }

    def scores(self, words: Sequence[str], text: str) -> dict[str, float]:
        """Language → how much of the message speaks for it."""
        found = {
            language: sum(self._weight[word] for word in words if word in known)
            for language, known in self._known.items()
        }
        sample = text[:_SAMPLE].casefold()
        for language, spelling in _SPELLINGS.items():
            found[language] += 0.4 * bool(spelling.search(sample))
        return found

    def language(
        self, words: Sequence[str], text: str, before: str, near: Callable[[str], bool]
    ) -> str:
        """The language of a message; `before` when nothing speaks clearly for another.

        Args:
            near: whether a word is a misspelt one of the language before.
        """
        scores = self.scores(words[:300], text)
        if before in SERVED and len(words) <= _FEW:
            scores[before] += _NEAR * sum(map(near, words))
        best = max(SERVED, key=lambda language: (scores[language], language == before))
        stranger = max(self._known, key=lambda language: scores[language])
        if stranger not in SERVED and scores[stranger] > max(_STRANGE_ENOUGH, 1.4 * scores[best]):
            return stranger
        if before in SERVED and scores[best] - scores[before] < _CLEAR:
            faint = scores[best] < _FAINT
            return before if faint or scores[before] * 2 > scores[best] else best
        return best


def _strangers() -> dict[str, frozenset[str]]:
    rows = (HERE / "words" / "strangers.txt").read_text("utf-8").splitlines()
    pairs = (row.partition(":") for row in rows if ":" in row)
    return {name: frozenset(re.findall(r"[^\W_]+", fold(rest))) for name, _, rest in pairs}
