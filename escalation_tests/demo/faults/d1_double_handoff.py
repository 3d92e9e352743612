"""D1: one handoff arrives twice."""

from escalation_tests.demo.faults import Fault, changed

FAULT = Fault(
    "D1-double-handoff",
    "Each handoff is delivered twice, under two ids.",
    changed(deliveries=2),
)
