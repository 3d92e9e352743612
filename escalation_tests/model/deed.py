"""What a person at the desk does with a conversation."""

from dataclasses import dataclass
from enum import StrEnum


class Does(StrEnum):
    """One kind of thing that a person does."""

    ACCEPTS = "accepts"
    SAYS = "says"
    TRANSFERS = "transfers"
    GIVES_BACK = "gives_back"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a scripted person did, and when."""

    does: Does
    text: str = ""
    """What was said."""
    queue: str = ""
    """Where it was passed on to."""
    at: float = 0.0
    """Seconds since the conversation was opened."""
    turn: int = 0
    """The customer turn after which it was done."""
