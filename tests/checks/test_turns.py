"""Where the rules' own helpers turn: summaries, shared threads, screens, further handoffs."""

from dataclasses import replace

import pytest

from escalation_tests.checks import judge
from escalation_tests.model.fact import Fact
from escalation_tests.model.finding import Severity, Status, Verdict
from escalation_tests.model.handoff import DeskState, Line, Relayed
from escalation_tests.model.message import Speaker
from escalation_tests.model.plan import Expectation
from escalation_tests.model.trigger import Trigger
from tests.checks.looking import found, outcome
from tests.checks.records import (
    FIELDS,
    NOTICE,
    Chat,
    asked,
    bench,
    handed_over,
    healthy,
    on_a_screen,
    opened,
    policy,
    twin,
)

# --- facts ---------------------------------------------------------------------------------


def test_a_shared_thread_carries_what_was_said_in_it() -> None:
    shared = policy(context={"transcript": "shared"})
    chat = handed_over(facts={"amount": "49.9"}, transcript=None).after("Hi?")
    (finding,) = found(chat, shared).values()
    assert "only in the transcript" in finding.message
    unmapped = DeskState(True, FIELDS - {"facts"}, relays=True)
    assert found(chat, shared, desk=unmapped) == {}


def test_words_of_two_lines_are_no_value() -> None:
    chat = Chat().customer("Order AB-123456.", gives=(Fact("order_id", "AB-123456"),)).bot("Ok.")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    lines = (
        Line(Speaker.CUSTOMER, "AB", "customer"),
        Line(Speaker.CUSTOMER, "123456", "customer"),
    )
    chat.signal().desk(facts={}, summary="x", transcript=lines).bot(NOTICE).after("Hi?")
    checks = found(chat)
    assert "only in the transcript" in checks["context.facts-carried"].message


def test_an_unmapped_record_is_searched_only_where_facts_have_no_place() -> None:
    raw = '{"order": "AB-123456", "sum": "49.90"}'
    chat = handed_over(facts={}, transcript=None, raw=raw).after("Hi?")
    none = policy(context={"transcript": "none"})
    assert found(chat, none)["context.facts-carried"].severity is Severity.CRITICAL
    unmapped = DeskState(True, FIELDS - {"facts"}, relays=True)
    assert found(chat, none, desk=unmapped) == {}


def test_beside_a_shared_thread_the_desks_own_transcript_is_searched_too() -> None:
    said = "my order: a b one two three"
    chat = Chat().customer(said, gives=(Fact("order_id", "AB-123"),)).bot("Pardon?")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    line = Line(Speaker.CUSTOMER, "My order is AB-123", "customer")
    chat.desk(facts={}, transcript=(line,)).bot(NOTICE).after("Hi?")
    record = chat.record(Expectation(facts=("order_id",)))
    (finding,) = found(record, policy(context={"transcript": "shared"})).values()
    assert "only in the transcript" in finding.message


@pytest.mark.parametrize("text", ["My order is AB-123456", "AB-123456 is my order"])
def test_a_shared_thread_has_the_words_at_the_ends_of_its_messages(text) -> None:
    chat = Chat().customer("Hello", text, gives=(Fact("order_id", "AB-123456"),)).bot("Ok.")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    chat.signal().desk(facts={}, transcript=None, summary=None).bot(NOTICE).after("Hi?")
    (finding,) = found(chat, policy(context={"transcript": "shared"})).values()
    assert "only in the transcript" in finding.message


# --- summaries -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "summary", "told"),
    [
        ("A-123", "Asks about A-124.", True),
        ("A-12", "Asks about A-13.", False),
        ("123456", "Asks about 123457.", True),
        ("12345", "Asks about 12346.", False),
        ("2026-11-20", "Asks about 2026-11-21.", False),
        ("A-123", "Asks about A-123 and A-124.", False),
        ("A-123", "Asks about B-12.", False),
    ],
)
def test_a_code_that_nobody_said(own, summary, told) -> None:
    chat = Chat().customer(f"It is {own}.", gives=(Fact("order_id", own),)).bot("Ok.")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    chat.signal().desk(summary=summary).bot(NOTICE).after("Hi?")
    assert ("context.summary-faithful" in found(chat)) is told


