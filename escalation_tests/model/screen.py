"""What only a screen shows."""

from dataclasses import dataclass
from typing import Literal

Input = Literal["usable", "missing", "hidden", "disabled", "read-only"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that shows how a conversation looked."""

    name: str
    """screenshot, trace or video."""
    type: str
    """Its MIME type."""
    path: str


@dataclass(frozen=True, slots=True)
class Screen:
    """How one conversation looked, at its end."""

    announced: frozenset[str] = frozenset()
    """The ids of the messages that a live region announced, as screen readers need it."""
    around: str = ""
    """Everything else that could be read on it, bounded."""
    input: Input | None = None
    """What the customer could do with the field that they write in; None: nobody could tell."""
    kept: tuple[Kept, ...] = ()
