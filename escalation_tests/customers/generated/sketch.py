"""Conversations before they are worded: small values that Hypothesis draws and shrinks."""

from dataclasses import dataclass
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
        rest = [
            f"{name}={value!r}"
            for name, value in (
                ("about", self.about),
                ("words", self.words),
                ("topic", self.topic),
                ("text", self.text),
            )
            if value
        ]
        return f"Sketch({', '.join([self.does.value, *rest])})"


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
