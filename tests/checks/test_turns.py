"""Where the rules' own helpers turn: steps, summaries, shared threads, screens, numbers."""

from dataclasses import replace

import pytest

from escalation_tests.checks import judge
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.steps import tells, untold
from escalation_tests.checks.values import holds
from escalation_tests.model.fact import Fact
from escalation_tests.model.finding import Status, Verdict
from escalation_tests.model.handoff import DeskState, Handoff, Line, Source
from escalation_tests.model.message import Speaker
from escalation_tests.model.plan import Expectation
from escalation_tests.model.trigger import Trigger
from tests.checks.records import (
    FIELDS,
    NOTICE,
    Chat,
    asked,
    bench,
    handed_over,
    healthy,
    on_a_screen,
    policy,
    twin,
)


def found(chat, promise=None, planted=None, **parts):
    """What is broken, by check."""
    judgement = judge(chat.record(**parts), bench(promise, planted))
    return {one.check: one for one in judgement.findings}


def outcome(name, record, promise=None):
    """Status and reason of one check."""
    results = judge(record, bench(promise)).results
    return next((one.status, one.reason) for one in results if one.check == name)


# --- steps ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("restarted the router", True),
        ("Restarting", True),
        ("rebooted it", True),
        ("rest", True),
        ("res", False),
        ("article", False),
        ("", False),
    ],
)
def test_a_step_is_recognised_in_its_forms(text, known) -> None:
    assert tells(text, "restart", Hearing(healthy().record(), bench())) is known


@pytest.mark.parametrize(
    ("text", "known"), [("cleared the cookies", True), ("cookies", False), ("clear cookie", True)]
)
def test_all_words_of_a_step_are_told(text, known) -> None:
    hearing = Hearing(healthy().record(), bench())
    assert tells(text, "clear_cookies", hearing) is known


def test_short_words_are_compared_whole() -> None:
    hearing = Hearing(healthy().record(), bench())
    assert tells("a faq", "faq", hearing)
    assert not tells("a faqs", "faq", hearing)
    assert tells("call them", "call", hearing)
    assert tells("calls them", "call", hearing)
    assert not tells("xestart", "restart", hearing)


@pytest.mark.parametrize(
    ("parts", "lost"),
    [
        ({"summary": "They cleared all. The cookies too."}, ["clear_cookies"]),
        ({"summary": "They cleared all; the cookies too."}, ["clear_cookies"]),
        ({"summary": "They cleared all\nthe cookies too."}, ["clear_cookies"]),
        ({"summary": "They cleared the cookies"}, []),
        ({"reason": "They cleared the cookies"}, []),
        ({"summary": "They cleared all", "reason": "the cookies too"}, ["clear_cookies"]),
        ({"attempted": ("cleared", "cookies")}, ["clear_cookies"]),
        ({"attempted": ("clear-cookies",)}, []),
        ({}, ["clear_cookies"]),
    ],
)
def test_a_step_stands_in_one_sentence(parts, lost) -> None:
    held = Handoff("c", Source.WEBHOOK, **parts)
    assert untold(Hearing(healthy().record(), bench()), held, ["clear_cookies"]) == lost


def test_a_step_that_no_word_stands_for_is_never_told() -> None:
    held = Handoff("c", Source.WEBHOOK)
    assert untold(Hearing(healthy().record(), bench()), held, ["xxxx"]) == ["xxxx"]


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
    assert "context.facts-carried" in found(chat, policy(context={"transcript": "none"}))


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
    assert evidence["text"] == "a" * 99 + " {{name}} " + "b" * 191
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


def test_a_handoff_is_needless_only_where_nothing_called_for_it() -> None:
    status, reason = outcome("trigger.not-needless", twin().record())
    assert (status, reason) == (Status.PASSED, "")


# --- numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text", "there"),
    [
        ("1 234,50 EUR", "1,234.5", True),
        ("1'234.50 CHF", "1234.50", True),
        ("1.234.567 EUR", "1,234,567", True),
        ("0,75 EUR", "0.75", True),
        ("1234,567 EUR", "1234567", True),
        ("5 EUR", "5,00", True),
        ("0301 234567", "030 1234567", True),
        ("+49 30 1234567", "0301234567", True),
        ("0049 30 1234567", "030 1234567", True),
        ("030 1234567", "0049 30 1234567", True),
        ("030 1234567", "00049 30 1234567", False),
        ("030 1234567", "000 49 30 1234567", False),
        ("030 1234567", "030 123456", False),
        ("1234567", "123-4567", True),
    ],
)  # fmt: skip
def test_numbers_however_they_are_written(value, text, there) -> None:
    assert holds(text, value) is there
