"""What a channel hears from the bot."""

from dataclasses import dataclass, field
from typing import Any

from escalation_tests.model.message import Speaker


@dataclass(frozen=True, slots=True)
class Said:
    """A message that the customer sees."""

    text: str
    speaker: Speaker = Speaker.BOT
    id: str = ""


@dataclass(frozen=True, slots=True)
class Signalled:
    """The bot's signal that it hands over."""

    queue: str | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Replied:
    """One raw reply of the bot, for observers whose desk lives in the reply."""

    body: Any = field(compare=False)
    blank: str | None = None
    """How the reply looks, where it holds no text although there has to be one."""


@dataclass(frozen=True, slots=True)
class Confided:
    """The bot's own confidence in its last answer, 0 to 1."""

    confidence: float


@dataclass(frozen=True, slots=True)
class Edited:
    """A message that was heard before has another text now: it has grown, or was changed."""

    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Typing:
    """The bot shows that it is about to say something, or no longer does."""

    active: bool


Event = Said | Edited | Typing | Signalled | Replied | Confided
