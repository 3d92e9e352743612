"""The places at which a fault can reach into the bot; a healthy bot has nothing there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from escalation_tests.demo.bot.letters import Letters
from escalation_tests.demo.bot.policy import Transfer
from escalation_tests.demo.meaning import Meaning

Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seams:
    """The places at which a fault can reach in. A healthy bot has nothing here."""

    meaning: Callable[[Meaning, str], Meaning] = lambda meaning, _: meaning
    """What a message means, given its text."""
    transfer: Callable[[Transfer], Transfer] = lambda transfer: transfer
    case: Callable[[Case], Case] = lambda case: case
    """What the desk is given; its summary is written from what is left."""
    deliveries: int = 1
    """How often the case is posted, each time under an id of its own; 0: not at all,
    and nobody notices."""
    believes: bool = False
    """Whatever the desk says, the customer is told that all is well."""
    notice: Callable[[str, Transfer, dict[str, Letters]], str] = lambda text, *_: text
    """What the customer is told; empty: nothing."""
    talks_on: bool = False
    """A customer who waits for a human is answered as ever."""
    forwards: bool = True
    """What a waiting customer writes reaches the desk."""
