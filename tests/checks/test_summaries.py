"""What a summary may say, and what of it the customer may be shown."""

import pytest

from escalation_tests.model.fact import Fact
from escalation_tests.model.finding import Status
from escalation_tests.model.plan import Expectation
from escalation_tests.model.trigger import Trigger
from tests.checks.looking import found, outcome
from tests.checks.records import AMOUNT, NOTICE, ORDER, Chat, asked, handed_over, opened, policy

FAITHFUL, NOTE = "context.summary-faithful", "after.no-internal-note"
TOLD = "Was charged twice for one order, and is really angry about it by now."


# --- copies --------------------------------------------------------------------------------


def test_the_customers_own_words_are_a_summary() -> None:
    said = "I was charged twice for my order."
    chat = Chat().customer(said).bot("I see.").customer("Human!", due=Trigger.EXPLICIT_REQUEST)
    assert found(chat.signal().desk(summary=said).bot(NOTICE).after("Hi?")) == {}


@pytest.mark.parametrize(
    ("line", "copied"), [("abcde fghij klmno", True), ("abcde fghij klmn", False)]
)
def test_a_line_of_fifteen_letters_is_a_copy(line, copied) -> None:
    chat = Chat().customer("Help").bot(line).customer("Human!", due=Trigger.EXPLICIT_REQUEST)
    findings = found(chat.signal().desk(summary=line).bot(NOTICE).after("Hi?"))
    assert (FAITHFUL in findings) is copied


@pytest.mark.parametrize("turns", [1, 2])
def test_a_summary_shown_in_the_handoffs_own_turn_is_a_leak_and_no_copy(turns) -> None:
    chat = Chat() if turns == 1 else opened()
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal().desk(summary=TOLD)
    assert found(chat.system(TOLD).bot(NOTICE).after("Hi?")).keys() == {NOTE}


def test_a_greeting_is_copied_even_where_the_handoff_came_with_it() -> None:
    chat = Chat().greeted("Welcome to the shop, how can I help?").signal()
    chat.desk(summary="Welcome to the shop, how can I help?")
    wanted = Expectation(handoff=True, demanded=frozenset({FAITHFUL}))
    assert outcome(FAITHFUL, chat.record(wanted))[0] is Status.FAILED


# --- notes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("summary", "shown", "leaked"),
    [
        (NOTICE, NOTICE, False),
        (TOLD, f"{NOTICE} {TOLD}", True),
        (TOLD, TOLD, True),
        ("a" * 40, "a" * 40, True),
        ("a" * 39, "a" * 39, False),
    ],
)
def test_a_note_is_the_notice_itself_or_a_leak(summary, shown, leaked) -> None:
    chat = asked().signal().desk(summary=summary).bot(shown, NOTICE)
    assert (NOTE in found(chat.after("Hi?"))) is leaked


def test_a_note_leaks_in_the_first_turn_already_but_a_greeting_is_the_shops_own() -> None:
    marked = "[internal] A difficult one."
    assert NOTE in found(Chat().customer("Hello").human(marked))
    assert NOTE not in found(Chat().greeted(marked).customer("Hello").bot("Hi!"))


def test_a_signal_alone_is_reason_enough_to_look_for_notes() -> None:
    record = asked().signal().bot("One moment.").record()
    assert outcome(NOTE, record)[0] is Status.PASSED
    assert outcome(NOTE, asked().desk().bot("One moment.").record())[0] is Status.PASSED


# --- codes ---------------------------------------------------------------------------------


def _about(summary: str, *said: str, gives: tuple[Fact, ...] = (ORDER,), **desk) -> dict:
    chat = Chat().customer("Order AB-123456, 49.90 EUR.", gives=gives).bot(*said or ("Ok.",))
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    return found(chat.signal().desk(summary=summary, **desk).bot(NOTICE).after("Hi?"))


def test_every_code_of_the_customers_is_compared() -> None:
    assert FAITHFUL in _about("Order AB-777777", gives=(AMOUNT, ORDER))
    assert FAITHFUL in _about("Order AB-777777", gives=(ORDER, Fact("serial", "ZX-12345")))


@pytest.mark.parametrize("code", ["AB-77777", "ABC-777777", "A1-777777", "AB.777777", "77-777777"])
def test_a_code_of_another_shape_is_none_of_the_customers(code) -> None:
    assert FAITHFUL not in _about(f"See {code}")


@pytest.mark.parametrize("said", ["See AB-777777", "AB-777777 it is"])
def test_a_code_that_somebody_said_is_no_misquotation(said) -> None:
    assert _about("About AB-777777", "Hm.", said, "Let me see.") == {}
    chat = opened().customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    chat.desk(summary="About AB-777777").bot(NOTICE).after("Hi?").human(said)
    assert found(chat) == {}


def test_the_handoffs_own_id_is_no_misquotation() -> None:
    assert _about("Case AB-777777", id="AB-777777") == {}
    assert FAITHFUL in _about("Case AB-777777", id="AB-777778")


# --- topics --------------------------------------------------------------------------------

TOPICS = policy(
    routing={"by_topic": {"double_charge": "billing", "gift-card": "a", "refund": "b"}}
)


def _topical(summary: str, *said: str, topics: tuple[str, ...] = ()) -> dict:
    chat = opened()
    for topic in topics:
        chat.customer("And then…", topic=topic).bot("Yes?")
    chat.customer(*said, "A human!", due=Trigger.EXPLICIT_REQUEST, topic="double_charge")
    return found(chat.signal().desk(summary=summary).bot(NOTICE).after("Hi?"), TOPICS)


@pytest.mark.parametrize(
    ("summary", "said", "topics", "wrong"),
    [
        ("Topic: gift-card", (), (), True),
        ("Wants a refund", (), (), False),
        ("Topic: double_charge", (), (), False),
        ("Topic: gift-card", (), ("gift-card",), False),
        ("Topic: gift-card", ("It says gift-card",), (), False),
        ("Topic: gift-card", ("gift-card is what it says",), (), False),
    ],
)
def test_a_topic_by_its_configured_name_must_have_come_up(summary, said, topics, wrong) -> None:
    assert (FAITHFUL in _topical(summary, *said, topics=topics)) is wrong


def test_the_topics_of_the_routing_that_are_queues_too_are_no_topics() -> None:
    both = policy(routing={"by_topic": {"double_charge": "billing", "gift-card": "gift-card"}})
    chat = handed_over(summary="Sent to gift-card").after("Hi?")
    assert found(chat, both) == {}


def test_a_code_of_the_same_shape_has_other_letters_too() -> None:
    assert FAITHFUL in _about("Order XY-777777")
