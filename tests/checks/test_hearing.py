"""What the three witnesses say together."""

from dataclasses import replace

import pytest

from escalation_tests.checks.hearing import Hearing
from escalation_tests.model.duty import Due
from escalation_tests.model.finding import Status
from escalation_tests.model.handoff import DeskState
from escalation_tests.model.plan import Expectation
from escalation_tests.model.trigger import Trigger
from tests.checks.looking import found, outcome
from tests.checks.records import FIELDS, NOTICE, Chat, asked, bench, opened, twin

SORRY = "Sorry, nobody is here."


def heard(chat: Chat, expect: Expectation | None = None, **parts) -> Hearing:
    return Hearing(chat.record(expect, **parts), bench())


def test_what_the_customer_writes_is_not_read() -> None:
    hearing = heard(Chat().customer("I am connecting you").bot(NOTICE))
    assert [told.reading.reads.value for told in hearing.heard] == ["none", "announces"]
    assert [told.place for told in hearing.heard] == [0, 1]


# --- the last word -------------------------------------------------------------------------


def test_an_announcement_as_the_first_answer_is_a_claim() -> None:
    chat = Chat().customer("A human!", due=Trigger.EXPLICIT_REQUEST).bot(NOTICE)
    assert found(chat)["delivery.at-desk"].disagreement == "promise without transfer"


@pytest.mark.parametrize(
    ("said", "claimed"),
    [
        ((), None),
        (("Hello.",), None),
        ((NOTICE,), NOTICE),
        ((NOTICE, "Bye."), NOTICE),
        ((NOTICE, SORRY), None),
        ((SORRY, NOTICE), NOTICE),
        ((NOTICE, SORRY, NOTICE + " Now!"), NOTICE + " Now!"),
        ((SORRY, NOTICE, SORRY), None),
    ],
)
def test_the_last_word_on_the_matter_counts(said, claimed) -> None:
    claim = heard(asked().bot(*said)).claim
    assert (claim.message.text if claim else None) == claimed


def test_nobody_was_there_on_sundays_is_no_denial_of_a_later_handoff() -> None:
    chat = opened().bot("Nobody is here on Sundays.")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal().desk().bot("Thank you.")
    assert found(chat.after("Hi?")).keys() == {"notice.given"}


@pytest.mark.parametrize(
    ("refused", "check"), [(True, "notice.given"), (False, "notice.true-to-desk")]
)
def test_what_was_said_of_a_refusal_is_no_denial_of_what_came_after_it(refused, check) -> None:
    chat = asked().signal()
    chat = (chat.refuse() if refused else chat).bot(SORRY).desk()
    assert found(chat.after("Hi?")).keys() == {check}


def test_what_is_said_once_the_desk_has_it_denies_it() -> None:
    chat = asked().signal().refuse().bot(SORRY).desk()
    chat.messages[-1] = replace(chat.messages[-1], at=chat.handoffs[-1].at)
    assert found(chat.after("Hi?")).keys() == {"notice.true-to-desk"}


# --- when and whether ----------------------------------------------------------------------


def test_without_a_handoff_there_is_no_turn_of_it() -> None:
    assert heard(twin()).at_turn == 0
    assert heard(asked().signal().desk()).at_turn == 2


def test_the_turn_is_that_of_the_attempt_which_the_desk_took() -> None:
    chat = opened().customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal().refuse()
    chat.customer("Please!").desk()
    assert heard(chat).at_turn == 3
    again = opened().signal().customer("A human!").refuse().desk()
    assert heard(again).at_turn == 1


@pytest.mark.parametrize(
    ("desk", "mapped", "status"),
    [
        (DeskState(), False, Status.NOT_OBSERVABLE),
        (DeskState(), True, Status.FAILED),
        (DeskState(observed=False, fields=FIELDS), False, Status.FAILED),
        (DeskState(observed=True), False, Status.FAILED),
    ],
)
def test_words_are_all_there_is_only_where_nothing_else_could_be_seen(
    desk, mapped, status
) -> None:
    record = asked().bot(NOTICE).record(desk=desk, signal_mapped=mapped)
    assert outcome("delivery.at-desk", record)[0] is status


@pytest.mark.parametrize(("wanted", "needless"), [(None, True), (False, True), (True, False)])
def test_a_handoff_before_the_first_turn_is_needless_unless_wanted(wanted, needless) -> None:
    chat = Chat().greeted("Hello!").signal().desk()
    assert heard(chat, Expectation(handoff=wanted)).needless is needless


# --- what is due ---------------------------------------------------------------------------


def _calm(count: int = 3) -> Chat:
    chat = Chat()
    for _ in range(count):
        chat.customer("Where is it?").bot("On its way.")
    return chat


def test_a_handoff_that_only_the_author_wants_is_due_with_the_last_turn() -> None:
    due = heard(_calm(), Expectation(handoff=True)).due
    assert due == Due(Trigger.EXPLICIT_REQUEST, 3, 3)
    assert heard(_calm(1), Expectation(handoff=True)).due == Due(Trigger.EXPLICIT_REQUEST, 1, 1)
    due = heard(_calm(), Expectation(handoff=True, by_turn=2)).due
    assert due == Due(Trigger.EXPLICIT_REQUEST, 2, 2)
    assert heard(Chat(), Expectation(handoff=True)).due is None


def test_the_authors_cause_goes_before_the_plans() -> None:
    named = Expectation(handoff=True, trigger=Trigger.FRUSTRATION)
    assert heard(_calm(), named).due.trigger is Trigger.FRUSTRATION
    record = _calm().record(Expectation(handoff=True))
    planned = replace(record, plan=replace(record.plan, trigger=Trigger.OUT_OF_SCOPE))
    assert Hearing(planned, bench()).due.trigger is Trigger.OUT_OF_SCOPE


def test_what_is_asked_for_after_a_needless_handoff_was_not_due_before() -> None:
    chat = Chat().customer("Hello").signal().desk().bot(NOTICE)
    chat.after("A human!", due=Trigger.EXPLICIT_REQUEST)
    assert heard(chat).due is None
    assert found(chat).keys() == {"trigger.not-needless"}
