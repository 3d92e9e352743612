"""Words with which people begin and end what they say, in any language: `well`, `o sea`, `né`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from escalation_tests.demo.understanding.sentences import Sentence

_LONGEST = 3
"""Words of an aside."""


def load() -> frozenset[str]:
    """The asides of all languages."""
    file = Path(__file__).parent / "words" / "asides.txt"
    lines = file.read_text("utf-8").splitlines()
    return frozenset(aside.strip() for line in lines for aside in line.split(","))


def trimmed(rows: Sequence[Sentence], asides: frozenset[str]) -> list[Sentence]:
    """The sentences without asides at their ends; as they were where nothing else was said."""
    kept = [replace(row, text=_trim(row.text.split(), asides)) for row in rows]
    return [row for row in kept if row.text] or list(rows)


def _trim(words: list[str], asides: frozenset[str]) -> str:
    start, end = 0, len(words)
    while start < end and (step := _aside(words[start:end], asides)):
        start += step
    while start < end and (step := _aside(words[start:end][::-1], asides, behind=True)):
        end -= step
    return " ".join(words[start:end])


def _aside(words: list[str], asides: frozenset[str], behind: bool = False) -> int:
    """How many of the first words are an aside; of reversed words, where it stands behind."""
    if words[0] == ",":
        return 1
    for length in range(min(_LONGEST, len(words)), 0, -1):
        part = words[:length][::-1] if behind else words[:length]
        if " ".join(part) in asides:
            return length
    return 0
