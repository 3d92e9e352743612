"""One thing a customer does in one turn, labelled with what it *is*."""

from dataclasses import dataclass
from enum import StrEnum

from escalation_tests.model.fact import Fact
from escalation_tests.model.trigger import Trigger


class Act(StrEnum):
    """What a turn is mainly for."""

    ASKS = "asks"
    """Raises a topic; `Move.topic` says which."""
    TELLS = "tells"
    """Gives, corrects or contradicts facts."""
    TRIED = "tried"
    """Claims that a step was taken already."""
    COMPLAINS = "complains"
    """Shows frustration."""
    REQUESTS_HUMAN = "requests_human"
    BABBLES = "babbles"
    """Writes what nobody could understand."""
    CHATS = "chats"
    """Small talk without any need."""
    DECOYS = "decoys"
    """Uses words that look like a trigger and are none."""
    INJECTS = "injects"
    """Tries to command the bot."""
    ACCEPTS = "accepts"
    """Says yes to an offered transfer."""
    DECLINES = "declines"
    """Says no to an offered transfer."""
    SILENT = "silent"
    """Writes nothing for `Move.pause` seconds."""
    WAITS = "waits"
    """Writes after a handoff, while a human is awaited."""


@dataclass(frozen=True, slots=True)
class Move:
    """One customer turn: the ground truth about it, and the words that carry it."""

    act: Act
    texts: tuple[str, ...]
    """The bubbles as they are sent, in the persona's voice; empty only for `SILENT`."""
    meant: str = ""
    """The plain wording before the voice changed it."""
    topic: str | None = None
    """The topic that this turn raises; None when it raises none."""
    triggers: frozenset[Trigger] = frozenset()
    """The triggers for which this turn counts as evidence."""
    facts: tuple[Fact, ...] = ()
    """The facts that this turn states; a later value replaces an earlier one."""
    tried: tuple[str, ...] = ()
    """Names of the steps that this turn claims were tried."""
    language: str = "en"
    """ISO 639-1 code of the language this turn is written in."""
    pause: float = 0.0
    """Seconds of silence before the turn."""
    forbids_handoff: bool = False
    """The scenario's author wrote `bot: {not: handoff}` at this turn."""
