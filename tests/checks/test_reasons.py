"""Why a check says nothing, word by word, where the policy or the conversation gives it no cause.

The reasons that the records of `test_told` bring about stand in `told.json`.
"""

from dataclasses import replace

import pytest

from escalation_tests.checks import judge
from escalation_tests.model.fact import Fact
from escalation_tests.model.finding import Status
from escalation_tests.model.handoff import DeskState
from escalation_tests.model.record import Leg, Record, Trouble
from escalation_tests.model.trigger import Trigger
from tests.checks.looking import demanding, found, outcome
from tests.checks.records import (
    FIELDS,
    NOTICE,
    Chat,
    asked,
    bench,
    handed_over,
    healthy,
    opened,
    policy,
    twin,
)

SORRY = "Sorry, nobody is here."
BLIND = DeskState()


def _refused(*said: str) -> Record:
    return asked().signal().refuse().bot(*said).record()


# --- what the policy does not promise --------------------------------------------------------

SILENT = policy(
    context={"facts": "optional", "attempted_steps": "optional"},
    notice={"required": False, "before": "any", "says": []},
    after={"customer_messages": "any"},
    unavailable={"say_so": False, "offer": []},
)


@pytest.mark.parametrize(
    ("check", "reason"),
    [
        ("unavailable.says-so", "the policy does not promise it"),
        ("unavailable.offers", "the policy promises no other way"),
        ("after.messages-delivered", "the policy does not promise it"),
        ("notice.given", "the policy does not promise a notice"),
        ("notice.once", "the policy does not promise a notice"),
        ("notice.says", "the policy does not promise what the notice says"),
        ("context.facts-carried", "the policy does not promise facts"),
        ("context.attempted-steps", "the policy does not promise attempted steps"),
    ],
)
def test_what_the_policy_does_not_promise_is_not_looked_at(check, reason) -> None:
    for record in (healthy().record(), _refused("Please hold the line.")):
        assert outcome(check, record, SILENT) == (Status.NOT_APPLICABLE, reason)


def test_a_notice_may_come_at_any_moment() -> None:
    promise = policy(notice={"before": "any"})
    reason = "the policy promises no moment for the notice"
    told = outcome("notice.before-transfer", healthy().record(), promise)
    assert told == (Status.NOT_APPLICABLE, reason)


@pytest.mark.parametrize(
    "check", ["unavailable.says-so", "after.messages-delivered", "notice.given"]
)
def test_a_demand_makes_up_for_a_policy_that_is_silent(check) -> None:
    record = healthy().record() if check == "notice.given" else _refused("Please hold the line.")
    if check == "after.messages-delivered":
        record = handed_over().after("Hi?", relay=False).record()
    demanded = replace(record, plan=replace(record.plan, expect=demanding(check)))
    wanted = Status.PASSED if check == "notice.given" else Status.FAILED
    assert outcome(check, demanded, SILENT)[0] is wanted


# --- what gave no cause --------------------------------------------------------------------


def _came_back(chat: Chat, **earlier) -> Record:
    first = replace(healthy().record(), **earlier)
    return chat.record(visit=2, earlier=(first,))


AGAIN = "trigger.again-after-first"


@pytest.mark.parametrize("earlier", [{"signals": ()}, {"handoffs": (), "desk": BLIND}])
def test_one_witness_of_the_first_handoff_is_enough(earlier) -> None:
    missed = _came_back(asked().bot("How can I help?"), **earlier)
    assert outcome(AGAIN, missed)[0] is Status.FAILED
    assert outcome(AGAIN, _came_back(healthy(), **earlier))[0] is Status.PASSED


def test_a_first_visit_without_any_handoff_is_no_reason_to_come_back() -> None:
    record = _came_back(asked().bot("How can I help?"), signals=(), handoffs=())
    reason = "the customer has not been handed over in an earlier visit"
    assert outcome(AGAIN, record) == (Status.NOT_APPLICABLE, reason)


def test_on_return_either_witness_will_do() -> None:
    assert outcome(AGAIN, _came_back(asked().signal()))[0] is Status.PASSED
    assert outcome(AGAIN, _came_back(asked().bot(NOTICE)))[0] is Status.PASSED


