"""The conversation as lines for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from escalation_tests.reporting.chronicle import Happening, chronicle
from escalation_tests.reporting.paint import Paint, padded
from escalation_tests.reporting.text import cut, one_line, wrapped

BUBBLE = 600
"""Characters of one message that are shown."""
LINES = 12
"""Lines of one message that are shown."""
SHOWN = 60
"""Happenings that are shown; of longer conversations, the beginning and the end."""

_MARKS = (("trigger", "\u25b6"), ("handoff", "\u21c4"), ("refused", "\u2716"))
_STYLES = (
    ("customer", "blue"),
    ("bot", "green"),
    ("human", "magenta"),
    ("system", "dim"),
    ("signal", "cyan"),
    ("desk", "cyan"),
)
_LEFT = 27
"""Columns before the words: mark, time, turn, speaker."""


def scroll(entry: Mapping[str, Any], paint: Paint, width: int) -> Iterator[str]:
    """The conversation with times, turns, the trigger turn and the handoff marked."""
    for visit in entry["earlier"]:
        yield paint(f"visit {visit['visit']}, {visit['seconds']:.1f} s", "bold")
        earlier = {**entry, **visit, "turns": [], "signals": [], "relayed": []}
        yield from _told(chronicle(earlier), paint, width)
        yield ""
    visit = f"visit {len(entry['earlier']) + 1}" if entry["earlier"] else "conversation"
    name = one_line(entry["conversation"], 80)
    yield paint(f"{visit} {name}, {entry['shown']['seconds']:.1f} s", "bold")
    yield from _told(chronicle(entry), paint, width)


def _told(happenings: list[Happening], paint: Paint, width: int) -> Iterator[str]:
    if not happenings:
        yield "  nothing was said"
    half = SHOWN // 2
    turn = 0
    for place, happening in enumerate(happenings):
        if len(happenings) > SHOWN and half <= place < len(happenings) - half:
            if place == half:
                yield f"  \u2026 {len(happenings) - SHOWN} more \u2026"
            continue
        new = happening.turn if happening.turn != turn and happening.who == "customer" else 0
        turn = new or turn
        yield from _lines(happening, new, paint, width)


def _lines(happening: Happening, turn: int, paint: Paint, width: int) -> Iterator[str]:
    mark = dict(_MARKS).get(happening.mark, " ")
    number = f"{turn:>3}" if turn else "   "
    left = f"{mark} {happening.at:>7.2f} s {number}  {padded(happening.who, 10)}"
    lines = wrapped(cut(happening.text, BUBBLE), width - _LEFT)
    if len(lines) > LINES:
        lines = [*lines[:LINES], f"\u2026 {len(lines) - LINES} more lines"]
    style = ("yellow", "bold") if happening.mark == "trigger" else (dict(_STYLES)[happening.who],)
    yield (paint(padded(left, _LEFT), *style) + lines[0]).rstrip()
    yield from (" " * _LEFT + line for line in lines[1:])
    if happening.note:
        yield " " * _LEFT + paint(f"\u2190 {happening.note}", "yellow" if turn else "dim")
