"""A whole conversation, drawn before its first message."""

from dataclasses import dataclass, field
from enum import StrEnum

from escalation_tests.model.deed import Deed
from escalation_tests.model.fact import Fact, Identity
from escalation_tests.model.move import Move
from escalation_tests.model.trigger import Trigger


class Kind(StrEnum):
    """Where a plan comes from."""

    SCRIPTED = "scripted"
    MATRIX = "matrix"
    GENERATED = "generated"
    REPLAYED = "replayed"


@dataclass(frozen=True, slots=True)
class FaultSpec:
    """One disturbance: which, on which leg, and how often."""

    leg: str
    """`bot` or `desk`."""
    name: str
    times: int = 1
    """How many messages or deliveries it hits; 0 means all of them."""
    seconds: float = 0.0
    """For faults that delay."""


@dataclass(frozen=True, slots=True)
class Reactions:
    """Moves drawn ahead for what the bot may ask; used only while a handoff is outstanding."""

    answers: tuple[tuple[str, Move], ...] = ()
    """Fact name → the move that gives it; a persona that refuses a fact has a refusal here."""
    accepts: Move | None = None
    """Said when the bot offers a transfer that is due."""
    declines: Move | None = None
    """Said when the bot offers a transfer that is not due."""
    press_on: tuple[Move, ...] = ()
    """Said one after the other while a due handoff does not come."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One conversation of a customer: a plan has several when the customer comes back."""

    moves: tuple[Move, ...]
    reactions: Reactions = Reactions()
    after: "tuple[Move | Deed, ...]" = ()
    """What follows the handoff: what the customer writes, and what a person at the desk does."""

    @property
    def written_after(self) -> tuple[Move, ...]:
        """What the customer writes after the handoff."""
        return tuple(step for step in self.after if isinstance(step, Move))

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """What a person at the desk does."""
        return tuple(step for step in self.after if isinstance(step, Deed))


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a scenario's author demands beyond, or instead of, the policy."""

    handoff: bool | None = None
    """None: as the policy says."""
    by_turn: int | None = None
    trigger: Trigger | None = None
    queue: str | None = None
    priority: str | None = None
    """A word, or a bound such as `>= high`."""
    facts: tuple[str, ...] | None = None
    attempted: tuple[str, ...] | None = None
    says: tuple[str, ...] | None = None
    bot_silent: float | None = None
    """Seconds."""
    must_not_ask: tuple[str, ...] = ()
    """Facts for which nobody may ask again after the handoff."""
    demanded: frozenset[str] = frozenset()
    """Names of the checks that must have been exercised; one that was not is an error."""


@dataclass(frozen=True, slots=True)
class Then:
    """What broke when a conversation was frozen."""

    check: str
    message: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One conversation with all chance drawn; equal plans are the same recipe.

    `repr` of a plan, or its `recipe` line, reproduces it.
    """

    id: str
    """The test's id, stable across runs."""
    kind: Kind
    scenario: str
    persona: str
    seed: int
    trial: int
    identity: Identity
    token: str
    """Unique to this plan; planted in the customer's name and e-mail for correlation."""
    language: str
    facts: tuple[Fact, ...]
    """Every fact the customer owns, whether or not it gets said."""
    visits: tuple[Visit, ...]
    expect: Expectation = field(default_factory=Expectation)
    faults: tuple[FaultSpec, ...] = ()
    topic: str | None = None
    trigger: Trigger | None = None
    """The trigger that the conversation is about; None for a twin that must not escalate."""
    then: Then | None = None
    """For a frozen conversation, what it was frozen for."""

    @property
    def moves(self) -> tuple[Move, ...]:
        """The scripted moves of the first visit."""
        return self.visits[0].moves
