"""The way to the desk: what is repeated, what is not, and what the customer is told."""

import asyncio
import json

import httpx
import pytest

from escalation_tests.demo.bot.conversation import REMEMBERED, Conversation, Memory
from escalation_tests.demo.bot.delivery import ATTEMPTS, DeskClient
from tests.demo.shop import ANGRY, CHAT, HUMAN, LOST, Shop


def statuses(*in_turn):
    """The desk's answers one after the other; the last for ever."""
    return lambda number: in_turn[min(number, len(in_turn)) - 1]


@pytest.mark.parametrize("status", [400, 401, 404, 409, 413, 422, 429, 302])
def test_a_refusal_is_not_repeated(status) -> None:
    shop = Shop(answers=statuses(status))
    (reply,) = shop.talk(HUMAN)
    assert len(shop.posted) == 1
    assert reply.handoff is None


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failure_is_repeated_a_few_times_under_the_same_id(status) -> None:
    shop = Shop(answers=statuses(status))
    (reply,) = shop.talk(HUMAN)
    assert len(shop.posted) == ATTEMPTS
    assert len({one["id"] for one in shop.posted}) == 1
    assert reply.handoff is None
    assert "connecting" not in reply.texts[0]


@pytest.mark.parametrize(
    "error", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError]
)
def test_a_desk_that_cannot_be_reached_is_told_to_the_customer(error) -> None:
    asked = []

    def broken(request):
        asked.append(json.loads(request.content)["id"])
        raise error("no")

    async def deliver():
        desk = DeskClient("http://desk/", httpx.MockTransport(broken))
        return await desk.deliver({"id": "h1"})

    assert asyncio.run(deliver()) is False
    assert asked == ["h1"] * ATTEMPTS


def test_a_desk_that_never_answers_is_given_up() -> None:
    asked = []

    async def hanging(request):
        asked.append(request)
        await asyncio.Event().wait()

    async def deliver():
        desk = DeskClient("http://desk/", httpx.MockTransport(hanging), patience=0.01)
        return await desk.deliver({"id": "h1"})

    assert asyncio.run(deliver()) is False
    assert len(asked) == ATTEMPTS


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt"])
def test_a_refused_request_leaves_the_bot_at_work(language) -> None:
    from dataclasses import replace

    shop = Shop(answers=statuses(409, 201))
    wish, chat = replace(HUMAN, language=language), replace(CHAT, language=language)
    refused, between, taken, after = shop.talk(wish, chat, wish, chat)
    assert refused.handoff is None
    assert between.texts
    assert taken.handoff
    assert after.texts == ()
    said = [line["text"] for line in shop.handoffs[1]["transcript"]]
    assert said == ["turn 1", refused.texts[0], "turn 2", between.texts[0], "turn 3"]


def test_who_is_still_cross_is_heard_at_once_after_a_refusal() -> None:
    shop = Shop(answers=statuses(409, 201))
    *_, refused, taken = shop.talk(ANGRY, ANGRY, ANGRY)
    assert refused.handoff is None
    assert taken.handoff["reason"] == "frustration"


def test_after_a_refusal_calm_words_call_nobody() -> None:
    shop = Shop(answers=statuses(409))
    replies = shop.talk(ANGRY, ANGRY, CHAT, CHAT)
    assert len(shop.handoffs) == 1
    assert all(reply.texts for reply in replies)


def test_a_new_row_of_misunderstandings_has_to_come_after_a_refusal() -> None:
    shop = Shop(answers=statuses(409, 201))
    replies = shop.talk(LOST, LOST, LOST, LOST)
    assert [bool(reply.handoff) for reply in replies] == [False, False, False, True]


def test_later_messages_reach_the_desk_in_order_with_ids_of_their_own() -> None:
    shop = Shop()
    shop.talk(HUMAN, ("one", CHAT), ("two", ANGRY), ("three", HUMAN))
    assert shop.forwarded == ["one", "two", "three"]
    assert len({one["id"] for one in shop.posted}) == 4
    assert len(shop.handoffs) == 1


def test_a_message_that_the_desk_could_not_take_comes_with_the_next() -> None:
    shop = Shop(answers=statuses(201, 503, 503, 503, 201))
    shop.talk(HUMAN, ("one", CHAT), ("two", CHAT))
    taken = [one["text"] for one in shop.posted[4:]]
    assert taken == ["one", "two"]
    assert len({one["id"] for one in shop.posted if one.get("text") == "one"}) == 1


def test_a_conversation_without_end_forgets_its_beginning_and_says_so() -> None:
    conversation = Conversation("c1")
    for number in range(4):
        conversation.note("customer", str(number) * (REMEMBERED // 3))
    assert [line["text"][0] for line in conversation.transcript] == ["1", "2", "3"]
    assert conversation.forgotten == 1


def test_memory_is_bounded() -> None:
    memory = Memory(size=2)
    first = memory.of("a")
    memory.of("b")
    assert memory.of("a") is first
    memory.of("c")
    assert memory.of("a") is first
    assert memory.of("b").transcript == []
