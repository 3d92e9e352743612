"""The desk takes its time."""

from escalation_tests.model.plan import FaultSpec
from escalation_tests.ports import Answer


def slow_desk(fault: FaultSpec) -> Answer:
    """Accepts the first `times` deliveries, but answers only after `seconds`."""
    return Answer(delay=fault.seconds, times=fault.times)
