"""What a message of the bot was understood to say."""

from dataclasses import dataclass
from enum import StrEnum


class Reads(StrEnum):
    """The one thing a message says about reaching a human."""

    ANNOUNCES = "announces"
    """A transfer is under way, done, or a person has just joined."""
    OFFERS = "offers"
    """A transfer is possible if the customer wants it."""
    UNAVAILABLE = "unavailable"
    """Nobody can be reached, or the transfer failed."""
    NONE = "none"
    """Anything else, among it transfers of parcels, money and calls."""


class Says(StrEnum):
    """What a notice tells the customer about the transition."""

    WHO = "who"
    """The destination: a person, team, or just `an agent`."""
    WAIT = "wait"
    """When, how long, or which place in the queue."""
    NEXT = "next"
    """What happens or what to do next."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one message was understood."""

    reads: Reads = Reads.NONE
    says: frozenset[Says] = frozenset()
    asks_for: tuple[str, ...] = ()
    """Names of the facts that the message asks the customer to give, sorted."""
