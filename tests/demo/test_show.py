"""`escalation-tests demo`: the healthy bot has no findings, each planted fault is named."""

import json

import pytest

from escalation_tests.cli import main
from escalation_tests.cli.demo import PLANTED, PROMISES


@pytest.mark.slow
def test_the_demo_tells_healthy_from_broken(tmp_path) -> None:
    assert main(["demo", "--into", str(tmp_path)]) == 0
    healthy = json.loads((tmp_path / "healthy.json").read_text("utf-8"))["conversations"]
    broken = json.loads((tmp_path / "broken.json").read_text("utf-8"))["conversations"]
    assert len(healthy) > 500
    assert {entry["verdict"] for entry in healthy} == {"passed"}
    told = {found["promise"] for entry in broken for found in entry["findings"]}
    assert told >= {PROMISES[fault[0]] for fault in PLANTED}
    assert list((tmp_path / "allure-results").glob("*-result.json"))
