"""One message of a conversation."""

from dataclasses import dataclass
from enum import StrEnum


class Speaker(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    BOT = "bot"
    HUMAN = "human"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Message:
    """One bubble, as the customer saw or wrote it."""

    speaker: Speaker
    text: str
    at: float = 0.0
    """Seconds since the conversation was opened."""
    turn: int = 0
    """The customer turn during or after which it came, 1-based; 0 before the first one."""
    id: str = ""
    """The bot's own id of the message, for telling repeats apart; empty when it gives none."""
