"""The desk is up, and nobody is there."""

from escalation_tests.model.plan import FaultSpec
from escalation_tests.ports import Answer


def refuses(fault: FaultSpec) -> Answer:
    """Answers 409 to the first `times` deliveries, since no human is online."""
    return Answer(409, {"error": "nobody_online"}, times=fault.times)
