"""What the desk holds, in neutral words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from escalation_tests.model.message import Speaker


class Source(StrEnum):
    """How a handoff became known to us."""

    WEBHOOK = "webhook"
    POLL = "poll"
    REPLY = "reply"
    """Only asked for in the bot's reply: not proof that anything arrived."""
    EMAIL = "email"
    PYTHON = "python"


class Scope(StrEnum):
    """How much of the conversation the desk's transcript covers, as the policy declares."""

    FULL = "full"
    LAST = "last"
    SHARED = "shared"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the transcript that the desk holds."""

    speaker: Speaker | None
    """None when the desk's record does not say, or says something unknown."""
    text: str
    role: str = ""
    """The author as the desk wrote it."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """One handoff as an observer of the desk saw it; empty values were not in the record."""

    conversation: str
    source: Source
    at: float = 0.0
    """Seconds since the conversation was opened."""
    turn: int = 0
    """The customer turn during or after which it arrived."""
    id: str = ""
    """The desk's or the bot's id of the delivery, for telling repeats from retries."""
    accepted: bool = True
    """False when the desk answered with a refusal, by fault or by its own state."""
    status: int = 0
    """The status code with which the desk answered, 0 where there is none."""
    queue: str | None = None
    priority: str | None = None
    language: str | None = None
    reason: str | None = None
    summary: str | None = None
    transcript: tuple[Line, ...] | None = None
    """None: the record has no transcript."""
    facts: Mapping[str, str] | None = None
    attempted: tuple[str, ...] | None = None
    taken: bool | None = None
    """A person has it; None: the record does not say."""
    raw: str = ""
    """The payload as it arrived, bounded, for the report."""


@dataclass(frozen=True, slots=True)
class Relayed:
    """A customer message that reached the desk after the handoff."""

    conversation: str
    text: str
    at: float = 0.0
    raw: str = ""
    id: str = ""
    """The desk's own id of it; empty where it is not mapped."""


@dataclass(frozen=True, slots=True)
class Signal:
    """The bot's own claim that it handed over: a flag, a tool call, an event."""

    at: float = 0.0
    turn: int = 0
    queue: str | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class DeskState:
    """What can be known about the desk in this configuration, and what it did."""

    observed: bool = False
    """Some observer looked at the desk itself (not only at the bot's reply)."""
    fields: frozenset[str] = frozenset()
    """Names of the `Handoff` fields that the configuration maps; others are not observable."""
    relays: bool = False
    """Later customer messages can be seen at the desk."""
    renews: bool = False
    """A later look shows what has become of a handoff, not only what arrived."""
    refusing: bool = False
    """The desk was made to refuse every delivery of this conversation."""
    notes: Mapping[str, str] = field(default_factory=dict)
