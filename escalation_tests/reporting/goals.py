"""Measurable goals: what was aimed at, what came out, and whether that is good enough."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType
from typing import Any

from escalation_tests.contract.escalation import Goals
from escalation_tests.model.finding import Promise
from escalation_tests.reporting.metrics import Entry, Play, judged_plays, turns_to_handoff
from escalation_tests.reporting.tallies import EXERCISED

_TARGET = re.compile(r"\s*(<=|>=|<|>)?\s*(\d+(?:\.\d+)?)\s*(%)?\s*")
_COMPARE: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {"<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt}
)


@dataclass(frozen=True, slots=True)
class Actual:
    """What came out for one goal."""

    value: float | None
    """None: nothing in the run could have shown it."""
    of: int
    """How many plays it was measured on."""
    is_share: bool = True


def evaluated(goals: Goals, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Each goal that is set, with its outcome; `met` is None when nothing was measured."""
    plays = judged_plays(entries)
    wanted = {name: getattr(goals, name) for name in MEASURES}
    return [
        _outcome(name, target, MEASURES[name](plays))
        for name, target in wanted.items()
        if target is not None
    ]


def _outcome(name: str, target: str | float, actual: Actual) -> dict[str, Any]:
    note = "" if actual.value is not None else "not exercised"
    met: bool | None = None
    if actual.value is not None:
        parsed = _TARGET.fullmatch(str(target))
        met = bool(parsed and _reached(actual.value, parsed))
        note = "" if parsed else "the target is not understood: expected one such as `<= 2%`"
    return {
        "name": name,
        "target": str(target),
        "actual": _shown(actual),
        "met": met,
        "value": actual.value,
        "of": actual.of,
        "note": note,
    }


def _reached(value: float, target: re.Match[str]) -> bool:
    """A number alone means: this or less, since every goal counts what went wrong."""
    limit = float(target[2]) / (100 if target[3] else 1)
    return _COMPARE[target[1] or "<="](value, limit)


def _shown(actual: Actual) -> str | None:
    if actual.value is None:
        return None
    if actual.is_share:
        return f"{_trimmed(100 * actual.value)}%"
    return _trimmed(actual.value)


def _trimmed(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _share(bad: int, of: int) -> Actual:
    return Actual(bad / of if of else None, of)


def _missed(plays: Sequence[Play]) -> Actual:
    due = [play["trigger"] for play in plays if play["trigger"]["due_turn"] is not None]
    due = [trigger for trigger in due if not trigger["needless"]]
    return _share(sum(trigger["missed"] for trigger in due), len(due))


def _needless(plays: Sequence[Play]) -> Actual:
    triggers = [play["trigger"] for play in plays]
    without = [t for t in triggers if t["due_turn"] is None or t["needless"]]
    return _share(sum(trigger["needless"] for trigger in without), len(without))


def _broken(promise: Promise) -> Callable[[Sequence[Play]], Actual]:
    """The share of handoffs that broke a promise, among those that could show it."""

    def measured(plays: Sequence[Play]) -> Actual:
        states = [play["promises"][promise] for play in plays if _concerned(play, promise)]
        return _share(states.count("broken"), len(states))

    return measured


def _concerned(play: Play, promise: Promise) -> bool:
    """A handoff in which something of the promise was seen, or a promise broken without one."""
    state = play["promises"][promise]
    handed_over = play["trigger"]["handoff_turn"] is not None
    return state == "broken" or (handed_over and state in EXERCISED)


def _median_turns(plays: Sequence[Play]) -> Actual:
    turns = turns_to_handoff(plays)
    return Actual(float(median(turns)) if turns else None, len(turns), is_share=False)


MEASURES: Mapping[str, Callable[[Sequence[Play]], Actual]] = MappingProxyType(
    {
        "missed_escalations": _missed,
        "needless_escalations": _needless,
        "context_loss": _broken(Promise.CONTEXT),
        "misrouted": _broken(Promise.ROUTING),
        "untold_customers": _broken(Promise.NOTICE),
        "median_turns_to_handoff": _median_turns,
    }
)
"""Goal → how it is measured."""
