"""What a run has exercised of what its policy can be tried with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from escalation_tests.model.exercise import DIMENSIONS, NOTHING_DUE

Reach = Mapping[str, Mapping[str, Sequence[str]]]


def coverage(entries: Iterable[Mapping[str, Any]], reach: Reach) -> dict[str, Any]:
    """The key `coverage` of results.json.

    Args:
        entries: the conversations, each with what it `exercised`.
        reach: trigger, or `none` → dimension → the values it can be tried with.
    """
    rows = [row for entry in entries for row in entry["exercised"]]
    triggers = {name: _of(name, rows, values) for name, values in reach.items()}
    return {
        "conversations": sum(row["conversations"] for row in rows),
        "triggers": triggers,
        "never_due": [
            name
            for name, one in triggers.items()
            if name != NOTHING_DUE and not one["conversations"]
        ],
    }


def _of(
    trigger: str, rows: Iterable[Mapping[str, Any]], values: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """One trigger: how often it came due, and with what of all that it can be tried with."""
    own = [row for row in rows if row["trigger"] == trigger]
    seen = {name: _counted(own, name) for name in DIMENSIONS}
    return {
        "conversations": sum(row["conversations"] for row in own),
        "tried_with": {
            name: {
                "covered": {
                    value: seen[name][value] for value in values[name] if seen[name][value]
                },
                "missing": [value for value in values[name] if not seen[name][value]],
            }
            for name in DIMENSIONS
        },
    }


def _counted(rows: Iterable[Mapping[str, Any]], name: str) -> Counter[str]:
    """Value → conversations; several disturbances at once count for each."""
    counts: Counter[str] = Counter()
    for row in rows:
        for value in row[name].split(", ") if name == "fault" else (row[name],):
            counts[value] += row["conversations"]
    return counts
