"""Counts over conversations, for people: promises, verdicts, errors, the worst findings."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from escalation_tests.model.finding import Promise, Verdict
from escalation_tests.reporting.misread import advice

STATES = ("held", "broken", "partly", "not-observable", "not-exercised", "not-applicable")
"""What may become of a promise in one conversation."""
EXERCISED = ("held", "broken", "partly")
"""States in which something of the promise was seen."""

Entry = Mapping[str, Any]


def verdicts(entries: Iterable[Entry]) -> dict[str, int]:
    """Verdict → conversations."""
    counts = Counter(entry["verdict"] for entry in entries)
    return {verdict.value: counts[verdict.value] for verdict in Verdict}


def promises(entries: Iterable[Entry]) -> dict[str, dict[str, int]]:
    """Promise → state → conversations, errors left out.

    Of a conversation that passed although a trial failed, only as many trials as were required
    count: its broken promises are tolerated and count as held.
    """
    counts: dict[str, Counter[str]] = {promise.value: Counter() for promise in Promise}
    for entry in entries:
        if entry["verdict"] == Verdict.ERROR:
            continue
        tolerated = entry["verdict"] == Verdict.PASSED
        for promise, state in entry["promises"].items():
            counts[promise]["held" if tolerated and state == "broken" else state] += 1
    return {name: {state: found[state] for state in STATES} for name, found in counts.items()}


def errors(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Errors by leg and kind, the most frequent first, each with a message and an example."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry["error"]:
            key = entry["error"]["leg"], entry["error"]["kind"]
            groups.setdefault(key, []).append(entry)
    rows = [
        {
            "leg": leg,
            "kind": kind,
            "count": len(found),
            "message": found[0]["error"]["message"],
            "example": found[0]["id"],
        }
        for (leg, kind), found in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row["count"], row["leg"], row["kind"]))


def worst(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Findings of failed conversations by check, the most severe and frequent first."""
    groups: dict[str, list[tuple[Entry, Mapping[str, Any]]]] = {}
    for entry in entries:
        if entry["verdict"] == Verdict.FAILED:
            for finding in entry["findings"]:
                groups.setdefault(finding["check"], []).append((entry, finding))
    rows = [_group(check, found) for check, found in groups.items()]
    order = ("critical", "normal", "minor")
    return sorted(rows, key=lambda r: (order.index(r["severity"]), -r["count"], r["check"]))


def _group(check: str, found: Sequence[tuple[Entry, Mapping[str, Any]]]) -> dict[str, Any]:
    order = ("critical", "normal", "minor")
    entry, finding = min(found, key=lambda pair: order.index(pair[1]["severity"]))
    return {
        "check": check,
        "promise": finding["promise"],
        "severity": finding["severity"],
        "blame": finding["blame"],
        "count": len({one["id"] for one, _ in found}),
        "message": finding["message"],
        "advice": advice(finding, entry),
        "example": entry["id"],
        "reproduce": entry["reproduce"],
    }
