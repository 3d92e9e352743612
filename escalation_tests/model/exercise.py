"""What one conversation exercises: which trigger came due where, with whom, about what."""

from dataclasses import dataclass

LATE = 4
"""Turns from this one on count as one position in the conversation."""
NOTHING_DUE = "none"
"""Stands for the trigger of a conversation in which no handoff came due."""
DIMENSIONS = ("topic", "persona", "language", "position", "fault")
"""What a trigger is tried with."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """What one conversation exercises; empty strings where there is nothing of a kind."""

    trigger: str
    """The one that came due, or `none`."""
    topic: str = ""
    persona: str = ""
    language: str = ""
    position: str = ""
    """Of the turn that completed the trigger; without one, of the last turn."""
    fault: str = ""
    """Disturbances as `leg: name`, in order."""


def position(turn: int) -> str:
    """The position of a turn, 1-based, as coverage counts it."""
    return f"turn {turn}" if turn < LATE else f"turn {LATE} or later"


POSITIONS = tuple(map(position, range(1, LATE + 1)))
"""All of them, in order."""
