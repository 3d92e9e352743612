"""What looks like a fault and is none is not flagged."""

import pytest

from escalation_tests.checks import judge
from escalation_tests.model.finding import Verdict
from tests.checks.controls import CONTROLS
from tests.checks.records import bench
from tests.checks.staffed import CALM


@pytest.mark.parametrize("control", [*CONTROLS, *CALM], ids=lambda control: control.id)
def test_a_control_raises_no_alarm(control) -> None:
    judgement = judge(control.record, bench(control.policy))
    assert [f"{one.check}: {one.message}" for one in judgement.findings] == []
    assert judgement.verdict is Verdict.PASSED, judgement.reason


def test_every_control_of_the_catalogue_is_here() -> None:
    assert {f"K{n}" for n in range(1, 17)} - {"K4"} <= {control.id for control in CONTROLS}