def test_on_return_the_customer_must_want_a_human_and_stay() -> None:
    reason = "nothing in this visit called for a handoff"
    assert outcome(AGAIN, _came_back(twin())) == (Status.NOT_APPLICABLE, reason)
    early = Chat().customer("Hello").bot("Hi!")
    early.customer("Useless", due=Trigger.FRUSTRATION, within=1).bot("Pardon?")
    reason = "the customer left before the bot's time was up"
    assert outcome(AGAIN, _came_back(early)) == (Status.NOT_EXERCISED, reason)
    late = early.customer("Useless!").bot("Pardon?")
    assert outcome(AGAIN, _came_back(late))[0] is Status.FAILED


def test_a_handoff_that_nobody_observed() -> None:
    check = "context.nothing-foreign"
    nothing = (Status.NOT_APPLICABLE, "no handoff arrived")
    assert outcome(check, twin().record()) == nothing
    assert outcome(check, twin().record(desk=BLIND)) == nothing
    unseen = healthy().record(desk=BLIND, handoffs=())
    assert outcome(check, unseen) == (Status.NOT_OBSERVABLE, "no handoff can be seen")


def test_what_was_signalled_but_never_came_reached_nobody() -> None:
    record = asked().signal().bot(NOTICE).after("Hi?").record()
    reason = "the customer was not handed over, or without cause"
    assert outcome("after.messages-delivered", record) == (Status.NOT_APPLICABLE, reason)
    record = replace(healthy().record(), handoffs=(), desk=DeskState(relays=True))
    reason = "the desk holds no handoff"
    assert outcome("after.messages-delivered", record) == (Status.NOT_APPLICABLE, reason)


def test_what_the_bot_took_back_or_had_no_cause_for_is_told_elsewhere() -> None:
    check = "delivery.at-desk"
    taken_back = asked().bot(NOTICE, SORRY).record()
    reason = "the bot took back what it had announced"
    assert outcome(check, taken_back) == (Status.NOT_APPLICABLE, reason)
    reason = "the handoff was needless: trigger.not-needless"
    assert outcome(check, twin().signal().record()) == (Status.NOT_APPLICABLE, reason)


def test_an_apology_before_the_handoffs_turn_is_none_for_its_refusal() -> None:
    chat = opened().bot("Nobody is here on Sundays. We will call you back.")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal().refuse()
    broken = found(chat.bot("Please hold the line."))
    assert broken.keys() == {"unavailable.says-so"}
    assert broken["unavailable.says-so"].evidence["replies"] == ["Please hold the line."]


# --- what can be seen ----------------------------------------------------------------------

_NONE = policy(context={"transcript": "none"})


@pytest.mark.parametrize("place", ["facts", "summary", "transcript"])
def test_one_place_is_enough_to_look_for_facts(place) -> None:
    record = healthy().record(desk=DeskState(True, frozenset({place}), relays=True))
    assert outcome("context.facts-carried", record, _NONE) == (Status.PASSED, "")


def test_a_shared_thread_is_a_place_for_facts() -> None:
    record = healthy().record(desk=DeskState(True, relays=True))
    shared = policy(context={"transcript": "shared"})
    assert outcome("context.facts-carried", record, shared) == (Status.PASSED, "")
    reason = "the configuration does not say where the desk has facts or transcript"
    told = outcome("context.facts-carried", record, _NONE)
    assert told == (Status.NOT_OBSERVABLE, reason)


@pytest.mark.parametrize("place", ["attempted", "summary"])
def test_one_place_is_enough_to_look_for_steps(place) -> None:
    desk = DeskState(True, frozenset({place}), relays=True)
    assert outcome("context.attempted-steps", healthy().record(desk=desk)) == (Status.PASSED, "")
    nowhere = DeskState(True, FIELDS - {"attempted", "summary"}, relays=True)
    reason = "the configuration does not say where the desk has steps or a summary"
    told = outcome("context.attempted-steps", healthy().record(desk=nowhere))
    assert told == (Status.NOT_OBSERVABLE, reason)


@pytest.mark.parametrize("place", ["facts", "summary"])
def test_one_place_is_enough_to_look_for_corrected_values(place) -> None:
    record = _corrected(facts={"order_id": "AB-654321"}).record()
    check = "context.facts-current"
    seen = replace(record, desk=DeskState(True, frozenset({place}), relays=True))
    assert outcome(check, seen) == (Status.PASSED, "")
    reason = "the configuration does not say where the desk has facts or a summary"
    unseen = replace(record, desk=DeskState(True, FIELDS - {"facts", "summary"}, relays=True))
    assert outcome(check, unseen) == (Status.NOT_OBSERVABLE, reason)