@pytest.mark.parametrize(
    ("said", "copied"),
    [("I looked at it all", False), ("I looked at it all, twice", True), ("Short line", False)],
)
def test_a_summary_that_is_a_line_of_the_bot(said, copied) -> None:
    chat = Chat().customer("Help").bot(said).customer("Human!", due=Trigger.EXPLICIT_REQUEST)
    chat.signal().desk(summary=said).bot(NOTICE).after("Hi?")
    assert ("context.summary-faithful" in found(chat)) is copied


@pytest.mark.parametrize(("more", "copied"), [("abcd", True), ("abcde", False)])
def test_a_summary_that_is_mostly_a_line_of_the_bot(more, copied) -> None:
    said = "abcdefghijklmnop"
    chat = Chat().customer("Help").bot(said).customer("Human!", due=Trigger.EXPLICIT_REQUEST)
    chat.signal().desk(summary=f"{said} {more}").bot(NOTICE).after("Hi?")
    assert ("context.summary-faithful" in found(chat)) is copied


# --- screens -------------------------------------------------------------------------------


def test_a_screen_says_why_it_shows_nothing() -> None:
    on = on_a_screen
    idle = on(asked().bot("What is it about?").record())
    assert outcome("notice.announced", idle)[1] == "there was no notice"
    assert outcome("notice.page-sound", on(around=""))[1] == (
        "nothing can be read beside the messages"
    )
    assert outcome("after.input-usable", idle)[1] == (
        "the customer was not handed over, or without cause"
    )
    assert outcome("after.input-usable", on(input=None))[1] == (
        "the page was gone before it could be looked at"
    )


def test_what_a_screen_shows_is_cut() -> None:
    around = "a" * 150 + " {{name}} " + "b" * 400 + " {{name}}"
    evidence = judge(on_a_screen(around=around), bench()).findings[0].evidence
    assert evidence["text"] == "a" * 99 + " {{name}} " + "b" * 190 + "…"
    long = handed_over(NOTICE + " on and on" * 80).after("Hi?").record()
    evidence = judge(on_a_screen(long, announced=frozenset()), bench()).findings[0].evidence
    assert len(evidence["text"]) == 600


# --- answers -------------------------------------------------------------------------------


def test_what_the_system_said_is_a_reply_too() -> None:
    (finding,) = judge(asked().system("Pardon?").record(), bench()).findings
    assert finding.evidence["replies"] == ["Pardon?"]


def test_a_conversation_of_nothing_proves_nothing() -> None:
    demanded = Expectation(demanded=frozenset())
    judgement = judge(Chat().record(demanded), bench())
    assert judgement.verdict is Verdict.SKIPPED
    assert judgement.reason == "not observable: no check had anything to look at"


def test_a_further_handoff_needs_an_answer_and_a_new_cause() -> None:
    def again(**move):
        chat = healthy().human("Hello, Maria here.")
        chat.customer("Again!", after=True, **move)
        chat.relayed.append(replace(chat.relayed[0], text="Again!"))
        return chat.signal().desk().bot("I am connecting you with our billing team once more.")

    assert found(again(due=Trigger.EXPLICIT_REQUEST)) == {}
    assert "delivery.once" in found(again())


@pytest.mark.parametrize("late", [0.0, 0.1])
def test_a_person_may_answer_as_soon_as_the_desk_has_it(late) -> None:
    chat = handed_over().human("Solved! Back to the bot then.")
    chat.messages[-1] = replace(chat.messages[-1], at=chat.handoffs[0].at + late)
    chat.customer("I need a human again!", after=True, due=Trigger.EXPLICIT_REQUEST)
    chat.relayed.append(Relayed("c", "I need a human again!"))
    chat.signal().desk().bot("I am connecting you with our billing team once more.")
    assert found(chat) == {}


def test_what_a_person_said_before_the_handoff_is_no_answer_to_it() -> None:
    chat = opened().human("Maria here, I hand you back to the bot.")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal().desk().bot(NOTICE)
    chat.customer("A human, I said!", after=True, due=Trigger.EXPLICIT_REQUEST)
    assert "delivery.once" in found(chat.desk())


def test_several_handoffs_are_told_with_the_first_and_the_last_turn() -> None:
    chat = handed_over().after("Hi?").desk().after("Hello?").after("Anybody?").desk()
    finding = found(chat)["delivery.once"]
    assert "the first from turn 2, the last from turn 5" in finding.message
    assert finding.evidence["turns"] == [2, 3, 5]


def test_a_handoff_is_needless_only_where_nothing_called_for_it() -> None:
    status, reason = outcome("trigger.not-needless", twin().record())
    assert (status, reason) == (Status.PASSED, "")
