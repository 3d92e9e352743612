"""Which differences between the two transcripts matter."""

from dataclasses import replace

import pytest

from escalation_tests.checks import judge
from escalation_tests.checks.alignment import align
from escalation_tests.model.finding import Severity
from escalation_tests.model.handoff import Line
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.plan import FaultSpec
from escalation_tests.model.trigger import Trigger
from tests.checks.records import NOTICE, ORDER, Chat, asked, bench, handed_over, policy

CUSTOMER, BOT = Speaker.CUSTOMER, Speaker.BOT


def lines(*texts: str, speaker: Speaker | None = CUSTOMER) -> list[Line]:
    return [Line(speaker, text) for text in texts]


def said(*texts: str) -> list[Message]:
    return [Message(CUSTOMER, text, turn=1) for text in texts]


def found(transcript, promise=None):
    chat = handed_over(transcript=tuple(transcript)).after("Hi?")
    return judge(chat.record(), bench(promise)).findings


def test_equal_texts_stand_in_order() -> None:
    alignment = align(lines("one", "two", "three"), said("one", "two", "three"), ())
    assert alignment.found == {0, 1, 2}
    assert (alignment.astray, alignment.spare, alignment.changed) == ((), (), {})


def test_bubbles_joined_in_one_line() -> None:
    alignment = align(lines("one / two. Three", "four"), said("one", "two", "three", "four"), ())
    assert alignment.found == {0, 1, 2, 3}


def test_what_stands_elsewhere_is_astray_and_not_missing() -> None:
    alignment = align(lines("two", "three", "one"), said("one", "two", "three"), ())
    assert alignment.found == {0, 1, 2}
    assert [pair.line for pair in alignment.astray] == [2]


def test_a_repeated_message_needs_as_many_lines() -> None:
    assert align(lines("help"), said("help", "help"), ()).found in ({0}, {1})


def test_a_label_before_the_words_is_no_difference() -> None:
    labelled = lines("[10:32] Customer: Where is my parcel?")
    assert align(labelled, said("Where is my parcel?"), ()).found == {0}


def test_a_masked_value_is_no_difference() -> None:
    masked = lines("Order AB-****** please")
    assert align(masked, said("Order AB-123456 please"), ("AB-123456",)).found == {0}
    assert align(masked, said("Order AB-123456 please"), ()).found == set()


def test_other_words_are_a_change() -> None:
    changed = lines("I want my money back please now")
    alignment = align(changed, said("I want my money back right now"), ())
    assert alignment.changed == {0: 0}


def test_a_very_long_message_may_be_cut_by_the_desk() -> None:
    text = "a very long story " * 2000
    assert align(lines(text[:20_000]), said(text), ()).found == {0}


def test_empty_texts_are_nobodys() -> None:
    assert align(lines("", "…"), said("", "???"), ()).found == set()
    assert align([], said("one"), ()).found == set()
    assert align(lines("one"), [], ()).spare == (0,)


def test_many_lines_and_messages_are_aligned() -> None:
    texts = [f"message number {n} of a long talk" for n in range(200)]
    assert len(align(lines(*texts), said(*texts), ("AB-1",)).found) == 200


def test_a_missing_message_is_named_with_its_turn_and_shown_in_the_difference() -> None:
    (finding,) = found(asked().lines()[1:])
    assert finding.check == "context.transcript-complete"
    assert "1 message of the customer's of 3" in finding.message
    assert "“I was charged 49.90 EUR twice for order AB-123456.” (turn 1)" in finding.message
    assert finding.evidence["diff"][0] == {
        "op": "missing",
        "speaker": "customer",
        "text": "I was charged 49.90 EUR twice for order AB-123456.",
    }


def test_a_line_twice_is_minor() -> None:
    every = asked().lines()
    (finding,) = found((every[0], *every))
    assert (finding.check, finding.severity) == ("context.transcript-complete", Severity.MINOR)


def test_what_a_fault_delivered_twice_may_stand_there_twice() -> None:
    every = asked().lines()
    record = handed_over(transcript=(every[0], *every)).after("Hi?").record()
    faulty = replace(record.plan, faults=(FaultSpec("bot", "sends_twice"),))
    assert judge(replace(record, plan=faulty), bench()).findings == ()


def test_other_words_are_told_with_both() -> None:
    every = asked().lines()
    (finding,) = found((*every[:2], replace(every[2], text="I read that article. Get a human!")))
    assert finding.severity is Severity.NORMAL
    assert "became “I read that article. Get a human!”" in finding.message


