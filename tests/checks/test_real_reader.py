"""Faults and controls again, with the reader that ships."""

from dataclasses import replace

import pytest

from escalation_tests.checks import judge, reading
from escalation_tests.loading.lexicons import load_lexicon_data
from tests.checks.controls import CONTROLS
from tests.checks.faults import FAULTS
from tests.checks.records import bench


@pytest.fixture(scope="module")
def reader():
    return reading.reader(load_lexicon_data())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_is_found_as_with_any_reader(fault, reader) -> None:
    real = replace(bench(fault.policy, fault.planted), reader=reader)
    findings = judge(fault.record(), real).findings
    told = [f"{one.check}: {one.message}" for one in findings]
    assert {one.check for one in findings} == fault.checks, told
    assert {one.disagreement for one in findings} == {fault.disagreement}


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_a_control_raises_no_alarm_with_any_reader(control, reader) -> None:
    judgement = judge(control.record, replace(bench(control.policy), reader=reader))
    assert [f"{one.check}: {one.message}" for one in judgement.findings] == []
