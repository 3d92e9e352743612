"""Each fault is found under its own name, and under no other."""

import pytest

from escalation_tests.checks import CHECKS, judge
from escalation_tests.model.finding import Verdict
from tests.checks.faults import FAULTS
from tests.checks.records import bench
from tests.checks.staffed import STAFFED

PROMISES = {entry.name: entry.promise for entry in CHECKS}


@pytest.mark.parametrize("fault", [*FAULTS, *STAFFED], ids=lambda fault: fault.id)
def test_a_fault_is_found_once_and_under_the_right_promise(fault) -> None:
    judgement = judge(fault.record(), bench(fault.policy, fault.planted))
    told = [f"{one.check}: {one.message}" for one in judgement.findings]
    assert {one.check for one in judgement.findings} == fault.checks, told
    assert len(judgement.findings) == len(fault.checks), told
    assert judgement.verdict is Verdict.FAILED
    for one in judgement.findings:
        assert one.promise is PROMISES[one.check]
        assert one.disagreement == fault.disagreement


@pytest.mark.parametrize("fault", [*FAULTS, *STAFFED], ids=lambda fault: fault.id)
def test_a_finding_is_one_readable_sentence_with_evidence(fault) -> None:
    for finding in judge(fault.record(), bench(fault.policy, fault.planted)).findings:
        assert finding.message.endswith((".", "?"))
        assert 30 < len(finding.message) < 600
        assert "\n" not in finding.message
        assert finding.evidence


def test_every_letter_of_the_catalogue_is_here() -> None:
    wanted = {f"T{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8)} | {f"D{n}" for n in range(1, 7)}
    wanted |= {f"C{n}" for n in range(1, 16)} - {"C11", "C14"} | {f"R{n}" for n in range(1, 7)}
    wanted |= {f"N{n}" for n in range(1, 9)} | {f"P{n}" for n in (1, 2, 4, 5, 6, 7)}
    assert wanted <= {fault.id for fault in FAULTS}
