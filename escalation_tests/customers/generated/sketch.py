"""Conversations before they are worded: small values that Hypothesis draws and shrinks."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum

from escalation_tests.contract.persona import Voice
from escalation_tests.model.plan import FaultSpec


class Does(StrEnum):
    """What a turn is for; from the plainest on, which is the order of shrinking."""

    ASKS = "asks"
    """Raises the topic `about`, with all its facts; without a topic, asks for help."""
    HINTS = "hints"
    """Raises the topic `about` without naming a fact."""
    WANTS_HUMAN = "wants_human"
    COMPLAINS = "complains"
    BABBLES = "babbles"
    CLAIMS = "claims"
    """Claims that the step `about` was tried."""
    TELLS = "tells"
    """States the fact `about`."""
    CORRECTS = "corrects"
    """States another value for the fact `about`."""
    CHATS = "chats"
    DECOYS = "decoys"
    """Asks about `topic` in words that look like the trigger `about`."""
    INJECTS = "injects"
    """Tries to command the bot, with words of the chapter `about`."""
    MUTTERS = "mutters"
    """Writes `text`, which means nothing and asks for nothing."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """One customer turn in no words yet."""

    does: Does
    about: str = ""
    """A topic, step, fact, trigger or chapter, as `does` says."""
    words: int = 0
    """Which of the possible wordings: 0 is the plainest."""
    topic: str = ""
    text: str = ""
    """For `MUTTERS`, what is written; for all others, odd text behind the words."""

    def __repr__(self) -> str:
        """As it would be written by hand: defaults left out."""
        return f"Sketch({', '.join([self.does.value, *_chosen(self)])})"


@dataclass(frozen=True, slots=True)
class Recipe:
    """A conversation before it is worded; equal recipes become equal plans."""

    persona: str
    turns: tuple[Sketch, ...]
    language: str = ""
    """Empty: the persona's."""
    voice: Voice | None = None
    """None: the persona's."""
    faults: tuple[FaultSpec, ...] = ()
    twin_of: str = ""
    """Keeps a copy of a recipe apart from it: another customer who says the same."""
    again: tuple[Sketch, ...] = ()
    """What the customer says on a second visit; empty: they do not come back."""
    waits: int = 1
    """Messages while the customer waits for the human."""
    bubbles: int = 0
    """Parts in which each message is sent at most; 0: as the voice has it."""

    def __repr__(self) -> str:
        """As it would be written by hand: defaults left out."""
        return f"Recipe({', '.join([repr(self.persona), repr(self.turns), *_chosen(self)])})"


def _chosen(of: Sketch | Recipe) -> Iterator[str]:
    """Each field that is not as it would be anyway, as an argument."""
    for field in fields(of):
        value = getattr(of, field.name)
        if field.default is not MISSING and value != field.default:
            yield f"{field.name}={value!r}"
