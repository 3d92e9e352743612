"""What checks say, word by word: every finding with its evidence, and every reason for silence.

`told.json` is read by people: whoever changes a message looks at it there, and writes it anew with
`python -m tests.checks.test_told`.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from escalation_tests.checks import judge
from escalation_tests.model.finding import Finding, Judgement
from tests.checks.controls import CONTROLS
from tests.checks.details import DETAILS
from tests.checks.faults import FAULTS
from tests.checks.records import Chat, bench, healthy, twin
from tests.checks.staffed import CALM, STAFFED
from tests.checks.test_statuses import FIELDLESS, HELD, IDLE, PROMISED, UNSEEN

TOLD = Path(__file__).with_name("told.json")
ALL = (*FAULTS, *DETAILS, *STAFFED)


def finding(one: Finding) -> dict:
    """All that a finding says, in plain data."""
    return {
        "check": one.check,
        "promise": one.promise.value,
        "severity": one.severity.value,
        "blame": one.blame.value,
        "disagreement": one.disagreement,
        "message": one.message,
        "evidence": dict(one.evidence),
    }


def of_fault(fault) -> dict:
    """What is told of a fault."""
    judgement = judge(fault.record(), bench(fault.policy, fault.planted))
    return {
        "findings": [finding(one) for one in judgement.findings],
        "handoff_turn": judgement.handoff_turn,
        "notice_turn": judgement.notice_turn,
        "witnesses": str(judgement.witnesses),
    }


def judgements() -> Iterator[Judgement]:
    """Every hand-built record, judged."""
    for fault in ALL:
        yield judge(fault.record(), bench(fault.policy, fault.planted))
    for control in (*CONTROLS, *CALM):
        yield judge(control.record, bench(control.policy))
    for build, promise in HELD.values():
        yield judge(build(), bench(promise))
    for unseen in (*UNSEEN.values(), *FIELDLESS.values()):
        yield judge(unseen(), bench(PROMISED))
    for chat in (Chat(), healthy(), twin(), *(idle() for idle in IDLE.values())):
        yield judge(chat.record(), bench())


def reasons() -> dict[str, list[str]]:
    """Check → why it said nothing, as often as it has different reasons for that."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for judgement in judgements():
        for result in judgement.results:
            if result.reason:
                found[result.check].add(f"{result.status.value}: {result.reason}")
    return {check: sorted(found[check]) for check in sorted(found)}


def told() -> dict:
    """All of it."""
    return {"faults": {fault.id: of_fault(fault) for fault in ALL}, "reasons": reasons()}


@cache
def read() -> dict:
    return json.loads(TOLD.read_text(encoding="utf-8"))


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.id)
def test_a_finding_is_told_in_these_words(fault) -> None:
    assert json.loads(json.dumps(of_fault(fault))) == read()["faults"][fault.id]


def test_nothing_is_said_for_these_reasons() -> None:
    assert reasons() == read()["reasons"]


@pytest.mark.parametrize("fault", DETAILS, ids=lambda fault: fault.id)
def test_a_rarer_case_is_found_under_its_own_name(fault) -> None:
    findings = judge(fault.record(), bench(fault.policy, fault.planted)).findings
    assert {one.check for one in findings} == fault.checks
    assert {one.disagreement for one in findings} == {fault.disagreement}


def test_the_page_is_of_these_faults() -> None:
    assert list(read()["faults"]) == [fault.id for fault in ALL]


if __name__ == "__main__":
    TOLD.write_text(json.dumps(told(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
