"""R5: the scale of priorities is upside down."""

from dataclasses import replace

from escalation_tests.demo.bot.policy import Transfer
from escalation_tests.demo.faults import Fault, decides

INVERTED = {"urgent": "low", "high": "normal", "normal": "high", "low": "urgent"}


def _inverted(transfer: Transfer) -> Transfer:
    return replace(transfer, priority=INVERTED[transfer.priority])


FAULT = Fault(
    "R5-priority-inverted",
    "Urgent handoffs get a low priority, and the other way round.",
    decides(_inverted),
)
