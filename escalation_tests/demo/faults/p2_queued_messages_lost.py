"""P2: what a waiting customer writes is lost."""

from escalation_tests.demo.faults import Fault, changed

FAULT = Fault(
    "P2-queued-messages-lost",
    "What the customer writes while waiting does not reach the desk.",
    changed(forwards=False),
)
