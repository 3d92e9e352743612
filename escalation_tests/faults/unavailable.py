"""The desk is down for a while."""

from escalation_tests.model.plan import FaultSpec
from escalation_tests.ports import Answer


def unavailable(fault: FaultSpec) -> Answer:
    """Answers 503 to the first `times` deliveries."""
    return Answer(503, {"error": "unavailable"}, times=fault.times)
