"""C1: the human gets no transcript."""

from escalation_tests.demo.bot.seams import Case
from escalation_tests.demo.faults import Fault, sends


def _bare(case: Case) -> Case:
    return {**case, "transcript": []}


FAULT = Fault("C1-transcript-missing", "The handoff has no transcript.", sends(_bare))
