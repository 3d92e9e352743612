"""From results to a verdict."""

from dataclasses import replace

import pytest

from escalation_tests.checks import judge
from escalation_tests.model.finding import Blame as Blamed
from escalation_tests.model.finding import Finding, Promise, Result, Severity, Status, Verdict
from escalation_tests.model.handoff import DeskState
from escalation_tests.model.plan import Expectation, FaultSpec
from escalation_tests.model.record import Leg, Trouble
from escalation_tests.model.trigger import Trigger
from tests.checks.records import NOTICE, Chat, asked, bench, handed_over, healthy, policy, twin

TROUBLE = Trouble(Leg.BOT, "timeout", "the bot did not answer within 20 s", turn=2)


def results(judgement):
    return {one.check: one for one in judgement.results}


def test_trouble_is_an_error_that_says_where_and_when() -> None:
    judgement = judge(asked().record(trouble=TROUBLE), bench())
    assert judgement.verdict is Verdict.ERROR
    assert judgement.reason == ("on the bot's side, in turn 2: the bot did not answer within 20 s")
    assert judgement.findings == ()
    assert not [one for one in judgement.results if one.status is Status.PASSED]


@pytest.mark.parametrize(
    ("leg", "turn", "told"),
    [
        (Leg.DESK, 1, "on the desk's side, in turn 1: gone"),
        (Leg.SUITE, 0, "on this suite, in the opening: gone"),
    ],
)
def test_trouble_is_told_with_its_side(leg, turn, told) -> None:
    record = asked().record(trouble=Trouble(leg, "gone", "gone", turn=turn))
    assert judge(record, bench()).reason == told


def test_a_shops_own_check_is_given_the_record_and_the_bench() -> None:
    record, given, seen = healthy().record(), bench(), []

    def own(*both):
        seen.append(both)
        return Result("any", Promise.NOTICE, Status.PASSED)

    judge(record, given, own={"own.one": (Promise.NOTICE, own)})
    assert seen == [(record, given)]


def test_trouble_keeps_what_the_recorded_part_proves() -> None:
    chat = twin().signal().desk(queue="billing").bot(NOTICE)
    judgement = judge(chat.record(trouble=replace(TROUBLE, turn=3)), bench())
    assert judgement.verdict is Verdict.ERROR
    assert [one.check for one in judgement.findings] == ["trigger.not-needless"]


def test_trouble_proves_no_miss() -> None:
    chat = asked().signal().desk()
    judgement = judge(chat.record(trouble=TROUBLE), bench())
    assert judgement.findings == ()


def test_faults_prove_nothing_if_the_same_conversation_fails_without_them() -> None:
    refused = asked().signal().refuse().bot("You are now connected!")
    bad = asked().bot("Pardon?").record()
    judgement = judge(refused.record(baseline=bad), bench())
    assert judgement.verdict is Verdict.ERROR
    assert judgement.reason.startswith("baseline failed: ")
    assert "requested none" in judgement.reason
    assert judgement.findings == ()


def test_faults_count_if_the_same_conversation_passes_without_them() -> None:
    refused = asked().signal().refuse().bot("You are now connected!")
    judgement = judge(refused.record(baseline=healthy().record()), bench())
    assert judgement.verdict is Verdict.FAILED
    assert [one.disagreement for one in judgement.findings] == ["transfer to nobody"]


def test_a_demand_that_was_met_is_no_error() -> None:
    demanded = Expectation(demanded=frozenset({"routing.queue", "trigger.in-time"}))
    judgement = judge(healthy().record(demanded), bench())
    assert (judgement.verdict, judgement.reason) == (Verdict.PASSED, "")


def test_a_demand_for_a_check_that_does_not_exist_is_an_error() -> None:
    judgement = judge(healthy().record(Expectation(demanded=frozenset({"routing.quue"}))), bench())
    assert judgement.verdict is Verdict.ERROR
    assert "routing.quue (there is no check of this name)" in judgement.reason


