"""One message in several bubbles."""

import re

from escalation_tests.customers.voice.brush import Brush
from escalation_tests.model.move import Act

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")

COUNTED = frozenset({Act.BABBLES, Act.COMPLAINS})
"""Turns that a policy counts. A bot that takes each bubble as a turn counts them as fairly, so
one turn of these must be one bubble."""


def bursts(text: str, brush: Brush) -> tuple[str, ...]:
    """The message in up to as many bubbles as the voice sends: at the ends of sentences, then
    between words.
    """
    wanted = 1 if brush.act in COUNTED else brush.voice.burst
    if wanted == 1:
        return (text,)
    sentences = [part for part in _SENTENCE.split(text) if part] or [text]
    last = " ".join(sentences[wanted - 1 :])
    bubbles = [*sentences[: wanted - 1], *([last] if last else [])]
    while len(bubbles) < wanted and _split(bubbles, brush):
        continue
    return tuple(bubbles)


def _split(bubbles: list[str], brush: Brush) -> bool:
    """Part the longest bubble between two words; false when it has too few."""
    at = max(range(len(bubbles)), key=lambda n: len(bubbles[n].split()))
    words = bubbles[at].split()
    if len(words) < 4:
        return False
    cut = brush.random.randint(2, len(words) - 2)
    bubbles[at : at + 1] = [" ".join(words[:cut]), " ".join(words[cut:])]
    return True
