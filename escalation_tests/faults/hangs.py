"""The desk takes a delivery and never says a word."""

from escalation_tests.model.plan import FaultSpec
from escalation_tests.ports import Answer

BEYOND_PATIENCE = 3600.0
"""Seconds; no bot waits that long, and the desk's end cuts it off."""


def hangs(fault: FaultSpec) -> Answer:
    """Does not answer the first `times` deliveries in time; they are not accepted."""
    return Answer(504, delay=BEYOND_PATIENCE, times=fault.times)
