"""What Allure shows of a conversation, in Allure's terms but without its library."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from escalation_tests.reporting.chronicle import Happening, chronicle
from escalation_tests.reporting.evidence import findings
from escalation_tests.reporting.page import context_diff_html, transcript_html
from escalation_tests.reporting.paint import Paint
from escalation_tests.reporting.screens import SUFFIXES, read
from escalation_tests.reporting.tallies import EXERCISED
from escalation_tests.reporting.text import one_line
from escalation_tests.reporting.wording import headline, worst_first

EPIC = "Escalation"
NAME = 160
"""Characters of a step's name."""
ATTACHED = 50_000_000
"""Bytes of a trace or video that is attached."""
_STATUSES = (
    ("passed", "passed"),
    ("failed", "failed"),
    ("error", "broken"),
    ("skipped", "skipped"),
)


@dataclass(frozen=True, slots=True)
class StepOf:
    """A turn, or something that happened in it; times in Unix seconds."""

    name: str
    start: float
    stop: float
    status: str = "passed"
    steps: tuple["StepOf", ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to attach."""

    name: str
    body: str | bytes
    mime: str
    extension: str


def status(entry: Mapping[str, Any]) -> str:
    """The status that a result of this verdict has in Allure."""
    return dict(_STATUSES)[entry["verdict"]]


def digest(*parts: str) -> str:
    """A stable id made of texts."""
    return sha256("\0".join(("escalation-tests", *parts)).encode()).hexdigest()[:32]


def milliseconds(seconds: float) -> int:
    """Unix seconds in Allure's unit."""
    return round(seconds * 1000)


def times(entry: Mapping[str, Any]) -> tuple[int, int]:
    """Start and stop of the conversation itself, with all its trials."""
    shown = entry["shown"]
    stop = max(entry["started"] + entry["seconds"], shown["started"] + shown["seconds"])
    return milliseconds(entry["started"]), milliseconds(stop)


def message(entry: Mapping[str, Any]) -> str:
    """The headline, and below it what the categories sort by."""
    broken = [name for name, state in entry["promises"].items() if state == "broken"]
    lines = [headline(entry)]
    if entry["verdict"] == "failed" and broken:
        lines.append(f"promises broken: {', '.join(broken)}")
    if entry["verdict"] == "error":
        lines.append(f"trouble: {entry['error']['leg']} {entry['error']['kind']}")
    if entry["trials"]["run"] > 1:
        lines.append(f"trials: {entry['trials']['passed']} of {entry['trials']['run']} passed")
    return "\n".join(lines)


def description(entry: Mapping[str, Any]) -> str:
    """What the scenario's author says of it, and the line that plays it again, as Markdown."""
    about = one_line(entry["about"], 1_000)
    command = one_line(entry["reproduce"], 2_000).replace("`", "'")
    return f"{about}\n\nPlay it again: `{command}`".strip()


def labels(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values: what Allure groups and filters by."""
    states = entry["promises"]
    wanted = ("broken",) if entry["verdict"] == "failed" else EXERCISED
    trigger = entry["trigger"]["expected"] or "no trigger"
    story = trigger if entry["kind"] == "matrix" else entry["scenario"]
    named = [("epic", EPIC), ("story", story), ("severity", _severity(entry))]
    named += [("feature", name) for name, state in states.items() if state in wanted]
    tags = [("trigger", trigger), ("persona", entry["persona"]), ("topic", entry["topic"])]
    tags += [("queue", entry["queue"]["actual"] or entry["queue"]["expected"])]
    tags += [("promise", name) for name, state in states.items() if state == "broken"]
    named += [("tag", f"{kind}:{value}") for kind, value in tags if value]
    return named + [("tag", tag) for tag in entry["tags"]]


def _severity(entry: Mapping[str, Any]) -> str:
    """Of a broken promise, how bad it is; else how much the scenario matters."""
    if entry["verdict"] == "failed" and entry["findings"]:
        return str(worst_first(entry["findings"])[0]["severity"])
    return str(entry["severity"])


def parameters(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What may differ between runs without making it another test."""
    trials = entry["trials"]
    named = (
        ("persona", entry["persona"]),
        ("topic", entry["topic"]),
        ("language", entry["language"]),
        ("seed", entry["seed"]),
        ("trials", f"{trials['passed']} of {trials['run']} passed, {trials['required']} required"),
    )
    return [(name, str(value)) for name, value in named if value is not None]


def steps(entry: Mapping[str, Any]) -> list[StepOf]:
    """One step per customer turn at its real times, and in it what happened."""
    started, turns = entry["shown"]["started"], entry["turns"]
    inside: dict[int, list[Happening]] = {}
    for happening in chronicle(entry):
        inside.setdefault(_turn_of(happening, turns), []).append(happening)
    wrong = [finding["evidence"].get("turn") for finding in entry["findings"]]
    told = [_greeting(inside[0], started)] if 0 in inside else []
    for turn in turns:
        happenings = inside.get(turn["number"], [])
        bad = turn["number"] in wrong and entry["verdict"] == "failed"
        told.append(_step(turn, happenings, started, "failed" if bad else "passed"))
    return told


def _turn_of(happening: Happening, turns: list[Mapping[str, Any]]) -> int:
    """The turn in which it happened: its own number, or else the last one sent before it."""
    numbers = {turn["number"] for turn in turns}
    if happening.turn in numbers or (happening.turn == 0 and happening.who != "desk"):
        return happening.turn
    sent = [turn["number"] for turn in turns if turn["sent"] <= happening.at]
    return sent[-1] if sent else 0


def _greeting(happenings: list[Happening], started: float) -> StepOf:
    inner = tuple(_inner(happening, started) for happening in happenings)
    return StepOf("before the first turn", started, inner[-1].stop, "passed", inner)


def _step(
    turn: Mapping[str, Any], happenings: list[Happening], started: float, status: str
) -> StepOf:
    due = any(happening.mark == "trigger" for happening in happenings)
    said = " / ".join(h.text for h in happenings if h.who == "customer")
    act = turn["act"].replace("_", " ")
    mark = "\u25b6 " if due else ""
    name = f"{mark}turn {turn['number']}, {act}: {said}"
    inner = tuple(_inner(happening, started) for happening in happenings)
    return StepOf(
        one_line(name, NAME),
        started + turn["sent"],
        started + max(turn["over"], turn["sent"]),
        status,
        inner,
        _labelled(turn),
    )


def _inner(happening: Happening, started: float) -> StepOf:
    note = f" ({one_line(happening.note, NAME)})" if happening.note else ""
    name = f"{happening.who}: {one_line(happening.text, NAME)}{note}"
    moment = started + happening.at
    return StepOf(name, moment, moment, "failed" if happening.mark == "refused" else "passed")


def _labelled(turn: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    due = turn["due"]
    named = (
        ("counts for", ", ".join(turn["triggers"])),
        ("due", f"{due['trigger']}, by turn {due['by_turn']}" if due else ""),
        ("promised queue", turn["queue"] if due else ""),
    )
    return tuple((name, value) for name, value in named if value)


def attachments(entry: Mapping[str, Any]) -> Iterator[Attached]:
    """What can be opened beside the steps."""
    yield Attached("transcript", transcript_html(entry), "text/html", "html")
    if entry["handoffs"]:
        record = json.dumps(entry["handoffs"], ensure_ascii=False, indent=2)
        yield Attached("desk record", record, "application/json", "json")
        difference = context_diff_html(entry)
        yield Attached("said and held", difference, "text/html", "html")
    told = "\n".join(findings(entry, Paint(color=False), 110))
    if told:
        yield Attached("findings", told, "text/plain", "txt")
    for screen in entry["screens"]:
        if body := read(screen, ATTACHED):
            extension = SUFFIXES.get(screen["name"], "bin")
            yield Attached(screen["name"], body, screen["type"], extension)
    yield Attached("recipe", entry["recipe"], "text/plain", "txt")
