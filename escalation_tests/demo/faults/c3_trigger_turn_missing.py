"""C3: the message that caused the handoff is not in it."""

from escalation_tests.demo.bot.seams import Case
from escalation_tests.demo.faults import Fault, sends


def _late(case: Case) -> Case:
    lines = case["transcript"]
    last = max((n for n, line in enumerate(lines) if line["author"] == "customer"), default=-1)
    return {**case, "transcript": [line for n, line in enumerate(lines) if n != last]}


FAULT = Fault(
    "C3-trigger-turn-missing",
    "The transcript lacks the message that caused the handoff.",
    sends(_late),
)
