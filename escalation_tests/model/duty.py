"""What the policy demands at a moment of a conversation; computed from labels, never from text."""

from dataclasses import dataclass

from escalation_tests.model.fact import Fact
from escalation_tests.model.trigger import Trigger


@dataclass(frozen=True, slots=True)
class Due:
    """A handoff that the policy has made due."""

    trigger: Trigger
    turn: int
    """The customer turn that completed the trigger's condition, 1-based."""
    by_turn: int
    """The last customer turn in the reply to which the handoff is still in time."""


@dataclass(frozen=True, slots=True)
class Duty:
    """The state of the promise after one customer turn."""

    due: Due | None = None
    """The first handoff that has come due so far; None while none has."""
    queue: str = ""
    priority: str | None = None
    """The priority promised; None when the policy promises none."""
    language: str = "en"
    """The language in which the customer is to be told."""
    topic: str | None = None
    facts: tuple[Fact, ...] = ()
    """All facts stated so far, latest value of each."""
    superseded: tuple[Fact, ...] = ()
    """Values that the customer has corrected since."""
    attempted: tuple[str, ...] = ()
    """Steps claimed so far, in order."""
    tolerated: bool = False
    """A handoff now would be neither promised nor needless: its cause is one the policy is
    silent about."""
