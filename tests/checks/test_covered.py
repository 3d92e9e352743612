"""Which messages a transcript has to have, and which of its lines are too many."""

from dataclasses import replace

import pytest

from escalation_tests.checks import judge
from escalation_tests.model.finding import Status
from escalation_tests.model.handoff import Line
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.plan import FaultSpec
from escalation_tests.model.trigger import Trigger
from tests.checks.looking import demanding, found, outcome
from tests.checks.records import NOTICE, Chat, asked, bench, handed_over, opened, policy

COMPLETE, TRIGGERING = "context.transcript-complete", "context.triggering-turn"
ORDER, CUSTOMER, BOT = "context.order", Speaker.CUSTOMER, Speaker.BOT


def missing(chat: Chat, *dropped: str) -> list[str]:
    """What is missed of a transcript without some of its lines."""
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    lines = tuple(line for line in chat.lines() if line.text not in dropped)
    finding = found(chat.desk(transcript=lines).bot(NOTICE).after("Hi?")).get(COMPLETE)
    return [one["text"] for one in finding.evidence["missing"]] if finding else []


# --- growing answers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bubbles", "dropped", "missed"),
    [
        (("Let me", "Let me see"), "Let me", []),
        (("Let me", "Let me see"), "Let me see", ["Let me see"]),
        (("Let me", "No.", "Let me see"), "Let me", ["Let me"]),
        (("Let me see", "Let me"), "Let me", ["Let me"]),
        (("So.", "Let me see", "Let me"), "Let me", ["Let me"]),
        (("Let me see", "I shall see"), "Let me see", ["Let me see"]),
    ],
)
def test_what_the_next_bubble_begins_with_need_not_be_there(bubbles, dropped, missed) -> None:
    assert missing(Chat().customer("Hello?").bot(*bubbles), dropped) == missed


def test_an_answer_given_twice_has_to_be_there_twice() -> None:
    chat = Chat().customer("Hello?").bot("Let me see", "Let me see")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    lines = (*chat.lines()[:2], *chat.lines()[3:])
    findings = found(chat.desk(transcript=lines).bot(NOTICE).after("Hi?"))
    assert findings[COMPLETE].evidence["missing"][0]["text"] == "Let me see"


def test_only_the_bots_own_answer_of_the_same_turn_grows() -> None:
    assert missing(Chat().customer("Hello").bot("Hello there!"), "Hello") == ["Hello"]
    silent = Chat().customer("Hello?").bot("I see.").customer().bot("I see. Anything else?")
    assert missing(silent, "I see.") == ["I see."]


# --- windows -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "shown", "checks"),
    [
        (1, 1, set()),
        (2, 1, {COMPLETE}),
        (2, 2, set()),
        (3, 2, {COMPLETE}),
        (3, 3, set()),
        (9, 3, set()),
    ],
)
def test_the_last_messages_as_many_as_promised(scope, shown, checks) -> None:
    chat = handed_over(transcript=asked().lines()[-shown:]).after("Hi?")
    assert found(chat, policy(context={"transcript": scope})).keys() == checks


def _silent() -> Chat:
    """Handed over in a turn without words."""
    return opened().customer(due=Trigger.FRUSTRATION).signal()


@pytest.mark.parametrize(("scope", "shown", "checks"), [(1, 1, set()), (2, 1, {COMPLETE})])
def test_a_window_before_a_turn_without_words(scope, shown, checks) -> None:
    chat = _silent()
    chat.desk(transcript=chat.lines()[-shown:]).bot(NOTICE)
    record, promise = chat.record(), policy(context={"transcript": scope})
    assert found(record, promise).keys() == checks
    reason = "the customer wrote no words in the turn of the handoff"
    assert outcome(TRIGGERING, record, promise) == (Status.NOT_APPLICABLE, reason)


def test_the_last_one_is_missed_where_another_stands_for_it() -> None:
    chat = _silent()
    chat.desk(transcript=chat.lines()[:1]).bot(NOTICE)
    assert found(chat, policy(context={"transcript": 1})).keys() == {COMPLETE}


@pytest.mark.parametrize("scope", ["none", "shared"])
def test_who_demands_a_transcript_wants_all_of_it(scope) -> None:
    promise = policy(context={"transcript": scope, "facts": "optional"})
    record = handed_over(transcript=asked().lines()[1:]).after("Hi?").record(demanding(COMPLETE))
    assert found(record, promise)[COMPLETE].evidence["missing"][0]["turn"] == 1
    assert (
        outcome(COMPLETE, handed_over().record(demanding(COMPLETE)), promise)[0] is Status.PASSED
    )


def test_who_demands_a_window_wants_that() -> None:
    two = policy(context={"transcript": 2})
    record = handed_over(transcript=asked().lines()[1:]).after("Hi?").record(demanding(COMPLETE))
    assert found(record, two) == {}


# --- too many lines ------------------------------------------------------------------------


def _repeated(chat: Chat, text: str, count: int) -> tuple[Line, ...]:
    lines = chat.lines()
    return (*(line for line in lines for _ in range(count if line.text == text else 1)),)


@pytest.mark.parametrize(("text", "told"), [("k", False), ("ok", True), ("oki", True)])
def test_a_line_of_two_letters_and_more_is_repeated(text, told) -> None:
    chat = Chat().customer("Where is it?").bot("Fine?").customer(text).bot("Good.")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    chat.desk(transcript=_repeated(chat, text, 2)).bot(NOTICE).after("Hi?")
    assert (COMPLETE in found(chat)) is told


