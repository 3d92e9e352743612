"""What a rule says of a conversation, before it is written down as a `Result`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from escalation_tests.model.finding import Blame, Severity, Status


@dataclass(frozen=True, slots=True)
class Breach:
    """One way in which the promise was broken."""

    message: str
    evidence: Mapping[str, object] = field(default_factory=dict)
    severity: Severity | None = None
    """None: the severity of the check."""
    blame: Blame = Blame.BOT
    disagreement: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status with what makes it so."""

    status: Status
    breaches: tuple[Breach, ...] = ()
    reason: str = ""


HELD = Outcome(Status.PASSED)
"""There was something to judge, and the promise was kept."""


def broken(*breaches: Breach) -> Outcome:
    """The promise was broken in these ways."""
    return Outcome(Status.FAILED, breaches)


def judged(*breaches: Breach | None) -> Outcome:
    """Broken if there is any breach, held otherwise."""
    found = tuple(breach for breach in breaches if breach is not None)
    return broken(*found) if found else HELD


def unconcerned(reason: str) -> Outcome:
    """Nothing in the conversation concerns the promise."""
    return Outcome(Status.NOT_APPLICABLE, reason=reason)


def unseen(reason: str) -> Outcome:
    """The configuration cannot show it."""
    return Outcome(Status.NOT_OBSERVABLE, reason=reason)


def unexercised(reason: str) -> Outcome:
    """It should have been looked at, and nothing happened that could have shown it."""
    return Outcome(Status.NOT_EXERCISED, reason=reason)
