"""What the templates need of a conversation, worked out before they run."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from escalation_tests.reporting.chronicle import Happening, chronicle
from escalation_tests.reporting.difference import FactRow, Row, difference, facts
from escalation_tests.reporting.failure import witness_rows
from escalation_tests.reporting.screens import picture
from escalation_tests.reporting.wording import headline, worst_first

_FIELDS = (
    "queue",
    "priority",
    "language",
    "reason",
    "summary",
    "facts",
    "attempted",
    "id",
    "status",
    "source",
    "conversation",
)


@dataclass(frozen=True, slots=True)
class Held:
    """One delivery at the desk."""

    accepted: bool
    fields: tuple[tuple[str, object], ...]
    raw: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was said beside what one delivery holds; rows are None without a transcript."""

    facts: list[FactRow]
    rows: list[Row] | None


@dataclass(frozen=True, slots=True)
class Look:
    """A file that shows the page."""

    name: str
    path: str
    picture: str
    """As a `data:` URL; empty where it is no picture."""


@dataclass(frozen=True, slots=True)
class PastVisit:
    """An earlier visit of the same customer."""

    visit: int
    happenings: list[Happening]


@dataclass(frozen=True, slots=True)
class View:
    """One conversation, ready to be shown."""

    entry: Mapping[str, Any]
    headline: str
    short: str
    """The headline without the verdict, which stands beside it."""
    broken: list[str]
    happenings: list[Happening]
    visits: list[PastVisit]
    languages: dict[int, str]
    """Turn → the language it is written in."""
    witnesses: list[tuple[str, str, str]]
    findings: list[dict[str, Any]]
    unseen: list[dict[str, Any]]
    handoffs: list[Held]

    @property
    def comparisons(self) -> list[Comparison]:
        """What was said beside what each delivery holds; worked out when it is asked for."""
        return [_comparison(self.entry, handoff) for handoff in self.entry["handoffs"]]

    @property
    def screens(self) -> list[Look]:
        """How it looked; pictures are read when they are asked for."""
        return [Look(one["name"], one["path"], picture(one)) for one in self.entry["screens"]]

    @property
    def open_difference(self) -> bool:
        """The comparison is what the reader looks for."""
        return "context" in self.broken


def view(entry: Mapping[str, Any]) -> View:
    """The view of one conversation object."""
    told = headline(entry)
    unclear = {"not-observable", "not-exercised"}
    return View(
        entry=entry,
        headline=told,
        short=told.partition(": ")[2],
        broken=[name for name, state in entry["promises"].items() if state == "broken"],
        happenings=chronicle(entry),
        visits=[_visit(visit, entry) for visit in entry["earlier"]],
        languages={turn["number"]: turn["language"] for turn in entry["turns"]},
        witnesses=witness_rows(entry),
        findings=worst_first(entry["findings"]),
        unseen=[judged for judged in entry["judged"] if judged["status"] in unclear],
        handoffs=[_held(handoff) for handoff in entry["handoffs"]],
    )


def _visit(visit: Mapping[str, Any], entry: Mapping[str, Any]) -> PastVisit:
    past = {**entry, **visit, "turns": [], "signals": [], "relayed": []}
    return PastVisit(visit["visit"], chronicle(past))


def _held(handoff: Mapping[str, Any]) -> Held:
    known = ((name, handoff[name]) for name in _FIELDS)
    fields = tuple((name, value) for name, value in known if value not in (None, "", 0))
    return Held(handoff["accepted"], fields, _pretty(handoff["raw"]))


def _pretty(raw: str) -> str:
    """JSON with line breaks; anything else as it came."""
    try:
        return json.dumps(json.loads(raw), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return raw


def _comparison(entry: Mapping[str, Any], handoff: Mapping[str, Any]) -> Comparison:
    rows = None if handoff["transcript"] is None else difference(entry, handoff)
    return Comparison(facts(entry, handoff), rows)
