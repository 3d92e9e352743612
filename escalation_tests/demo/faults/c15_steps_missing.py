"""C15: what the customer has tried is not handed over."""

from escalation_tests.demo.faults import Case, Fault, changed


def _silent(case: Case) -> Case:
    return {**case, "attempted_steps": [], "summary": case["summary"].partition(" Tried:")[0]}


FAULT = Fault(
    "C15-steps-missing",
    "The steps that the customer has tried do not reach the human.",
    changed(case=_silent),
)
