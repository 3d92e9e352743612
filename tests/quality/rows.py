"""What the suite made of one bot, as a row of the benchmark."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tests.quality.playing import Job, about, planted

Row = dict[str, Any]


def row(job: Job, played: Mapping[str, Any]) -> Row:
    """The row of a bot."""
    return defect(job, played) if job.folder == "defects" else healthy(job, played)


def defect(job: Job, played: Mapping[str, Any]) -> Row:
    """What the suite made of a planted defect.

    It is caught by a conversation that failed. A conversation that could not be judged, because
    the bot is down or nothing was exercised, catches nothing.
    """
    what, each = planted(job), played["conversations"]
    found = [entry for entry in each if entry["verdict"] == "failed"]
    named = {finding["promise"] for entry in found for finding in entry["findings"]}
    first = next((n for n, entry in enumerate(each, 1) if entry["verdict"] == "failed"), None)
    counts = _counted(found)
    return {
        "id": job.id,
        "about": about(job),
        "caught": bool(found),
        "right_promise": bool(named & set(what.promises)),
        "named_as_catalogued": what.promises[0] in named,
        "promises": sorted(named),
        "accepted": list(what.promises),
        "why": what.why,
        "checks": list(counts),
        "counts": counts,
        "conversations": first or len(each),
        "played": len(each),
        "failed": len(found),
        "errors": _errors(played),
        "seconds": played["seconds"],
        "by_generated": any(entry["generated"] for entry in found),
    }


def healthy(job: Job, played: Mapping[str, Any]) -> Row:
    """What the suite said against a bot with which nothing is wrong."""
    alarms = [
        {"conversation": entry["id"], "check": finding["check"], "message": finding["message"]}
        for entry in played["conversations"]
        for finding in entry["findings"]
    ]
    return {
        "id": job.id,
        "about": about(job),
        "conversations": len(played["conversations"]),
        "false_alarms": alarms,
        "errors": _errors(played),
        "seconds": played["seconds"],
    }


def _counted(found: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Check → in how many conversations it spoke up, the most frequent first."""
    spoke = (check for entry in found for check in {one["check"] for one in entry["findings"]})
    return dict(sorted(Counter(spoke).items(), key=lambda item: (-item[1], item[0])))


def _errors(played: Mapping[str, Any]) -> list[dict[str, str]]:
    """Conversations that could not be judged, with the reason."""
    return [
        {"conversation": entry["id"], "reason": entry["reason"][:300]}
        for entry in played["conversations"]
        if entry["verdict"] == "error"
    ]
