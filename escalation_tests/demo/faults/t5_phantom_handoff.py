"""T5: the text claims a transfer that never happens."""

from escalation_tests.demo.faults import Fault, changed

FAULT = Fault(
    "T5-phantom-handoff",
    "The customer is told of a transfer, and the desk is never called.",
    changed(deliveries=0),
)