def test_a_demand_that_cannot_be_seen_skips_the_conversation() -> None:
    demanded = Expectation(demanded=frozenset({"after.messages-delivered"}))
    record = healthy().record(demanded, desk=DeskState(), handoffs=(), relayed=())
    judgement = judge(record, bench())
    assert judgement.verdict is Verdict.SKIPPED
    assert judgement.reason.startswith("not observable: after.messages-delivered")


def test_a_broken_promise_outweighs_what_was_not_exercised() -> None:
    demanded = Expectation(demanded=frozenset({"context.facts-current"}))
    record = handed_over(queue="general").after("Hi?").record(demanded)
    judgement = judge(record, bench())
    assert judgement.verdict is Verdict.FAILED
    assert results(judgement)["context.facts-current"].status is Status.NOT_EXERCISED


def test_a_customer_who_leaves_early_has_not_exercised_the_bots_budget() -> None:
    chat = Chat().customer("Useless", due=Trigger.FRUSTRATION, within=2).bot("Pardon?")
    judgement = judge(chat.record(), bench())
    assert judgement.verdict is Verdict.ERROR
    assert results(judgement)["trigger.in-time"].status is Status.NOT_EXERCISED


def test_findings_of_an_earlier_visit_are_told_with_their_visit() -> None:
    first = handed_over(queue="general").after("Hi?").record()
    judgement = judge(replace(healthy().record(), visit=2, earlier=(first,)), bench())
    assert judgement.verdict is Verdict.FAILED
    (finding,) = judgement.findings
    assert finding.message.startswith("In the customer's visit 1: ")
    assert finding.evidence["visit"] == 1


def test_a_miss_on_return_is_no_second_finding_of_the_first_visit() -> None:
    judgement = judge(asked().bot("Pardon?").record(visit=2, earlier=(twin().record(),)), bench())
    assert [one.check for one in judgement.findings] == ["trigger.in-time"]


OWN = Finding("own.polite", Promise.NOTICE, Severity.MINOR, Blamed.BOT, "No please.")


def test_a_shops_own_check_counts_like_ours() -> None:
    def polite(record, bench):
        return Result("own.polite", Promise.NOTICE, Status.FAILED, (OWN,))

    own = {"own.polite": (Promise.NOTICE, polite)}
    judgement = judge(healthy().record(), bench(), own=own)
    assert judgement.verdict is Verdict.FAILED
    assert judgement.findings == (OWN,)


@pytest.mark.parametrize(
    ("status", "findings"), [(Status.FAILED, ()), (Status.PASSED, (OWN,)), (Status.FAILED, (OWN,))]
)
def test_a_failure_without_a_finding_counts_and_so_does_a_finding(status, findings) -> None:
    def polite(record, bench):
        return Result("own.polite", Promise.NOTICE, status, findings)

    judgement = judge(healthy().record(), bench(), own={"own.polite": (Promise.NOTICE, polite)})
    assert (judgement.verdict, judgement.reason) == (Verdict.FAILED, "")


def test_a_shops_own_check_may_void_what_faults_show() -> None:
    def polite(record, bench):
        return Result("own.polite", Promise.NOTICE, Status.FAILED, (OWN,))

    record = healthy().record(baseline=healthy().record())
    judgement = judge(record, bench(), own={"own.polite": (Promise.NOTICE, polite)})
    assert judgement.verdict is Verdict.ERROR
    assert judgement.reason == "baseline failed: without its faults already: No please."
    assert judge(record, bench()).verdict is Verdict.PASSED


def test_all_that_was_not_exercised_is_told() -> None:
    unknown = Expectation(demanded=frozenset({"own.one", "own.two"}))
    judgement = judge(healthy().record(unknown), bench())
    assert judgement.reason == (
        "not exercised: own.one (there is no check of this name); "
        "own.two (there is no check of this name)"
    )


