"""From conversations to numbers. Plays that could not be judged are left out of all of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from statistics import median
from typing import Any

from escalation_tests.model.finding import Promise
from escalation_tests.model.trigger import Trigger
from escalation_tests.reporting.measured import measure
from escalation_tests.reporting.wording import queue_named

Entry = Mapping[str, Any]
Play = Mapping[str, Any]

JUDGED = ("passed", "failed")
"""Verdicts of plays that count."""


def metrics(entries: Sequence[Entry]) -> dict[str, Any]:
    """The numbers of the whole run, as results.json shows them; each trial counts as one play."""
    plays = judged_plays(entries)
    handed_over = sum(_handed_over(play) for play in plays)
    return {
        "by_trigger": by_trigger(entries),
        "routing": routing(plays),
        "context": by_check(entries, Promise.CONTEXT),
        "notice": by_check(entries, Promise.NOTICE),
        "containment_rate": share(len(plays) - handed_over, len(plays)),
        "escalation_rate": share(handed_over, len(plays)),
        "turns_to_handoff": spread(turns_to_handoff(plays)),
        "seconds_to_handoff": spread(_seconds(plays, "seconds")),
        "seconds_to_notice": spread(_seconds(plays, "seconds_to_notice")),
    }


def judged_plays(entries: Iterable[Entry]) -> list[Play]:
    """Every play that passed or failed."""
    return [play for entry in entries for play in measure(entry) if play["verdict"] in JUDGED]


def share(part: int, whole: int) -> float | None:
    """`part` of `whole`, 0 to 1; None when there is nothing to divide."""
    return round(part / whole, 6) if whole else None


def spread(values: Sequence[float]) -> dict[str, float | int | None]:
    """Median, 90th percentile (nearest rank) and count."""
    if not values:
        return {"median": None, "p90": None, "n": 0}
    ordered = sorted(values)
    p90 = ordered[ceil(0.9 * len(ordered)) - 1]
    return {
        "median": round(float(median(ordered)), 3),
        "p90": round(float(p90), 3),
        "n": len(ordered),
    }


def turns_to_handoff(plays: Iterable[Play]) -> list[int]:
    """Customer turns from due to handoff, of each due handoff that came."""
    return [
        play["trigger"]["handoff_turn"] - play["trigger"]["due_turn"]
        for play in plays
        if _handed_over(play) and _due(play) and not play["trigger"]["needless"]
    ]


def _seconds(plays: Iterable[Play], key: str) -> list[float]:
    """Seconds from the customer's turn that made the handoff due."""
    values = (play["trigger"][key] for play in plays if _due(play))
    return [value for value in values if value is not None]


def _handed_over(play: Play) -> bool:
    return play["trigger"]["handoff_turn"] is not None


def _due(play: Play) -> bool:
    return play["trigger"]["due_turn"] is not None


def by_trigger(entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    """Trigger → how often it was due, how often the bot acted in time, and how often needlessly.

    A needless handoff counts for the trigger that the conversation, or its twin, is about;
    `none` when it is about no trigger.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        for play in judged_plays([entry]):
            name = play["trigger"]["expected"] or _twin_of(entry)
            due = _due(play) and not play["trigger"]["needless"]
            counts[name, "due"] += due
            counts[name, "fired"] += due and not play["trigger"]["missed"]
            counts[name, "needless"] += play["trigger"]["needless"]
    names = sorted({name for name, _ in counts})
    rows = {name: _rates({of: counts[name, of] for of in _COUNTED}) for name in names}
    return {name: row for name, row in rows.items() if name != "none" or row["needless"]}


_COUNTED = ("due", "fired", "needless")


def _rates(counts: Mapping[str, int]) -> dict[str, Any]:
    fired = counts["fired"]
    return {
        **counts,
        "missed": counts["due"] - fired,
        "precision": share(fired, fired + counts["needless"]),
        "recall": share(fired, counts["due"]),
    }


def _twin_of(entry: Entry) -> str:
    """The trigger that a conversation which must not escalate looks like."""
    if entry["about_trigger"]:
        return str(entry["about_trigger"])
    names = " ".join([entry["scenario"], *entry["tags"], entry["id"]]).replace("-", "_")
    return next((trigger.value for trigger in Trigger if trigger.value in names), "none")


def routing(plays: Iterable[Play]) -> dict[str, dict[str, int]]:
    """Expected queue → actual queue → count, over handoffs whose queue could be seen."""
    counts: Counter[tuple[str, str]] = Counter()
    for play in plays:
        queue = play["queue"]
        seen = queue["actual"] or play["promises"][Promise.ROUTING] in {"held", "broken", "partly"}
        if queue["expected"] and _handed_over(play) and seen:
            counts[queue["expected"], queue_named(queue["actual"])] += 1
    expected = sorted({pair[0] for pair in counts})
    return {
        queue: {actual: n for (wanted, actual), n in sorted(counts.items()) if wanted == queue}
        for queue in expected
    }


def by_check(entries: Iterable[Entry], promise: Promise) -> dict[str, dict[str, int]]:
    """Check of this promise → how often it passed, failed and could not be observed."""
    words = {"passed": "passed", "failed": "failed", "not-observable": "not_observable"}
    counts: dict[str, Counter[str]] = {}
    for entry in entries:
        of_promise = [j["check"] for j in entry["judged"] if j["promise"] == promise]
        for play in judged_plays([entry]):
            for check in of_promise:
                status = play["checks"].get(check, "")
                counts.setdefault(check, Counter())[words.get(status, "")] += 1
    return {
        check: {word: counts[check][word] for word in words.values()} for check in sorted(counts)
    }
