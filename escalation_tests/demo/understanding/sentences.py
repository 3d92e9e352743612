"""Plain text as sentences of folded words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from escalation_tests.demo.understanding.plain import fold

LONGEST = 60
"""Words after which a sentence without any end is cut."""
_CONTRACTION = re.compile(r"(?<=[^\W\d_])'(?=(?:n?t|s|m|re|ve|ll|d)\b)")
_PIECE = re.compile(r"[^\W_]+|[.!?…\n;:]+|[,(){}\[\]\"]|[¿¡]|\S")
_SPELLED = re.compile(r"(?<![^\W_])[^\W\d_]([ .\-_*])(?:[^\W\d_]\1){2,15}[^\W\d_](?![^\W_])")
_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_EMAIL = re.compile(r"\be ?- ?mail")
_LEET = str.maketrans("43015$@", "aeoissa")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Folded words, and commas for pauses, parted by single spaces."""

    text: str
    question: bool = False

    @property
    def words(self) -> list[str]:
        """The words without the commas."""
        return [word for word in self.text.split() if word != ","]


def sentences(text: str) -> list[Sentence]:
    """The sentences of plain text."""
    flat = _CONTRACTION.sub("", _EMAIL.sub("email", fold(_SPELLED.sub(_joined, text))))
    return list(_cut(_PIECE.findall(flat)))


def _cut(pieces: list[str]) -> Iterator[Sentence]:
    row: list[str] = []
    for piece in pieces:
        if piece[0] in ".!?…\n;:":
            if row:
                yield _closed(row, "?" in piece)
            row = []
        elif piece in ',(){}[]"¿¡':
            row.append(",")
        elif piece[0].isalnum():
            row.append(_single(piece))
            if len(row) >= LONGEST:
                yield _closed(row, False)
                row = row[-8:]
    if row:
        yield _closed(row, False)


def _closed(row: list[str], question: bool) -> Sentence:
    return Sentence(re.sub(r"(?: ?,)+", " ,", " ".join(row)).strip(" ,"), question)


def _joined(match: re.Match[str]) -> str:
    return re.sub(r"[ .\-_*]", "", match[0])


@lru_cache(20_000)
def _single(word: str) -> str:
    """The word without leet digits; of drawn-out letters three stay."""
    word = _DRAWN.sub(r"\1\1\1", word)
    digits = sum(char.isdigit() for char in word)
    if digits and digits * 2 < len(word) and word[0].isalpha() and word[-1].isalpha():
        return word.translate(_LEET)
    return word
