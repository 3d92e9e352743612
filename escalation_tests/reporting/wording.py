"""The words in which reports speak of promises, speakers and outcomes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from escalation_tests.reporting.text import one_line

PROMISES: Mapping[str, str] = MappingProxyType(
    {
        "trigger": "hand over when it is due, and only then",
        "delivery": "get the handoff to the desk, once",
        "context": "give the human the whole story",
        "routing": "reach the right queue",
        "notice": "tell the customer",
        "afterwards": "leave the customer to the human",
    }
)
"""Promise → what the bot promised."""

VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "passed": "passed",
        "failed": "broken promise",
        "error": "could not be judged",
        "skipped": "not observable",
    }
)
"""Verdict → how people say it."""

LEGS: Mapping[str, str] = MappingProxyType(
    {"bot": "the bot's side", "desk": "the desk's side", "suite": "the test itself"}
)
"""Leg → whose it is."""

NEXT_STEPS: Mapping[str, str] = MappingProxyType(
    {
        "status": "Look into its log for this request; mostly address, token or body is wrong.",
        "empty": "See why it says nothing; where silence is meant, set `receive.optional: true`.",
        "not-json": "See whether the address is right: something else seems to answer there.",
        "not-http": "See whether the address is right: something else seems to answer there.",
        "not-utf8": "See in which encoding it answers; JSON is UTF-8.",
        "closed": "Look into its log: it may have crashed in the middle of its answer.",
        "unreachable": "See whether this machine can reach it: network, firewall, VPN.",
        "endless": "See why it does not come to an end, or give it more time with `bot.timeout`.",
        "raised": "Look at the traceback: the bot's own code raised it.",
        "internal": "This is a bug of the suite, not of the bot: report it with the recipe.",
        "not-exercised": "Correct the expectation, or let the conversation get that far.",
        "baseline-failed": "Make the same conversation pass without disturbance first.",
    }
)
"""Kind of trouble → what a tester can do next, where the message does not say it itself."""


def headline(entry: Mapping[str, Any]) -> str:
    """What became of the conversation, in one line."""
    said = VERDICTS[entry["verdict"]]
    if entry["verdict"] == "failed":
        return _broken(entry)
    if entry["verdict"] == "error":
        error = entry["error"]
        where = f"after turn {error['turn']}" if error["turn"] else "before the first turn"
        if error["leg"] == "suite":
            return one_line(f"{said}: {error['message']}", 300)
        return one_line(f"{said}: {LEGS[error['leg']]} failed {where}: {error['message']}", 300)
    if entry["verdict"] == "skipped":
        why = entry["reason"].removeprefix(f"{said}: ") or "nothing of this can be seen"
        return one_line(f"{said}: {why}", 300)
    return f"{said}: every promise that was due held"


def _broken(entry: Mapping[str, Any]) -> str:
    found = worst_first(entry["findings"])
    if not found:
        why = entry["reason"] or "too few of the trials passed"
        return one_line(f"{VERDICTS['failed']}: {why}", 300)
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    worst = found[0]
    return f"{VERDICTS['failed']}: {worst['promise']}: {one_line(worst['message'], 240)}{more}"


NOW: Mapping[str, str] = MappingProxyType(
    {
        "broken": "it breaks again",
        "kept": "that is kept",
        "unseen": "nothing can be said about it",
    }
)
"""What has become of the promise for which a conversation was frozen."""


def worst_first(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings, the most severe first, else as they came."""
    order = ("critical", "normal", "minor")
    return sorted(findings, key=lambda finding: order.index(finding["severity"]))


def queue_named(name: str | None) -> str:
    """A queue's name, or that there is none."""
    return name or "(none)"
