"""The small language in which lexicons are written, and its matching.

A phrase is a row of words, folded before it is compared. Besides plain words it knows
`word*` (any ending), `*word` (any beginning), `(a|b c|d)` (one of), `word?`, `(a|b)?` and
`{name}?`
(perhaps), `{name}` (any phrase of that list), `_` (any one word), `..` (up to 3 words),
`...` (up to 8), neither of them across a comma, `,,` (up to 10, commas too), `,` (a comma),
`#` (a number), `^` and `$` (beginning and end of the sentence).

Matching follows sets of positions, so its time grows with the text and not with the number of
ways to match; nothing a person writes in a lexicon can make it run away.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from escalation_tests.checks.reading.words import MARKS, fold, tokens


class BadPhrase(ValueError):
    """A phrase that cannot be understood; the message quotes it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, perhaps only its beginning or its end."""

    text: str
    open_end: bool = False
    open_start: bool = False

    def fits(self, token: str) -> bool:
        if self.open_end:
            return token.startswith(self.text)
        return token.endswith(self.text) if self.open_start else token == self.text


@dataclass(frozen=True, slots=True)
class Named:
    """Any phrase of a named list."""

    name: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Between `least` and `most` words whatever they are."""

    most: int
    least: int = 0
    commas: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """`,` a comma, `#` a number, `$` the end."""

    sign: str


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several rows, or none of them if optional."""

    rows: "tuple[Row, ...]"
    optional: bool
    words: frozenset[str]
    """Rows of one plain word each."""
    headed: "Mapping[str, tuple[Row, ...]]"
    """Longer rows by the plain word that they begin with."""
    others: "tuple[Row, ...]"


Part: TypeAlias = Word | Named | Gap | Mark | Choice
Row: TypeAlias = tuple[Part, ...]

_PIECE = re.compile(
    r"\s*(?:(?P<named>\{\w+\}\??)|(?P<gap>,,|\.{2,3}|_)|(?P<mark>[,#$])|(?P<open>\()|(?P<bar>\|)"
    r"|(?P<close>\)\??)|(?P<word>\*?[^\s(){}|*?.,#$'_-]+[*?]?|\*)|(?P<skip>['.-])|(?P<bad>\S))"
)
_INNER = re.compile(r"\w\*\w")
_GAPS = {"_": Gap(1, 1), "..": Gap(3), "...": Gap(8), ",,": Gap(10, 0, True)}
_NO_START = (Gap(3), Gap(8), Gap(10, 0, True), Mark("$"))


def parse(phrase: str) -> Row:
    """The phrase as a row of parts.

    Raises:
        BadPhrase: brackets that do not match, a sign that means nothing, nothing to look for, or
            a word that no text can have.
    """
    folded = fold(phrase.replace("’", "'"))
    if _INNER.search(folded):
        raise BadPhrase(f"phrase {phrase!r}: `*` stands only at the beginning or end of a word")
    pieces = [match for match in _PIECE.finditer(folded) if match.lastgroup != "skip"]
    rows, rest = _rows(phrase, pieces, 0)
    if rest != len(pieces) or len(rows) != 1:
        raise BadPhrase(f"phrase {phrase!r}: brackets do not match")
    if not rows[0] or rows[0][0] in _NO_START:
        raise BadPhrase(f"phrase {phrase!r}: must begin with a word, (choice), a sign or {{list}}")
    return rows[0]


def _rows(phrase: str, pieces: Sequence["re.Match[str]"], at: int) -> tuple[list[Row], int]:
    """The alternatives from `at` up to the closing bracket or the end, and where that is."""
    rows: list[list[Part]] = [[]]
    while at < len(pieces):
        kind, text = str(pieces[at].lastgroup), pieces[at].group().strip()
        if kind == "close":
            break
        if kind == "open":
            inner, at = _rows(phrase, pieces, at + 1)
            if at >= len(pieces):
                raise BadPhrase(f"phrase {phrase!r}: a bracket is not closed")
            rows[-1].append(choice(tuple(inner), pieces[at].group().strip().endswith("?")))
        elif kind == "bar":
            rows.append([])
        else:
            rows[-1].append(_part(phrase, kind, text))
        at += 1
    return [tuple(row) for row in rows], at


def _part(phrase: str, kind: str, text: str) -> Part:
    if kind == "named":
        named = Named(text.strip("{}?"))
        return choice(((named,),), optional=True) if text.endswith("?") else named
    if kind == "gap":
        return _GAPS[text]
    if kind == "mark":
        return Mark(text)
    if kind != "word" or text == "*":
        raise BadPhrase(f"phrase {phrase!r}: {text!r} means nothing here")
    if text.endswith("?"):
        return choice(((_word(phrase, text[:-1]),),), optional=True)
    return _word(phrase, text)


def _word(phrase: str, text: str) -> Word:
    word = Word(text.strip("*"), text.endswith("*"), text.startswith("*"))
    if word.text not in MARKS and (apart := tokens(word.text)) != [word.text]:
        read = f"is read as {' '.join(apart)!r}" if apart else "is no word"
        raise BadPhrase(f"phrase {phrase!r}: in a text, {word.text!r} {read}")
    return word


def choice(rows: tuple[Row, ...], optional: bool) -> Choice:
    """The choice between the rows, sorted for quick look-up."""
    words: set[str] = set()
    headed: dict[str, tuple[Row, ...]] = {}
    others: list[Row] = []
    for row in rows:
        head = row[0] if row else None
        if not isinstance(head, Word) or head.open_end or head.open_start:
            others.append(row)
        elif len(row) == 1:
            words.add(head.text)
        else:
            headed[head.text] = (*headed.get(head.text, ()), row)
    return Choice(rows, optional, frozenset(words), headed, tuple(others))


def names(row: Row) -> Iterator[str]:
    """The lists that a row refers to."""
    for part in row:
        if isinstance(part, Named):
            yield part.name
        elif isinstance(part, Choice):
            for inner in part.rows:
                yield from names(inner)


def may_end(part: Part, tokens: Sequence[str], at: int) -> set[int]:
    """Where a part that needs no list may end if it begins at `at`."""
    if isinstance(part, Gap):
        return _gap(part, tokens, at)
    here = tokens[at] if at < len(tokens) else ""
    if isinstance(part, Word):
        return {at + 1} if here and part.fits(here) else set()
    assert isinstance(part, Mark)
    if part.sign == "$":
        return {at} if not here else set()
    fits = here in MARKS if part.sign == "," else here[:1].isdigit() or here[:1] in {"$", "€", "£"}
    return {at + 1} if here and fits else set()


def _gap(gap: Gap, tokens: Sequence[str], at: int) -> set[int]:
    ends = {at} if gap.least == 0 else set()
    for step in range(1, gap.most + 1):
        here = at + step - 1
        if here >= len(tokens) or (tokens[here] in MARKS and not gap.commas):
            break
        if step >= gap.least:
            ends.add(at + step)
    return ends
