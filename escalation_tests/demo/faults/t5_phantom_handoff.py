"""T5: the text claims a transfer that never happens."""

from escalation_tests.demo.faults import Fault, changed

FAULT = Fault(
    "T5-phantom-handoff",
    "The customer is told of a transfer, and there is none: no signal, no call to the desk.",
    changed(deliveries=0, forwards=False),
)
