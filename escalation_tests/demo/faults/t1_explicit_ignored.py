"""T1: the wish for a human is not heard."""

from dataclasses import replace

from escalation_tests.demo.faults import Fault, hears
from escalation_tests.demo.meaning import Meaning


def _deaf(meaning: Meaning, _: str) -> Meaning:
    return replace(meaning, wants_human=False)


FAULT = Fault(
    "T1-explicit-ignored",
    "The bot goes on answering when the customer asks for a human.",
    hears(_deaf),
)