# --- facts ---------------------------------------------------------------------------------


def _corrected(*corrections: tuple[str, str], **desk) -> Chat:
    chat = opened()
    for name, value in corrections or [("order_id", "AB-654321")]:
        chat.customer(f"No, {value}.", corrects=(Fact(name, value),)).bot("Noted.")
    return (
        chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal().desk(**desk).bot(NOTICE)
    )


def test_a_field_that_holds_neither_value_is_not_the_old_one() -> None:
    facts = {"order_id": "None", "amount": "49.90"}
    chat = _corrected(facts=facts, transcript=None).after("Hi?")
    assert found(chat, _NONE).keys() == {"context.facts-carried"}


def test_a_value_that_holds_again_is_passed_over_for_the_next_corrected_one() -> None:
    again = [("order_id", "AB-654321"), ("order_id", "AB-123456"), ("amount", "59.90 EUR")]
    chat = _corrected(*again, facts={"order_id": "AB-123456", "amount": "49.90 EUR"})
    finding = found(chat.after("Hi?"))["context.facts-current"]
    assert finding.evidence == {"fact": "amount", "expected": "59.90 EUR", "actual": "49.90 EUR"}


MASKED = "context.facts-carried"


@pytest.mark.parametrize(
    ("how", "shown", "status"),
    [
        ("all", {}, Status.NOT_APPLICABLE),
        ("last4", {"order_id": "***3456"}, Status.PASSED),
        ("last4", {"order_id": "***34"}, Status.FAILED),
    ],
)
def test_a_fact_masked_altogether_is_wanted_nowhere(how, shown, status) -> None:
    masks = {"order_id": how, "amount": "all"}
    promise = policy(context={"transcript": "none", "masked": masks})
    record = handed_over(facts=shown, transcript=None).after("Hi?").record()
    assert outcome(MASKED, record, promise)[0] is status


@pytest.mark.parametrize("said", ["Hers is ZZ-777777", "ZZ-777777 is hers"])
def test_what_the_customer_said_at_the_end_of_a_message_is_not_foreign(said) -> None:
    chat = opened().customer(said).bot("I see.")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    chat.desk().bot(NOTICE).after("Hi?")
    assert found(chat, planted={"ZZ-777777": "other"}) == {}


@pytest.mark.parametrize("said", ["Is it the blue jacket", "blue jacket, is it"])
def test_what_anybody_said_in_plain_words_is_not_foreign(said) -> None:
    chat = opened().bot(said).customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    chat.desk(summary="Wants a blue jacket").bot(NOTICE).after("Hi?")
    planted = {"blue jacket": "other"}
    assert found(chat, planted=planted) == {}
    alone = handed_over(summary="Wants a blue jacket").after("Hi?")
    assert found(alone, planted=planted).keys() == {"context.nothing-foreign"}


def test_fields_end_where_they_end() -> None:
    facts = {"order_id": "AB-123456"}
    chat = handed_over(facts=facts, summary="paid 49.90 EUR", reason="by phone", transcript=None)
    assert judge(chat.after("Hi?").record(), bench(_NONE)).findings == ()


def test_a_value_with_digits_that_only_the_bot_said_is_foreign() -> None:
    chat = opened().bot("Is it ZZ-777777?").customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    chat.signal().desk().bot(NOTICE).after("Hi?")
    assert found(chat, planted={"ZZ-777777": "other"}).keys() == {"context.nothing-foreign"}


def test_what_was_foretold_before_a_refusal_is_no_false_claim() -> None:
    chat = opened().bot("I am connecting you with an agent soon.")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal().refuse()
    assert found(chat.bot("Please hold the line.")).keys() == {"unavailable.says-so"}


def test_a_baseline_that_broke_off_voids_what_faults_show() -> None:
    trouble = Trouble(Leg.BOT, "timeout", "no answer", turn=1)
    judgement = judge(healthy().record(baseline=asked().record(trouble=trouble)), bench())
    assert judgement.reason == (
        "baseline failed: without its faults already: on the bot's side, in turn 1: no answer"
    )
