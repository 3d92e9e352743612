"""T3: only the keyword counts."""

import re
from dataclasses import replace

from escalation_tests.demo.faults import Fault, hears
from escalation_tests.demo.meaning import Meaning

KEYWORDS = re.compile(r"\b(human|agent)s?\b", re.IGNORECASE)


def _literal(meaning: Meaning, text: str) -> Meaning:
    return replace(meaning, wants_human=meaning.wants_human and bool(KEYWORDS.search(text)))


FAULT = Fault(
    "T3-paraphrase-missed",
    "A wish for a human is heard only where the word 'human' or 'agent' is in it.",
    hears(_literal),
)