def test_a_shops_own_check_that_breaks_down_is_an_error_and_says_so() -> None:
    def bad(record, bench):
        raise KeyError("nope")

    judgement = judge(healthy().record(), bench(), own={"own.bad": (Promise.NOTICE, bad)})
    assert judgement.verdict is Verdict.ERROR
    assert "own.bad (the check raised KeyError: 'nope')" in judgement.reason


def test_words_alone_are_believed_where_nothing_else_can_be_seen() -> None:
    record = asked().bot(NOTICE).after("Hi?").record(desk=DeskState(), signal_mapped=False)
    judgement = judge(record, bench())
    assert judgement.verdict is Verdict.PASSED
    assert judgement.handoff_turn == 2
    assert results(judgement)["trigger.in-time"].status is Status.PASSED
    assert results(judgement)["delivery.at-desk"].status is Status.NOT_OBSERVABLE


def test_words_without_the_configured_signal_are_a_promise_without_transfer() -> None:
    judgement = judge(asked().bot(NOTICE).record(desk=DeskState()), bench())
    assert [one.disagreement for one in judgement.findings] == ["promise without transfer"]


def test_a_promise_taken_back_at_once_is_a_miss_and_no_promise() -> None:
    chat = asked().bot(NOTICE, "Sorry, nobody is there, try again tomorrow.")
    judgement = judge(chat.record(), bench())
    assert [one.check for one in judgement.findings] == ["trigger.in-time"]


def test_silence_after_a_refusal_that_was_overcome_is_a_silent_transfer() -> None:
    chat = asked().signal().refuse().bot("Sorry, nobody is there right now.")
    chat.customer("Please!")
    chat.signal().desk(transcript=chat.lines())
    judgement = judge(chat.record(), bench())
    assert [one.disagreement for one in judgement.findings] == ["silent transfer"]


@pytest.mark.parametrize("turn", [1, 2])
def test_a_needless_handoff_is_one_finding_whatever_else_is_wrong_with_it(turn) -> None:
    chat = twin() if turn == 2 else Chat().customer("Hello")
    chat.signal().desk(queue="nowhere", transcript=None, facts=None, priority=None)
    judgement = judge(chat.record(), bench())
    assert [one.check for one in judgement.findings] == ["trigger.not-needless"]


def test_a_foreign_fact_is_told_even_of_a_needless_handoff() -> None:
    chat = twin().signal().desk(summary="Order ZZ-777777").bot(NOTICE)
    judgement = judge(chat.record(), bench(planted={"ZZ-777777": "other"}))
    assert {one.check for one in judgement.findings} == {
        "trigger.not-needless",
        "context.nothing-foreign",
    }


def test_a_policy_without_promises_finds_nothing() -> None:
    lax = policy(
        context={
            "transcript": "none",
            "facts": "optional",
            "attempted_steps": "optional",
        },
        notice={"required": False},
        after={"bot_silent": None, "customer_messages": "any"},
        unavailable={"say_so": False},
    )
    chat = asked().signal().desk(transcript=None, facts=None, attempted=None, summary=None)
    chat.after("Hi?", relay=False).bot("I am still here.")
    assert judge(chat.record(), bench(lax)).findings == ()


@pytest.mark.parametrize(("answers", "found"), [(1, []), (2, ["after.answers-once"])])
def test_answers_to_both_deliveries_of_a_message_are_counted_against_the_baseline(
    answers, found
) -> None:
    def asks(*words: str) -> Chat:
        return Chat().customer("Where is my order SV-381529?").bot(*words)

    before = asks("It is on its way.").record()
    twice = asks("It left yesterday.", "Let me see, it left yesterday.")
    now = (asks("It left yesterday.") if answers == 1 else twice).record(baseline=before)
    faults = (FaultSpec("bot", "sends_twice", times=0),)
    record = replace(now, plan=replace(now.plan, faults=faults))
    assert [one.check for one in judge(record, bench()).findings] == found
