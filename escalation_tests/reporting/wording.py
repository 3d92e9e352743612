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
        "refused": "Start it, or correct the address in the configuration.",
        "timeout": "See why it takes so long, or give it more time with `timeout`.",
        "tls": "Correct the certificate, or name its authority with `verify_tls`.",
        "status": "Look into its log for this request.",
        "not-json": "See whether the address is right: something else seems to answer there.",
        "empty": "See why it answers with nothing, or say `receive: {optional: true}`.",
        "no-match": "Compare `receive` in the configuration with what did arrive.",
        "too-large": "See why the reply is so long, or raise `max_reply`.",
        "port-taken": "Choose another address with `--escalation-listen` or `desk.listen`.",
        "not-exercised": "Correct the expectation, or let the conversation reach it.",
        "baseline-failed": "Make the conversation pass without disturbance first.",
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
        return f"{VERDICTS['failed']}: too few of the trials passed"
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    worst = found[0]
    return f"{VERDICTS['failed']}: {worst['promise']}: {one_line(worst['message'], 240)}{more}"


def worst_first(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings, the most severe first, else as they came."""
    order = ("critical", "normal", "minor")
    return sorted(findings, key=lambda finding: order.index(finding["severity"]))


def queue_named(name: str | None) -> str:
    """A queue's name, or that there is none."""
    return name or "(none)"
