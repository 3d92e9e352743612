"""T4: a word is taken for a wish."""

import re
from dataclasses import replace

from escalation_tests.demo.faults import Fault, hears
from escalation_tests.demo.meaning import Meaning

WORD = re.compile(r"agent|human|manager|humain|humano|mensch|person", re.IGNORECASE)


def _jumpy(meaning: Meaning, text: str) -> Meaning:
    return replace(meaning, wants_human=meaning.wants_human or bool(WORD.search(text)))


FAULT = Fault(
    "T4-word-agent-triggers",
    "Words such as 'agent' or 'human' in any sentence start a transfer.",
    hears(_jumpy),
)
