"""What a machine that reads JUnit XML wants to know of a conversation."""

from collections.abc import Mapping
from typing import Any


def properties(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values for the item's properties; what is unknown is left out."""
    broken = [promise for promise, state in entry["promises"].items() if state == "broken"]
    trials = entry["trials"]
    named = (
        ("escalation.verdict", entry["verdict"]),
        ("escalation.trigger", entry["trigger"]["expected"] or "none"),
        ("escalation.persona", entry["persona"]),
        ("escalation.topic", entry["topic"]),
        ("escalation.queue", entry["queue"]["actual"]),
        ("escalation.queue_expected", entry["queue"]["expected"]),
        ("escalation.promises_broken", ", ".join(broken)),
        ("escalation.trials", f"{trials['passed']} of {trials['run']}"),
        ("escalation.reproduce", entry["reproduce"]),
    )
    return [(name, str(value)) for name, value in named if value]
