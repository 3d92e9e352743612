"""One message in several bubbles."""

import re

from escalation_tests.customers.voice.brush import Brush
from escalation_tests.model.move import Act

_CLAUSE = re.compile(r"(?<=\w)[,;:]\s+(?=\S)")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")

COUNTED = frozenset({Act.BABBLES, Act.COMPLAINS})
"""Turns that a policy counts. A bot that takes each bubble as a turn counts them as fairly, so
one turn of these must be one bubble."""


def bursts(text: str, brush: Brush) -> tuple[str, ...]:
    """The message in up to as many bubbles as the voice sends: at the ends of sentences, then
    of clauses. Half a clause would be no turn that a human could answer.
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
    """Part a bubble at the end of one of its clauses; false when none has two."""
    ends = [(n, clause.end()) for n, one in enumerate(bubbles) for clause in _CLAUSE.finditer(one)]
    if not ends:
        return False
    at, end = ends[brush.random.randrange(len(ends))]
    bubbles[at : at + 1] = [bubbles[at][:end].rstrip(), bubbles[at][end:]]
    return True
