"""What a run tells in the terminal at its end."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from escalation_tests.model.exercise import DIMENSIONS
from escalation_tests.reporting.tallies import EXERCISED
from escalation_tests.reporting.text import columns, one_line
from escalation_tests.reporting.wording import LEGS, PROMISES

FROZEN = 10
"""Frozen conversations that are told."""
WORST = 5
"""Groups of findings that are told."""


@dataclass(frozen=True, slots=True)
class StyledLine:
    """One line and how it looks."""

    text: str
    style: str = ""
    """`red`, `green`, `yellow`, `bold`, or empty."""


Lines = Iterator[StyledLine]


def summary(
    results: Mapping[str, Any], strays: Mapping[str, int], files: Sequence[str]
) -> list[StyledLine]:
    """Per promise what held and broke, then triggers, what they were tried with, errors, the
    worst findings, goals and files.

    Args:
        results: what `results.results` made of the run.
        strays: deliveries at the desk that belong to no conversation, by reason.
        files: where reports have been written.
    """
    told = results["summary"]
    sections = (
        _promises(told["promises"]),
        _triggers(results["metrics"]["by_trigger"]),
        _coverage(results["coverage"]),
        _replayed(results["conversations"]),
        _errors(told["errors"]),
        _worst(told["worst"]),
        _goals(results["goals"]),
        _strays(strays),
        _closing(results, files),
    )
    blocks = [block for section in sections if (block := list(section))]
    return [line for block in blocks for line in (*block, StyledLine(""))][:-1]


def _promises(promises: Mapping[str, Mapping[str, int]]) -> Lines:
    yield StyledLine(
        f"{'promise':<12}{'held':>7}{'broken':>8}{'in part':>9}{'not observable':>16}", "bold"
    )
    for name, states in promises.items():
        if not any(states[state] for state in (*EXERCISED, "not-observable")):
            continue
        counts = f"{states['held']:>7}{states['broken']:>8}{states['partly']:>9}"
        line = f"{name:<12}{counts}{states['not-observable']:>16}   {PROMISES[name]}"
        yield StyledLine(line, _promise_style(states))
    if any(states["partly"] for states in promises.values()):
        yield StyledLine("in part: what could be seen held, but not all of it can be seen")
    unseen = [name for name, states in promises.items() if not any(states[s] for s in EXERCISED)]
    hidden = [name for name in unseen if promises[name]["not-observable"]]
    idle = [name for name in unseen if name not in hidden]
    if hidden:
        yield StyledLine(f"cannot be seen with this configuration: {', '.join(hidden)}", "yellow")
    if idle:
        yield StyledLine(f"never exercised: {', '.join(idle)}", "yellow")


def _promise_style(states: Mapping[str, int]) -> str:
    if states["broken"]:
        return "red"
    return "green" if states["held"] and not states["not-observable"] else "yellow"


def _triggers(triggers: Mapping[str, Mapping[str, Any]]) -> Lines:
    if not triggers:
        return
    width = max(len("trigger"), *map(len, triggers)) + 2
    yield StyledLine(f"{'trigger':<{width}}{'due':>6}{'in time':>9}{'missed':>8}{'needless':>10}")
    for name, row in triggers.items():
        text = f"{name:<{width}}{row['due']:>6}{row['fired']:>9}{row['missed']:>8}"
        bad = row["missed"] or row["needless"]
        yield StyledLine(f"{text}{row['needless']:>10}", "red" if bad else "")


def _coverage(coverage: Mapping[str, Any]) -> Lines:
    """What each trigger was tried with, of all that it can be tried with, and what is missing."""
    triggers = coverage["triggers"]
    if not coverage["conversations"]:
        return
    width = max(len("tried with"), *map(len, triggers)) + 2
    head = "".join(f"{name:>12}" for name in DIMENSIONS)
    yield StyledLine(f"{'tried with':<{width}}{head}")
    for name, one in triggers.items():
        shares = "".join(f"{_share(one['tried_with'][of]):>12}" for of in DIMENSIONS)
        yield StyledLine(f"{name:<{width}}{shares}", "" if one["conversations"] else "yellow")
    if coverage["never_due"]:
        yield StyledLine(f"never came due: {', '.join(coverage['never_due'])}", "yellow")


def _share(tried: Mapping[str, Any]) -> str:
    covered, missing = len(tried["covered"]), len(tried["missing"])
    return f"{covered} of {covered + missing}" if covered + missing else "-"


def _replayed(entries: Sequence[Mapping[str, Any]]) -> Lines:
    """Frozen conversations: what broke then, and what has become of it."""
    frozen = [entry for entry in entries if entry["then"]]
    if not frozen:
        return
    counts = Counter(entry["then"]["now"] for entry in frozen)
    told = ", ".join(f"{counts[now]} {words}" for now, words in _NOW.items() if counts[now])
    yield StyledLine(f"frozen conversations: {told}", "bold")
    for entry in frozen[:FROZEN]:
        then = entry["then"]
        style = {"broken": "red", "kept": "green"}.get(then["now"], "yellow")
        line = f"then {then['check']} → now {then['now']}: {one_line(entry['id'], 160)}"
        yield StyledLine(f"  {line}", style)
    if len(frozen) > FROZEN:
        yield StyledLine(f"  and {len(frozen) - FROZEN} more")


_NOW: Mapping[str, str] = MappingProxyType(
    {"kept": "kept now", "broken": "broken again", "unseen": "could not be judged"}
)


def _errors(errors: Sequence[Mapping[str, Any]]) -> Lines:
    if not errors:
        return
    count = sum(error["count"] for error in errors)
    yield StyledLine(f"could not be judged: {_conversations(count)}", "bold")
    for error in errors:
        yield StyledLine(f"  {error['count']:>4} × {LEGS[error['leg']]}, {error['kind']}", "red")
        yield StyledLine(f"         {one_line(error['message'], 160)}")
        yield StyledLine(f"         such as {one_line(error['example'], 200)}")


def _worst(worst: Sequence[Mapping[str, Any]]) -> Lines:
    if not worst:
        return
    yield StyledLine("worst findings", "bold")
    for group in worst[:WORST]:
        kind = f"{group['severity']}, promise {group['promise']}, blame: {group['blame']}"
        yield StyledLine(f"  {group['count']:>4} × {group['check']} ({kind})", "red")
        yield StyledLine(f"         {one_line(group['message'], 200)}")
        if group["advice"]:
            yield StyledLine(f"         {one_line(group['advice'], 200)}")
        yield StyledLine(f"         {one_line(group['reproduce'], 400)}")
    if len(worst) > WORST:
        names = ", ".join(group["check"] for group in worst[WORST:])
        yield StyledLine(f"  and {len(worst) - WORST} more: {names}")


def _goals(goals: Sequence[Mapping[str, Any]]) -> Lines:
    if not goals:
        return
    yield StyledLine("goals", "bold")
    width = max(columns(goal["name"]) for goal in goals) + 2
    for goal in goals:
        word, style = _GOAL_WORDS[goal["met"]]
        actual = f"{goal['actual']} of {goal['of']}" if goal["actual"] else "not exercised"
        note = f", {goal['note']}" if goal["note"] and goal["actual"] else ""
        text = f"  {word:<7}{goal['name']:<{width}}{actual} (target {goal['target']}{note})"
        yield StyledLine(text, style)


_GOAL_WORDS: Mapping[bool | None, tuple[str, str]] = MappingProxyType(
    {True: ("met", "green"), False: ("UNMET", "red"), None: ("?", "yellow")}
)


def _strays(strays: Mapping[str, int]) -> Lines:
    found = {reason: count for reason, count in strays.items() if count}
    if found:
        told = ", ".join(f"{count} {reason}" for reason, count in sorted(found.items()))
        yield StyledLine(
            f"deliveries at the desk that belong to no conversation: {told}", "yellow"
        )


def _closing(results: Mapping[str, Any], files: Sequence[str]) -> Lines:
    verdicts = results["summary"]["verdicts"]
    counts = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items() if count)
    total = _conversations(sum(verdicts.values()))
    told = f"{total}: {counts}" if counts else total
    yield StyledLine(f"{told}; seed {results['run']['seed']}")
    for file in files:
        yield StyledLine(f"report: {one_line(file, 400)}")


def _conversations(count: int) -> str:
    return f"{count} conversation{'s' * (count != 1)}"
