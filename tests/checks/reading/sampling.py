"""Texts made from a phrase, to see that it can match at all."""

from collections.abc import Iterator, Mapping

from escalation_tests.checks.reading.finding import Found, Words
from escalation_tests.checks.reading.phrase import Choice, Gap, Mark, Named, Part, Row, Word
from escalation_tests.checks.reading.words import START, sentences

_SIGNS = {"#": "7", ",": ",", "$": ""}


def unmatched(words: Words) -> Iterator[str]:
    """Texts that a phrase of the lexicon should match, each alternative once, and does not."""
    for name, rows in words.lexicon.lists.items():
        for row in rows:
            yield from (
                f"{name}: {text.strip()}"
                for text in _texts(row, words.lexicon.lists)
                if not _matches(words, name, text)
            )


def _matches(words: Words, name: str, text: str) -> bool:
    # what ends in a comma needs a word behind it: nobody's sentence ends in one
    return any(
        Found(words, sentence).has(name)
        for sample in (text, f"{text} w")
        for sentence in sentences(sample)
    )


def _texts(row: Row, lists: Mapping[str, tuple[Row, ...]]) -> Iterator[str]:
    for at, part in enumerate(row):
        for one in _samples(part, lists):
            yield " ".join((_text(row[:at], lists), one, _text(row[at + 1 :], lists)))


def _text(row: Row, lists: Mapping[str, tuple[Row, ...]]) -> str:
    return " ".join(_samples(part, lists)[0] for part in row)


def _samples(part: Part, lists: Mapping[str, tuple[Row, ...]]) -> list[str]:
    if isinstance(part, Choice):
        return [_text(row, lists) for row in part.rows]
    if isinstance(part, Named):
        return [_text(lists[part.name][0], lists)]
    if isinstance(part, Gap):
        return ["w " * part.least]
    if isinstance(part, Mark):
        return [_SIGNS[part.sign]]
    assert isinstance(part, Word)
    bare = "" if part.text == START else part.text
    return ["x" * part.open_start + bare + "x" * part.open_end]
