"""What a person at the desk does with a conversation."""

import re
from dataclasses import dataclass
from enum import StrEnum

from escalation_tests.model.handoff import Handoff


class Does(StrEnum):
    """One kind of thing that a person does."""

    ACCEPTS = "accepts"
    SAYS = "says"
    TRANSFERS = "transfers"
    GIVES_BACK = "gives_back"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The desk did not let the person do it."""

    status: int
    """The status code of its answer."""
    received: str = ""
    """The beginning of the answer, printable and without secrets."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a scripted person does; what came of it is known once it was done."""

    does: Does
    text: str = ""
    """What was said."""
    queue: str = ""
    """Where it was passed on to."""
    at: float = 0.0
    """Seconds since the conversation was opened."""
    turn: int = 0
    """The customer turn after which it was done."""
    heard: int = 0
    """How many messages had been said by then, by anybody."""
    refusal: Refusal | None = None
    """None: the desk let them."""
    held: Handoff | None = None
    """What the desk held of the handoff once it had had time to take note."""

    def said_in(self, text: str) -> bool:
        """Whether `text` has what was said in it, in whole words, whatever a platform puts before
        or behind it; or is one of its lines. Case and spaces do not matter.
        """
        shown, words = _plain(text), re.escape(_plain(self.text))
        if not (shown and words):
            return False
        lines = map(_plain, self.text.splitlines())
        return shown in lines or re.search(rf"(?<!\w){words}(?!\w)", shown) is not None


def _plain(text: str) -> str:
    """Text without what a platform changes in passing."""
    return " ".join(text.split()).casefold()
