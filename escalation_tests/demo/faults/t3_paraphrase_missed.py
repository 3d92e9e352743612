"""T3: only the keyword counts."""

from dataclasses import replace

from escalation_tests.demo.faults import Fault, changed
from escalation_tests.demo.meaning import Meaning

KEYWORDS = ("human", "agent")


def _literal(meaning: Meaning, text: str) -> Meaning:
    named = any(word in text.casefold() for word in KEYWORDS)
    return replace(meaning, wants_human=meaning.wants_human and named)


FAULT = Fault(
    "T3-paraphrase-missed",
    "Only the words 'human' and 'agent' are taken as a wish for a human.",
    changed(meaning=_literal),
)
