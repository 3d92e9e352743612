"""C1: the human gets no transcript."""

from escalation_tests.demo.faults import Case, Fault, changed


def _bare(case: Case) -> Case:
    return {**case, "transcript": []}


FAULT = Fault("C1-transcript-missing", "The handoff has no transcript.", changed(case=_bare))
