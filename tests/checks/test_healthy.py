"""A conversation in which all is well, and its twin that never escalates."""

from escalation_tests.checks import CHECKS, judge, reference
from escalation_tests.model.finding import Promise, Status, Verdict
from tests.checks.records import bench, healthy, twin
from tests.checks.test_statuses import PASSED, STAFFED_ALWAYS


def test_a_healthy_conversation_passes_with_nearly_every_check_exercised() -> None:
    judgement = judge(healthy().record(), bench())
    assert judgement.verdict is Verdict.PASSED
    assert judgement.findings == ()
    idle = {one.check for one in judgement.results if one.status is not Status.PASSED}
    assert idle == {
        *("trigger.again-after-first", "delivery.honest-when-refused"),
        *("unavailable.says-so", "unavailable.offers", "context.facts-current"),
        *("context.language", "routing.language"),
        *("notice.announced", "notice.page-sound", "after.input-usable"),
        *STAFFED_ALWAYS,
        *PASSED,
        "after.takes-up-again",
    }
    assert (judgement.handoff_turn, judgement.notice_turn) == (2, 2)
    assert (judgement.witnesses.signal, judgement.witnesses.notice) == (True, True)
    assert judgement.witnesses.desk == 1
    assert len(judgement.readings) == len(healthy().messages)


def test_a_twin_passes_because_nothing_was_handed_over() -> None:
    judgement = judge(twin().record(), bench())
    assert judgement.verdict is Verdict.PASSED
    passed = {one.check for one in judgement.results if one.status is Status.PASSED}
    assert passed == {"trigger.not-needless", "after.answers-once"}
    assert judgement.handoff_turn is None


def test_every_result_that_did_not_pass_says_why() -> None:
    for record in (healthy().record(), twin().record()):
        for result in judge(record, bench()).results:
            assert result.status is Status.PASSED or result.reason


def test_judging_changes_nothing_and_says_the_same_each_time() -> None:
    record = healthy().record()
    assert judge(record, bench()) == judge(record, bench())
    assert record == healthy().record()


def test_the_catalogue_describes_each_check_once() -> None:
    names = [entry.name for entry in CHECKS]
    assert len(set(names)) == len(names)
    for name, promise, _, about in reference():
        assert "." in name
        assert isinstance(promise, Promise)
        assert about.endswith(".")


def test_a_check_called_on_its_own_says_what_the_judge_says() -> None:
    record = healthy().record()
    assert tuple(entry(record, bench()) for entry in CHECKS) == judge(record, bench()).results
