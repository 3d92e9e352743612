"""C15: what the customer has tried is not handed over."""

from escalation_tests.demo.bot.seams import Case
from escalation_tests.demo.faults import Fault, sends


def _silent(case: Case) -> Case:
    return {**case, "attempted_steps": []}


FAULT = Fault(
    "C15-steps-missing",
    "The steps that the customer has tried are not listed for the human.",
    sends(_silent),
)