def test_unknown_roles_are_told_with_a_way_out() -> None:
    unknown = [replace(line, speaker=None, role="robo") for line in asked().lines()]
    (finding,) = found(unknown)
    assert finding.check == "context.roles"
    assert "desk.roles" in finding.message
    (finding,) = found(replace(line, speaker=None, role="") for line in asked().lines())
    assert "given as nobody" in finding.message


def test_the_bot_as_the_system_is_fine_and_as_a_human_is_not() -> None:
    every = asked().lines()
    assert found((every[0], replace(every[1], speaker=Speaker.SYSTEM), every[2])) == ()
    (finding,) = found((every[0], replace(every[1], speaker=Speaker.HUMAN), every[2]))
    assert finding.check == "context.roles"


def test_newest_first_is_recognised() -> None:
    (finding,) = found(asked().lines()[::-1])
    assert "newest came first" in finding.message


def test_the_triggering_turn_is_in_every_window() -> None:
    last_one = policy(context={"transcript": 1})
    every = asked().lines()
    assert found(every[-1:], last_one) == ()
    (finding,) = found(every[:-1], last_one)
    assert finding.check == "context.triggering-turn"


def test_a_window_of_n_does_not_excuse_less_than_n() -> None:
    two = policy(context={"transcript": 2})
    every = asked().lines()
    assert found(every[1:], two) == ()
    (finding,) = found(every[2:], two)
    assert finding.check == "context.transcript-complete"


@pytest.mark.parametrize("scope", ["none", "shared"])
def test_what_is_not_promised_is_not_missed(scope) -> None:
    assert found((), policy(context={"transcript": scope, "facts": "optional"})) == ()


def test_bubbles_sent_once_the_bot_had_announced_the_handoff_need_not_be_there() -> None:
    chat = Chat().customer("A human", due=Trigger.EXPLICIT_REQUEST).signal().desk().bot(NOTICE)
    chat.messages.append(Message(CUSTOMER, "please!!!! I beg you", chat.now + 1, 1))
    assert judge(chat.after("Hi?").record(), bench()).findings == ()


def _burst(*order: int) -> set[str]:
    """What is found when the desk has a burst and its answers in this order."""
    chat = Chat().customer("Hello there!", "Order AB-123456 is late.", gives=(ORDER,))
    chat.bot("Welcome to the shop.", "It is on its way.")
    chat.customer("Get me a human!", due=Trigger.EXPLICIT_REQUEST)
    lines = tuple(chat.lines()[place] for place in order)
    record = chat.signal().desk(transcript=lines).bot(NOTICE).after("Hi?").record()
    return {finding.check for finding in judge(record, bench()).findings}


def test_what_a_bot_answers_between_two_bubbles_is_in_no_known_order() -> None:
    assert "context.order" not in _burst(0, 1, 2, 3, 4)
    assert "context.order" not in _burst(0, 2, 1, 3, 4)


@pytest.mark.parametrize("order", [(1, 0, 2, 3, 4), (0, 1, 3, 2, 4), (4, 0, 1, 2, 3)])
def test_each_sides_own_words_and_the_turns_are_in_a_known_order(order) -> None:
    assert "context.order" in _burst(*order)


@pytest.mark.parametrize("relayed", [True, False])
def test_a_bubble_that_the_bot_hears_too_late_may_come_to_the_desk_by_itself(relayed) -> None:
    chat = Chat().customer(
        "Get me a human!", "Order AB-123456.", gives=(ORDER,), due=Trigger.EXPLICIT_REQUEST
    )
    chat.signal().desk(transcript=chat.lines()[:1], facts={}).bot(NOTICE).after("Hi?")
    if relayed:
        chat.relayed.append(replace(chat.relayed[0], text="Order AB-123456."))
    lacks = {finding.check for finding in judge(chat.record(), bench()).findings}
    wanted = {"context.triggering-turn", "context.facts-carried"}
    assert lacks & wanted == (set() if relayed else wanted)


def test_equal_answers_within_a_burst_are_taken_as_they_come() -> None:
    chat = Chat().customer("Listen,", "can I speak", "to a human?", due=Trigger.EXPLICIT_REQUEST)
    chat.bot("What is it about?", "What is it about?")
    lines = tuple(chat.lines()[place] for place in (0, 3, 1, 4, 2))
    record = chat.signal().desk(transcript=lines).bot(NOTICE).after("Hi?").record()
    assert "context.order" not in {one.check for one in judge(record, bench()).findings}
