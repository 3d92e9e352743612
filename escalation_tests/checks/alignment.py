"""Which line of the desk's transcript is which message of the conversation.

A line stands for a message when both have the same letters and digits; mark-up, typography and
white space do not count. One line may hold several bubbles of one speaker, joined, and what the
desk masked within a fact's value is no difference.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from escalation_tests.checks.texts import key, words
from escalation_tests.model.handoff import Line
from escalation_tests.model.message import Message

MOST = 200
"""Lines and messages that are aligned; of more, the last ones."""
_ENOUGH = 10_000
"""Letters of a message that are compared: desks, and our reading of them, cut long ones."""
_LONGEST_RUN = 12
"""Bubbles that one line may hold."""
_LABEL = 40
"""Letters of a label, such as a name and a time, that may stand before or after the words."""
_WORTH = 12
"""Letters that a message must have to be recognised beside such a label."""
_WORDS = 300
"""Words of a line and of a message whose similarity is measured."""
_ALIKE = 0.6
"""Similarity from which a line is a changed message, and not another one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Places of a line and of the messages that it stands for, `first` up to before `stop`."""

    line: int
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """How lines and messages go together."""

    pairs: tuple[Pair, ...]
    """In the order of both."""
    astray: tuple[Pair, ...] = ()
    """Lines that are messages, but stand elsewhere."""
    changed: Mapping[int, int] | None = None
    """Message → line that has it with other words."""
    spare: tuple[int, ...] = ()
    """Lines that are nothing of what was said, or once too often."""

    @property
    def found(self) -> frozenset[int]:
        """Places of the messages that some line has, in whatever order."""
        return frozenset(
            place for pair in (*self.pairs, *self.astray) for place in range(pair.first, pair.stop)
        )


def align(lines: Sequence[Line], messages: Sequence[Message], values: Sequence[str]) -> Alignment:
    """The best alignment; `values` are the facts' values, which may be masked in lines."""
    keys = [key(line.text)[:_ENOUGH] for line in lines]
    said = [_Said(message, values) for message in messages]
    pairs = _in_order(keys, said, lines)
    used = {pair.line for pair in pairs}
    found = {place for pair in pairs for place in range(pair.first, pair.stop)}
    astray = _astray(keys, said, used, found)
    used |= {pair.line for pair in astray}
    found |= {pair.first for pair in astray}
    changed = _changed(lines, messages, used, found)
    used |= set(changed.values())
    spare = tuple(place for place in range(len(lines)) if place not in used)
    return Alignment(tuple(pairs), tuple(astray), changed, spare)


class _Said:
    """A message, ready to be compared."""

    def __init__(self, message: Message, values: Sequence[str]) -> None:
        self.speaker, self.key = message.speaker, key(message.text)[:_ENOUGH]
        self._pattern = _masked(self.key, values)

    def is_in(self, line: str) -> bool:
        """The line has this message, whole, with at most a label beside it."""
        if line == self.key:
            return True
        if self._pattern is not None and self._pattern.fullmatch(line):
            return True
        labelled = len(self.key) >= _WORTH and len(line) <= len(self.key) + _LABEL
        return labelled and self.key in line


def _masked(whole: str, values: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern of the message with anything, or nothing, in the place of each fact's value."""
    inside = {part for part in map(key, values) if len(part) >= 3 and part in whole}
    if not inside:
        return None
    longer_first = sorted(inside, reverse=True)
    parts = re.split("|".join(map(re.escape, longer_first)), whole)
    return re.compile(".{0,40}".join(map(re.escape, parts))) if any(parts) else None


def _in_order(keys: Sequence[str], said: Sequence[_Said], lines: Sequence[Line]) -> list[Pair]:
    """The most messages that can be found in order, roles deciding between equals."""
    best: dict[tuple[int, int], tuple[float, Pair | None]] = {}
    for i in range(len(keys), -1, -1):
        for j in range(len(said), -1, -1):
            best[i, j] = _best(i, j, keys, said, lines, best)
    pairs, at = [], (0, 0)
    while at[0] < len(keys) and at[1] < len(said):
        pair = best[at][1]
        if pair is not None:
            pairs.append(pair)
            at = pair.line + 1, pair.stop
        elif best[at[0] + 1, at[1]][0] >= best[at[0], at[1] + 1][0]:
            at = at[0] + 1, at[1]
        else:
            at = at[0], at[1] + 1
    return pairs


def _best(
    i: int,
    j: int,
    keys: Sequence[str],
    said: Sequence[_Said],
    lines: Sequence[Line],
    best: Mapping[tuple[int, int], tuple[float, Pair | None]],
) -> tuple[float, Pair | None]:
    """How much can be found from line `i` and message `j` on, and the pair they start with."""
    if i == len(keys) or j == len(said):
        return 0.0, None
    score, chosen = max(best[i + 1, j][0], best[i, j + 1][0]), None
    for stop in _stops(keys[i], said, j):
        agrees = 0.01 if lines[i].speaker is said[j].speaker else 0.0
        exact = 0.02 if keys[i] == said[j].key else 0.0
        total = stop - j + agrees + exact + best[i + 1, stop][0]
        if total > score:
            score, chosen = total, Pair(i, j, stop)
    return score, chosen


def _stops(line: str, said: Sequence[_Said], first: int) -> list[int]:
    """Where a run of bubbles may end that begins with `first` and that the line holds."""
    one = said[first]
    if not one.key or not line:
        return []
    stops = [first + 1] if one.is_in(line) else []
    joined = one.key
    for stop in range(first + 2, min(first + _LONGEST_RUN, len(said)) + 1):
        if said[stop - 1].speaker is not one.speaker or not line.startswith(joined):
            break
        joined += said[stop - 1].key
        if joined == line:
            stops.append(stop)
    return stops


def _astray(
    keys: Sequence[str], said: Sequence[_Said], used: set[int], found: set[int]
) -> list[Pair]:
    """Messages that stand in lines left over, out of order."""
    pairs, free = [], [place for place in range(len(keys)) if place not in used]
    for place, one in enumerate(said):
        if place in found or not one.key:
            continue
        line = next((line for line in free if keys[line] == one.key), None)
        if line is not None:
            free.remove(line)
            pairs.append(Pair(line, place, place + 1))
    return pairs


def _changed(
    lines: Sequence[Line], messages: Sequence[Message], used: set[int], found: set[int]
) -> dict[int, int]:
    """Messages that a line left over has in other words."""
    free = [place for place in range(len(lines)) if place not in used]
    changed = {}
    for place, message in enumerate(messages):
        if place in found or not key(message.text):
            continue
        scores = {line: _similar(lines[line].text, message.text) for line in free}
        line = max(scores, key=lambda one: scores[one], default=None)
        if line is not None and scores[line] >= _ALIKE:
            free.remove(line)
            changed[place] = line
    return changed


def _similar(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, words(one)[:_WORDS], words(other)[:_WORDS], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
