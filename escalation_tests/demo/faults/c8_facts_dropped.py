"""C8: the customer's details are not handed over."""

from escalation_tests.demo.faults import Case, Fault, changed


def _forgetful(case: Case) -> Case:
    return {**case, "customer": {}, "summary": case["summary"].partition(" Known:")[0]}


FAULT = Fault(
    "C8-facts-dropped",
    "Order number, amount and other details do not reach the human.",
    changed(case=_forgetful),
)
