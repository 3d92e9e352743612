"""How long the bot is silent, what counts as an answer given twice, what reached the desk."""

from dataclasses import replace

import pytest

from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.finding import Status
from escalation_tests.model.handoff import Relayed
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.plan import FaultSpec
from escalation_tests.model.record import Record
from escalation_tests.model.trigger import Trigger
from tests.checks.looking import found, outcome
from tests.checks.records import NOTICE, Chat, handed_over, healthy, policy

SILENT, ONCE = "after.bot-silent", "after.answers-once"
LOST = "after.messages-delivered"
WINDOW = 5.0
"""Seconds for which the policy of the records promises silence."""


# --- silence -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "broken"), [(-0.1, True), (0.0, True), (0.1, False)], ids=["before", "at", "after"]
)
def test_a_word_unasked_breaks_the_silence_to_its_very_end(late, broken) -> None:
    chat = handed_over()
    at = chat.handoffs[0].at + WINDOW + late
    chat.messages.append(Message(Speaker.BOT, "Rate this chat!", at, chat.turn))
    assert (SILENT in found(chat)) is broken


@pytest.mark.parametrize(
    ("late", "broken"), [(-0.1, True), (0.0, True), (0.1, False)], ids=["before", "at", "after"]
)
def test_a_question_until_the_end_of_the_window_is_not_answered_by_the_bot(late, broken) -> None:
    chat = handed_over().after("Hi?").bot("I can help with that!")
    at = chat.handoffs[0].at + WINDOW + late
    chat.turns[-1] = replace(chat.turns[-1], sent=at)
    chat.messages[-1] = replace(chat.messages[-1], at=at + 1)
    assert (SILENT in found(chat)) is broken


@pytest.mark.parametrize(
    ("listens", "listened", "status"),
    [
        (True, 5.0, Status.PASSED),
        (True, 4.5, Status.PASSED),
        (True, 4.4, Status.NOT_OBSERVABLE),
        (True, 1.0, Status.NOT_OBSERVABLE),
        (False, 5.0, Status.NOT_OBSERVABLE),
    ],
)
def test_silence_has_to_be_listened_to(listens, listened, status) -> None:
    record = handed_over().record(listens=listens, listened=listened)
    assert outcome(SILENT, record)[0] is status


def test_no_answer_to_the_customer_is_silence_too() -> None:
    assert outcome(SILENT, healthy().record(listens=False))[0] is Status.PASSED


def _gave_back(chat: Chat, turn: int) -> Record:
    """Once `turn` was over, before the next one."""
    then = next((one.sent for one in chat.turns if one.number > turn), chat.now + 1) - 0.05
    heard = sum(message.at <= then for message in chat.messages)
    return chat.record(deeds=(Deed(Does.GIVES_BACK, at=then, turn=turn, heard=heard),))


def test_the_bot_may_speak_from_the_turn_after_which_a_person_gave_back() -> None:
    talks = healthy().after("And now?").bot("Now it is me again.")
    assert found(_gave_back(talks, 3)) == {}
    assert found(_gave_back(talks, 3), policy(after={"bot_silent": "60s"})) == {}
    assert found(_gave_back(talks, 4)).keys() == {SILENT}
    assert found(_gave_back(healthy().bot("I am still here."), 3)).keys() == {SILENT}


AGAIN = "I am connecting you with our billing team once more."


def test_an_answer_of_a_person_and_a_new_cause_give_the_customer_back() -> None:
    chat = handed_over().human("Solved!")
    chat.after("Once more, a human!", due=Trigger.EXPLICIT_REQUEST)
    assert found(chat.signal().desk().bot(AGAIN)) == {}


def test_a_cause_from_before_the_persons_answer_does_not() -> None:
    chat = handed_over().after("A human, I said!", due=Trigger.EXPLICIT_REQUEST)
    chat.bot("I can help with that.").human("Hi, Maria here.").desk()
    assert SILENT in found(chat)


# --- the same answer twice -----------------------------------------------------------------


def _answers(*texts: str) -> Chat:
    return Chat().customer("Where is it?").bot(*texts)


@pytest.mark.parametrize(
    ("texts", "broken"),
    [
        (("abcde fghij klmno",) * 2, True),
        (("abcde fghij klmn",) * 2, False),
        (("abcde fghij klmno",), False),
        (("Zebras are on sale now.", *("It is on its way to you.",) * 2), True),
        (("Ok.",) * 3, False),
        ((*("Ok.",) * 3, *("It is on its way to you.",) * 2), True),
        (("…", "!", "?"), False),
    ],
)
def test_a_longer_answer_given_twice(texts, broken) -> None:
    assert found(_answers(*texts)).keys() == ({ONCE} if broken else set())


def test_two_bubbles_may_have_one_answer_each() -> None:
    def both(count):
        asked = Chat().customer("Where is it?", "And the other one?")
        return asked.bot(*("It is on its way to you.",) * count)

    assert found(both(2)) == {}
    assert found(both(3))[ONCE].evidence == {"turn": 1, "expected": 2, "actual": 3}


ON_ITS_WAY = (
    "It is on its way.",
    "It left Vienna.",
    "Soon there.",
    "Nearly here.",
    "There it is.",
)


def _twice(record: Record, baseline: Record) -> Record:
    """The record, as of a conversation in which each message was delivered twice."""
    faults = (FaultSpec("bot", "sends_twice"),)
    return replace(record, baseline=baseline, plan=replace(record.plan, faults=faults))