@pytest.mark.parametrize(("count", "told"), [(2, False), (3, True)])
def test_what_a_fault_told_the_bot_twice_stands_there_twice_at_most(count, told) -> None:
    chat = asked()
    lines = _repeated(chat, chat.messages[0].text, count)
    record = handed_over(transcript=lines).after("Hi?").record()
    faulty = replace(record.plan, faults=(FaultSpec("bot", "sends_twice"),))
    assert (COMPLETE in found(replace(record, plan=faulty))) is told


def test_what_is_said_again_after_the_handoff_may_stand_there_too() -> None:
    chat = Chat().customer("Hello?").bot("Hm?").customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    chat.signal().desk(transcript=(*chat.lines(), Line(CUSTOMER, "Hello?", "customer")))
    assert found(chat.bot(NOTICE).after("Hello?")) == {}


# --- what is told --------------------------------------------------------------------------


def _lines(*texts: str) -> tuple[Line, ...]:
    every = asked().lines()
    return tuple(replace(line, text=text) for line, text in zip(every, texts, strict=True) if text)


def test_a_lost_and_a_changed_message_are_counted_together() -> None:
    every = [line.text for line in asked().lines()]
    changed = "I read that article. Get me a person!"
    record = handed_over(transcript=_lines("", every[1], changed)).after("Hi?").record()
    lost, other = judge(record, bench()).findings
    assert "lacks 1 message of the customer's of 3; first" in lost.message
    assert "1 of the messages in other words" in other.message


def test_lost_messages_of_both_sides_are_nobodys_in_particular() -> None:
    every = [line.text for line in asked().lines()]
    findings = found(handed_over(transcript=_lines("", "", every[2])).after("Hi?"))
    assert "lacks 2 messages of 3; first" in findings[COMPLETE].message


def test_where_the_triggering_turn_is_lost_other_faults_are_told_beside_it() -> None:
    every = [line.text for line in asked().lines()]
    changed = "Here is an article about charges."
    findings = found(handed_over(transcript=_lines(every[0], changed, "")).after("Hi?"))
    assert findings.keys() == {COMPLETE, TRIGGERING}
    assert "in other words" in findings[COMPLETE].message
    twice = (*_lines(every[0], every[1], ""), *_lines(every[0], "", ""))
    findings = found(handed_over(transcript=twice).after("Hi?"))
    assert findings.keys() == {COMPLETE, TRIGGERING}
    assert "more than once" in findings[COMPLETE].message


# --- what was written before ---------------------------------------------------------------


def test_the_words_that_led_to_it_are_wanted_though_they_were_written_again() -> None:
    chat = handed_over(transcript=asked().lines()[:2])
    assert found(chat.after(asked().messages[-1].text)).keys() == {TRIGGERING}


@pytest.mark.parametrize(("late", "checks"), [(0.0, {TRIGGERING}), (0.05, set())])
def test_a_bubble_counts_until_the_bot_sets_about_it(late, checks) -> None:
    chat = opened().customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    lines = chat.lines()
    at = chat.signals[0].at + late
    chat.messages.append(Message(CUSTOMER, "It is urgent!", at, 2))
    assert found(chat.desk(transcript=lines).bot(NOTICE).after("Hi?")).keys() == checks


def test_a_bubble_after_the_announcement_does_not_count() -> None:
    chat = opened().customer("A human!", due=Trigger.EXPLICIT_REQUEST).bot(NOTICE)
    lines = chat.lines()
    chat.now += 1
    chat.messages.append(Message(CUSTOMER, "It is urgent!", chat.now, 2))
    assert found(chat.signal().desk(transcript=lines).after("Hi?")) == {}


# --- order ---------------------------------------------------------------------------------


def test_two_messages_are_enough_to_be_in_the_wrong_order() -> None:
    chat = Chat().customer("Hello there!").bot("Welcome to the shop.")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    lines = chat.lines()
    findings = found(chat.desk(transcript=(lines[2], lines[0])).bot(NOTICE).after("Hi?"))
    assert findings[ORDER].message.endswith("; it looks as if the newest came first.")


def test_one_message_out_of_place_does_not_look_turned_round() -> None:
    chat = opened().bot("Anything else?").customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    lines = chat.signal().lines()
    shown = (lines[3], *lines[:3])
    findings = found(chat.desk(transcript=shown).bot(NOTICE).after("Hi?"))
    assert findings[ORDER].message.endswith("of turn 2.")


@pytest.mark.parametrize(
    ("customers", "bots", "order", "broken"),
    [
        (1, 2, (1, 0, 2, 3), True),
        (1, 2, (1, 2, 0, 3), True),
        (2, 1, (0, 2, 1, 3), False),
        (2, 1, (2, 0, 1, 3), False),
        (1, 1, (1, 0, 2), True),
    ],
)
def test_a_bot_answers_after_the_only_bubble_of_a_turn(customers, bots, order, broken) -> None:
    asks = ("Where is my parcel?", "It is late.")[:customers]
    chat = Chat().customer(*asks).bot(*("One moment please.", "It is on its way.")[:bots])
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    lines = tuple(chat.lines()[place] for place in order)
    findings = found(chat.desk(transcript=lines).bot(NOTICE).after("Hi?"))
    assert (ORDER in findings) is broken


def test_a_line_too_many_is_shown_with_its_speaker() -> None:
    extra = (Line(CUSTOMER, "Nobody said that.", "visitor"), Line(None, "Nor this.", "robo"))
    chat = handed_over(transcript=(*asked().lines()[1:], *extra)).after("Hi?")
    rows = [row for row in found(chat)[COMPLETE].evidence["diff"] if row["op"] == "extra"]
    assert [row["speaker"] for row in rows] == ["customer", "robo"]
