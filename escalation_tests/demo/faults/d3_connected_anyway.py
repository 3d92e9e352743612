"""D3: a refusal of the desk is not noticed."""

from escalation_tests.demo.faults import Fault, changed

FAULT = Fault(
    "D3-connected-anyway",
    "The desk refuses, and the customer is told that a human takes over.",
    changed(believes=True),
)
