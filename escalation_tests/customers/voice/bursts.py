"""One message in several bubbles."""

import re
from random import Random

from escalation_tests.customers.voice.brush import Brush
from escalation_tests.model.move import Act

_CLAUSE = re.compile(r"(?<=\w)[,;:]\s+(?=\S)")
_WORD = re.compile(r"\w")
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")

COUNTED = frozenset({Act.BABBLES, Act.COMPLAINS})
"""Turns that a policy counts. A bot that takes each bubble as a turn counts them as fairly, so
one turn of these must be one bubble."""


def bursts(text: str, brush: Brush) -> tuple[str, ...]:
    """The message in up to as many bubbles as the voice sends."""
    wanted = 1 if brush.act in COUNTED else brush.voice.burst
    return parted(text, wanted, brush.random)


def parted(text: str, wanted: int, random: Random) -> tuple[str, ...]:
    """The text in up to so many bubbles: at the ends of sentences, then of clauses. Half a clause
    would be no turn that a human could answer.
    """
    if wanted == 1:
        return (text,)
    sentences = _sentences(text)
    last = " ".join(sentences[wanted - 1 :])
    bubbles = [*sentences[: wanted - 1], *([last] if last else [])]
    while len(bubbles) < wanted and _split(bubbles, random):
        continue
    return tuple(bubbles)


def _sentences(text: str) -> list[str]:
    """The sentences of a message; signs alone, such as emoji, stay with the words beside them: a
    bot need not understand them.
    """
    found: list[str] = []
    for part in filter(None, _SENTENCE.split(text)):
        if found and not (_says(part) and _says(found[-1])):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found or [text]


def _says(text: str) -> bool:
    """Whether there are words in it beside its mark-up."""
    return _WORD.search(_TAG.sub("", text)) is not None


def _split(bubbles: list[str], random: Random) -> bool:
    """Part a bubble at the end of one of its clauses; false when none has two."""
    ends = [
        (n, clause.end())
        for n, one in enumerate(bubbles)
        for clause in _CLAUSE.finditer(one)
        if _says(one[clause.end() :])
    ]
    if not ends:
        return False
    at, end = ends[random.randrange(len(ends))]
    bubbles[at : at + 1] = [bubbles[at][:end].rstrip(), bubbles[at][end:]]
    return True
