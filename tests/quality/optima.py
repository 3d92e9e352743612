"""The shortest conversation that shows each planted defect, worked out by hand.

Counted are the customer's turns up to the one by which a handoff must have come. A turn says one
thing: it raises a topic with its facts, claims a step, asks for a human, and so on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Known:
    """What is known of a defect."""

    turns: int
    note: str = ""


_ONE = Known(1)
_SPEAKS_BEFORE = Known(2, "the bot must have spoken once before the handoff")

KNOWN: Mapping[str, Known] = MappingProxyType(
    {
        **dict.fromkeys(("T1", "T3", "T4", "T5", "T6", "T7"), _ONE),
        "T2": Known(3, "two turns in a row count, and babble never opens a conversation"),
        "T8": Known(1, "in each of two visits"),
        **dict.fromkeys(("D1", "D5", "D6", "D7", "D8"), _ONE),
        "D2": Known(1, "with a desk that fails"),
        "D3": Known(1, "with a desk that refuses"),
        "D4": Known(3, "the bot is mute from its third turn on"),
        "D9": Known(1, "every second case of the desk is lost, so it depends on the others"),
        **dict.fromkeys(("C1", "C3", "C4", "C7", "C8", "C10", "C12"), _ONE),
        "C2": Known(3, "of fewer turns there are no more than three lines"),
        "C5": _SPEAKS_BEFORE,
        "C6": _SPEAKS_BEFORE,
        "C9": Known(2, "a fact, and another value for it"),
        "C11": _SPEAKS_BEFORE,
        "C13": Known(1, "beside any other conversation"),
        "C14": Known(1, "the desk tells it under the id that it told before"),
        "C15": Known(2, "a claimed step, and a cause"),
        **dict.fromkeys(("R1", "R2", "R3", "R4", "R5"), _ONE),
        "R6": Known(2, "two topics"),
        **dict.fromkeys(("N1", "N2", "N3", "N4", "N5", "N7", "N8"), _ONE),
        "N6": Known(1, "with a desk that refuses"),
        **dict.fromkeys(("P1", "P2", "P5", "P6", "P7"), _ONE),
        "P3": Known(1, "in each of two visits"),
        "P4": Known(1, "with a message that the platform delivers twice"),
        "P8": Known(1, "and two messages while waiting"),
    }
)
