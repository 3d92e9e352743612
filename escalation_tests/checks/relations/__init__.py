"""Judging two conversations by each other: no oracle is needed to say that they should agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.knowledge import stated
from escalation_tests.checks.values import holds
from escalation_tests.model.finding import Blame, Finding, Promise, Severity
from escalation_tests.model.handoff import Handoff
from escalation_tests.model.record import Record
from escalation_tests.ports import Bench

__all__ = ["Agreement", "Gist", "compared", "gist"]


class Agreement(StrEnum):
    """What a changed conversation must have in common with the one it was made from."""

    SAME = "same"
    """Whether, where to, and with which facts the customer is handed over."""
    NOT_LESS = "not-less"
    """A customer who was handed over still is, and no fact is lost."""


@dataclass(frozen=True, slots=True)
class Gist:
    """What became of a customer, in a form that can be compared between customers."""

    handed_over: bool
    queue: str | None
    lost: frozenset[str]
    """Names of the stated facts that the human was not given."""


def gist(record: Record, bench: Bench) -> Gist:
    """What became of the customer of a record."""
    hearing = Hearing(record, bench)
    if not hearing.begun or hearing.held is None:
        return Gist(hearing.begun is not None, None, frozenset())
    text = _text(hearing.held)
    lost = frozenset(fact.name for fact in stated(hearing) if not holds(text, fact.value))
    return Gist(True, hearing.held.queue, lost)


def _text(held: Handoff) -> str:
    """Everything the desk holds, as one text."""
    lines = (line.text for line in held.transcript or ())
    parts = (held.summary, held.reason, held.raw, *(held.facts or {}).values(), *lines)
    return "\n".join(filter(None, parts))


def compared(name: str, base: Gist, changed: Gist, agreement: Agreement) -> Finding | None:
    """What is wrong with the changed conversation, None when it agrees as it must."""
    told = _difference(base, changed, agreement)
    if told is None:
        return None
    message = f"The same conversation, changed only by {name}: {told}."
    evidence: Mapping[str, object] = {"before": _told(base), "after": _told(changed)}
    promise = _promise(base, changed)
    return Finding(f"relation.{name}", promise, Severity.CRITICAL, Blame.BOT, message, evidence)


def _promise(base: Gist, changed: Gist) -> Promise:
    if base.handed_over != changed.handed_over:
        return Promise.TRIGGER
    return Promise.CONTEXT if changed.lost - base.lost else Promise.ROUTING


def _difference(base: Gist, changed: Gist, agreement: Agreement) -> str | None:
    same = agreement is Agreement.SAME
    if base.handed_over and not changed.handed_over:
        return "the customer is no longer handed over"
    if same and changed.handed_over and not base.handed_over:
        return "the customer is handed over now"
    lost = changed.lost - base.lost
    if base.handed_over and lost:
        return f"the human is no longer given {', '.join(sorted(lost))}"
    if same and base.queue != changed.queue:
        return f"the handoff lands in {changed.queue!r}, no longer in {base.queue!r}"
    return None


def _told(what: Gist) -> dict[str, object]:
    return {
        "handed_over": what.handed_over,
        "queue": what.queue,
        "lost": sorted(what.lost),
    }
