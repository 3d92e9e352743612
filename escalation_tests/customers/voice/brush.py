"""What every hand of a voice gets to know about the message it changes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from escalation_tests.contract.persona import Voice
from escalation_tests.contract.phrasebook import Phrasebook
from escalation_tests.model.move import Act

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
"""A word; a shielded piece of text is none."""


@dataclass(frozen=True, slots=True)
class Brush:
    """The message's circumstances: whose voice, which language, what the turn is for."""

    voice: Voice
    random: Random
    act: Act
    book: Phrasebook
    other: Phrasebook | None = None
    """The book from which code-switching takes its interjections."""
    keywords: tuple[str, ...] = ()
    """Beginnings of the words by which the turn's triggers are recognised."""

    def key(self, word: str) -> bool:
        """Whether the turn could no longer be recognised without this word."""
        return word.casefold().startswith(self.keywords) if self.keywords else False

    def chance(self, share: float) -> bool:
        """True for this share of calls."""
        return share > 0 and self.random.random() < share

    def words(self, text: str, change: Callable[[str], str]) -> str:
        """`text` with every word changed."""
        return WORD.sub(lambda word: change(word[0]), text)


Hand: TypeAlias = Callable[[str, Brush], str]
"""Changes a message whose facts and addresses are shielded."""


def latin(word: str) -> bool:
    """Whether a word is written in Latin letters."""
    return all(letter < "ɐ" for letter in word)
