"""What the checks say of a hand-built record, in the form that most tests want it in."""

from escalation_tests.checks import judge
from escalation_tests.model.finding import Finding, Status
from escalation_tests.model.plan import Expectation
from escalation_tests.model.record import Record
from tests.checks.records import Chat, bench


def found(chat: Chat | Record, promise=None, planted=None, **parts) -> dict[str, Finding]:
    """What is broken, by check."""
    record = chat if isinstance(chat, Record) else chat.record(**parts)
    return {one.check: one for one in judge(record, bench(promise, planted)).findings}


def outcome(name: str, record: Record, promise=None) -> tuple[Status, str]:
    """Status and reason of one check."""
    results = judge(record, bench(promise)).results
    return next((one.status, one.reason) for one in results if one.check == name)


def demanding(name: str) -> Expectation:
    """The scenario's author demands that a check be exercised."""
    return Expectation(demanded=frozenset({name}))
