"""What was said beside what the desk holds, aligned."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

ALIKE = 0.6
"""From which similarity on two texts are taken for versions of one."""
COMPARED = 1_000
"""Characters of a text that are compared for similarity."""
_TAG = re.compile(r"<[^<>]{1,200}>")
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u00ab\u00bb\u2013\u2014", '\'\'""""--')

Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison; None where a side has nothing."""

    kind: str
    """same, speaker, changed, missing, later or added."""
    said: Said | None
    held: Said | None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact that the customer stated, and where the desk's record shows it."""

    name: str
    said: str
    held: str | None
    """The desk's value under the same name."""
    places: tuple[str, ...]
    """Parts of the record in which the stated value stands, as it was stated."""


def normal(text: str) -> str:
    """`text` without markup, differences of white space, quotes and case."""
    plain = unescape(_TAG.sub(" ", text)).translate(_QUOTES)
    return " ".join(plain.split()).casefold()


def difference(entry: Mapping[str, Any], handoff: Mapping[str, Any]) -> list[Row]:
    """The conversation's messages beside the transcript of this handoff."""
    said = [m for m in entry["transcript"] if m["speaker"] in {"customer", "bot"}]
    held = handoff["transcript"] or []
    matcher = SequenceMatcher(
        None, [normal(m["text"]) for m in said], [normal(m["text"]) for m in held], autojunk=False
    )
    rows = [
        row
        for code, from_, to, start, end in matcher.get_opcodes()
        for row in _block(code, said[from_:to], held[start:end])
    ]
    return [_later(row, handoff) for row in rows]


def _block(code: str, said: Sequence[Said], held: Sequence[Said]) -> Iterator[Row]:
    if code == "equal":
        for left, right in zip(said, held, strict=True):
            same = right["speaker"] in {None, left["speaker"]}
            yield Row("same" if same else "speaker", left, right)
    else:
        yield from _paired(said, held)


def _paired(said: Sequence[Said], held: Sequence[Said]) -> Iterator[Row]:
    """Similar texts side by side, in order; the rest on its own side."""
    rest = list(held)
    for left in said:
        place = next((n for n, right in enumerate(rest) if _alike(left, right)), None)
        if place is None:
            yield Row("missing", left, None)
            continue
        yield from (Row("added", None, right) for right in rest[:place])
        yield Row("changed", left, rest[place])
        rest = rest[place + 1 :]
    yield from (Row("added", None, right) for right in rest)


def _alike(left: Said, right: Said) -> bool:
    texts = normal(left["text"][:COMPARED]), normal(right["text"][:COMPARED])
    if texts[0] and texts[1] and (texts[0].startswith(texts[1]) or texts[1].startswith(texts[0])):
        return True
    matcher = SequenceMatcher(None, *texts, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _later(row: Row, handoff: Mapping[str, Any]) -> Row:
    """What was said with the delivery or after it cannot be missing in it."""
    if row.kind == "missing" and row.said and _is_later(row.said, handoff):
        return Row("later", row.said, None)
    return row


def _is_later(said: Said, handoff: Mapping[str, Any]) -> bool:
    in_the_reply = said["speaker"] == "bot" and said["turn"] >= handoff["turn"] > 0
    return bool(in_the_reply or said["at"] > handoff["at"])


def facts(entry: Mapping[str, Any], handoff: Mapping[str, Any]) -> list[FactRow]:
    """Each fact that was stated, beside what the desk holds of it."""
    held = handoff["facts"] if isinstance(handoff["facts"], dict) else {}
    parts = {
        "fields": " ".join(str(value) for value in held.values()),
        "summary": str(handoff["summary"] or ""),
        "transcript": " ".join(line["text"] for line in handoff["transcript"] or []),
    }
    return [
        FactRow(
            name,
            value,
            None if held.get(name) is None else str(held[name]),
            tuple(part for part, text in parts.items() if normal(value) in normal(text)),
        )
        for name, value in entry["facts"].items()
    ]
