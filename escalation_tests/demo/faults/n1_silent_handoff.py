"""N1: the customer is not told."""

from escalation_tests.demo.faults import Fault, tells

FAULT = Fault("N1-silent-handoff", "The customer is told nothing.", tells(lambda *_: ""))