@pytest.mark.parametrize(
    ("usual", "now", "broken"),
    [(0, 1, False), (1, 1, False), (1, 2, True), (2, 3, False), (2, 4, True), (2, 5, True)],
)
def test_twice_as_many_answers_as_without_the_second_delivery(usual, now, broken) -> None:
    def asks(count):
        chat = Chat().customer("Where is it?").bot(*ON_ITS_WAY[:count])
        return chat.customer("And now?").bot(*ON_ITS_WAY[:count])

    record = _twice(asks(now).record(), asks(usual).record())
    assert (ONCE in found(record)) is broken


@pytest.mark.parametrize(
    ("texts", "broken"),
    [
        (("SV-1 left Vienna on Monday.", "On Monday it left Vienna, your SV-1."), True),
        (("Hm.", "SV-1 left Vienna.", "Well.", "It is from Vienna that it left!"), True),
        (("Let me look…", "SV-1 left Vienna on Monday."), False),
        (("They left Vienna.", "From Vienna: soon home."), True),  # one of three
        (("They left Vienna early.", "Vienna again: home soon."), False),  # one of four
        (("Stop 7.", "See 7."), True),
        (("Sun and fog.", "Fog and sun."), False),
        (("Found it!", "It left Vienna.", "They will text you the time."), False),
    ],
)
def test_a_bot_that_varies_its_bubbles_answers_twice_only_where_it_says_it_again(
    texts, broken
) -> None:
    def asks(*answers):
        return (
            Chat().customer("Hello!").bot("Hi.", "Ask me.").customer("Where is it?").bot(*answers)
        )

    record = _twice(asks(*texts).record(), asks("SV-1 is on its way.").record())
    assert (ONCE in found(record)) is broken


def test_of_one_message_alone_nobody_knows_how_many_bubbles_a_bot_makes() -> None:
    record = _twice(_answers(*ON_ITS_WAY[:2]).record(), _answers(ON_ITS_WAY[2]).record())
    assert ONCE not in found(record)


# --- what reached the desk -----------------------------------------------------------------


def _waiting(*texts: str, arrived: tuple[str, ...]) -> Record:
    chat = handed_over()
    for text in texts:
        chat.after(text, relay=False)
    return chat.record(relayed=tuple(Relayed("c", text) for text in arrived))


@pytest.mark.parametrize(
    ("texts", "arrived", "lost"),
    [
        (("Hi?", "Hello?"), ("Hi?", "Hello?"), None),
        (("Hi?", "Hi?"), ("Hi?", "Hi?"), None),
        (("Hi?", "Hi?"), ("Hi?",), ["Hi?"]),
        (("Hi?", "Hi?", "Hi?"), ("Hi?", "Hi?"), ["Hi?"]),
        (("Hi?", "Hello?"), ("Hi? Hello?",), None),
        (("Is anybody there?",), ("Is anybody", "there?"), None),
        (("Hi?", "…"), ("Hi?",), None),
        (("Hi?", "…", "…"), ("Hi?", "!"), None),
        (("Hi?", "Hello?"), ("Hello?",), ["Hi?"]),
    ],
)
def test_each_message_reaches_the_desk_alone_or_joined(texts, arrived, lost) -> None:
    findings = found(_waiting(*texts, arrived=arrived))
    assert findings.keys() == ({LOST} if lost else set())
    if lost:
        assert findings[LOST].evidence["missing"] == lost


@pytest.mark.parametrize(
    ("written", "arrived", "told"),
    [(1, 2, "The desk got 2 times what the customer wrote once"),
     (2, 3, "The desk got 3 times what the customer wrote 2 times"),
     (2, 2, "")],
)  # fmt: skip
def test_a_message_that_the_desk_got_too_often(written, arrived, told) -> None:
    record = _waiting(*["Is anybody there?"] * written, arrived=("Is anybody there?",) * arrived)
    numbered = [replace(one, id=f"m{place}") for place, one in enumerate(record.relayed)]
    findings = found(replace(record, relayed=tuple(numbered)))
    assert findings.keys() == ({LOST} if told else set())
    assert not told or findings[LOST].message.startswith(told)


# --- asked again ---------------------------------------------------------------------------

ASKED = "context.not-asked-again"
QUESTION = "What is your order number?"
TALKS = policy(after={"bot_silent": None})


def test_what_the_bot_asks_before_the_handoff_is_fine() -> None:
    chat = Chat().customer("I was charged twice.").bot(QUESTION)
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST, gives=healthy().facts[:1])
    chat.signal().desk(facts={"order_id": "AB-123456"}).bot(NOTICE)
    assert ASKED not in found(chat.after("Hi?"), TALKS)
    known = healthy()
    first = replace(known.messages[1], text=QUESTION)
    known.messages[1] = first
    assert ASKED not in found(known, TALKS)


def test_a_person_may_ask_in_the_handoffs_own_turn_too() -> None:
    assert ASKED in found(handed_over().human(QUESTION).after("Hi?"))


def test_a_bot_that_should_be_silent_is_reported_for_that() -> None:
    assert found(healthy().bot(QUESTION)).keys() == {SILENT}
    assert ASKED in found(healthy().bot(QUESTION), TALKS)


def test_a_bot_that_has_the_customer_back_does_not_ask_again() -> None:
    chat = healthy().after("And now?").bot(QUESTION)
    assert found(_gave_back(chat, 3)).keys() == {ASKED}
    assert found(_gave_back(chat, 4)).keys() == {SILENT}
