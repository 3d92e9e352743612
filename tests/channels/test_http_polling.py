"""Bots whose messages arrive later: each message once, in order, and none lost."""

import asyncio

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Confided, Replied, Said, Signalled

pytestmark = pytest.mark.anyio


class Mailbox:
    """A bot that takes messages at /send and gives them back at /poll."""

    def __init__(self) -> None:
        self.log: list[dict[str, object]] = []
        self.extra: dict[str, object] = {}
        self.polls: list[str | None] = []
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.ack = JSONResponse({"ok": True})
        self.status = 200

    async def answer(self, request):
        if request.url.path == "/send":
            return self.ack
        cursor = request.query_params.get("since")
        self.polls.append(cursor)
        self.asked.set()
        await self.may_answer.wait()
        if self.status != 200:
            return Response(status_code=self.status)
        start = int(cursor or 0)
        reply = {"messages": self.log[start:], "next": len(self.log), **self.extra}
        return JSONResponse(reply)


@pytest.fixture
async def mailbox(serve):
    bot = Mailbox()
    bot.url = await serve(bot.answer)
    yield bot
    bot.may_answer.set()


@pytest.fixture
async def polled(mailbox, connect):
    async def opened(poll=None, receive=None, every="1ms"):
        return await connect(
            f"{mailbox.url}/send",
            receive={"messages": "messages", "text": "t", "id": "i", **(receive or {})},
            poll={"url": "/poll", "every": every, **(poll or {})},
        )

    return opened


async def heard(session, count):
    events = []
    while len(events) < count:
        event = await session.receive()
        if isinstance(event, Said):
            events.append(event.text)
    return events


async def test_each_message_comes_once_and_in_order(mailbox, polled) -> None:
    session = await polled()
    assert session.listens
    await session.send("hi")
    mailbox.log += [{"t": "a", "i": 1}, {"t": "b", "i": 2}]
    assert await heard(session, 2) == ["a", "b"]
    mailbox.log += [{"t": "c", "i": 3}]
    assert await heard(session, 1) == ["c"]
    await session.close()
    assert len(mailbox.polls) >= 2


async def test_a_cursor_is_sent_back_and_left_out_at_first(mailbox, polled) -> None:
    session = await polled(
        poll={"query": {"since": "{cursor}"}, "cursor": "next"}, receive={"id": None}
    )
    mailbox.log += [{"t": "a"}, {"t": "same"}]
    assert await heard(session, 2) == ["a", "same"]
    mailbox.log += [{"t": "same"}]
    assert await heard(session, 1) == ["same"]
    await session.close()
    assert mailbox.polls[:2] == [None, "2"]


async def test_a_message_shown_in_the_reply_and_again_by_polling_is_one(mailbox, polled) -> None:
    mailbox.ack = JSONResponse({"messages": [{"t": "now", "i": "x1"}]})
    mailbox.log += [{"t": "now", "i": "x1"}, {"t": "later", "i": "x2"}]
    session = await polled()
    await session.send("hi")
    assert await heard(session, 2) == ["now", "later"]
    await session.close()


async def test_cancelling_a_waiting_receive_loses_nothing(mailbox, polled) -> None:
    mailbox.may_answer.clear()
    mailbox.log += [{"t": "a", "i": 1}, {"t": "b", "i": 2}]
    session = await polled()
    waiting = asyncio.create_task(session.receive())
    await mailbox.asked.wait()
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    mailbox.may_answer.set()
    assert await heard(session, 2) == ["a", "b"]
    await session.close()


async def test_a_repeated_state_is_told_once(mailbox, polled) -> None:
    mailbox.extra = {"handoff": {"to": "billing"}, "mood": 0.5}
    session = await polled(
        receive={"signal": "handoff", "queue": "handoff.to", "confidence": "mood"}
    )
    await session.send("hi")
    first = [await session.receive() for _ in range(3)]
    assert [type(event) for event in first] == [Replied, Confided, Signalled]
    assert isinstance(await session.receive(), Replied)
    before = len(mailbox.polls)
    waiting = asyncio.create_task(session.receive())
    while len(mailbox.polls) < before + 3:
        mailbox.asked.clear()
        await mailbox.asked.wait()
    assert not waiting.done()
    mailbox.log += [{"t": "new", "i": 1}]
    assert [await waiting, await session.receive()] == [Confided(0.5), Said("new", id="1")]
    assert isinstance(await session.receive(), Replied)
    await session.close()


async def test_a_plain_acknowledgement_is_fine_where_messages_come_later(mailbox, polled) -> None:
    for ack in (PlainTextResponse("ok"), Response(status_code=204), JSONResponse({"id": 1})):
        mailbox.ack = ack
        session = await polled()
        await session.send("hi")
        await session.close()


async def test_a_poll_that_has_nothing_may_have_no_body(mailbox, polled) -> None:
    mailbox.status = 204
    session = await polled()
    waiting = asyncio.create_task(session.receive())
    await mailbox.asked.wait()
    mailbox.log += [{"t": "a", "i": 1}]
    mailbox.status = 200
    while not isinstance(event := await waiting, Said):
        waiting = asyncio.create_task(session.receive())
    assert event.text == "a"
    await session.close()


async def test_a_poll_that_fails_is_told_to_whoever_waits(mailbox, polled) -> None:
    mailbox.status = 500
    session = await polled()
    with pytest.raises(ChannelError, match="answered HTTP 500"):
        await session.receive()
    await session.close()


async def test_leaving_ends_the_question_under_way(mailbox, polled) -> None:
    mailbox.may_answer.clear()
    session = await polled()
    waiting = asyncio.create_task(session.receive())
    await mailbox.asked.wait()
    waiting.cancel()
    await asyncio.wait({waiting})
    await session.close()
    await session.close()
    assert {task.get_name() for task in asyncio.all_tasks() if "poll" in repr(task)} == set()


async def test_what_was_there_before_the_conversation_is_not_heard(mailbox, polled) -> None:
    mailbox.log += [{"t": "of yesterday", "i": 1}]
    mailbox.extra = {"handoff": {"to": "billing"}}
    session = await polled(poll={"skip_earlier": True}, receive={"signal": "handoff"})
    await session.send("hi")
    mailbox.log += [{"t": "of today", "i": 2}]
    assert await heard(session, 1) == ["of today"]
    await session.close()


async def test_a_cursor_alone_also_tells_what_is_of_earlier_runs(mailbox, polled) -> None:
    mailbox.log += [{"t": "same"}]
    session = await polled(
        poll={"query": {"since": "{cursor}"}, "cursor": "next", "skip_earlier": True},
        receive={"id": None},
    )
    mailbox.log += [{"t": "same"}]
    assert await heard(session, 1) == ["same"]
    await session.close()
    assert mailbox.polls[:2] == [None, "1"]


async def test_messages_that_come_twice_and_in_another_order_count_once(mailbox, polled) -> None:
    session = await polled(poll={"query": {"since": "{cursor}"}, "cursor": "next"})
    two, one = {"t": "two", "i": 2}, {"t": "one", "i": 1}
    mailbox.log += [two, one, two]
    assert await heard(session, 2) == ["two", "one"]
    mailbox.extra = {"next": 0}
    mailbox.log += [{"t": "three", "i": 3}]
    assert await heard(session, 1) == ["three"]
    mailbox.extra = {}
    mailbox.log += [one, {"t": "four", "i": 4}]
    assert await heard(session, 1) == ["four"]
    await session.close()


async def test_the_bot_is_told_once_that_its_handoff_was_taken(mailbox, serve, connect) -> None:
    told = []

    async def answer(request):
        if request.url.path == "/status":
            told.append(await request.json())
            mailbox.log.append({"t": "welcome", "i": "w"})
            return JSONResponse({})
        return await mailbox.answer(request)

    url = await serve(answer)
    session = await connect(
        f"{url}/send",
        receive={"messages": "messages", "text": "t", "id": "i", "signal": "handoff",
                 "queue": "handoff.to"},
        poll={"url": "/poll", "every": "1ms"},
        on_handoff={"url": "/status", "json": {"state": "accepted", "queue": "{queue}"}},
    )  # fmt: skip
    mailbox.extra = {"handoff": {"to": "billing"}}
    await session.send("a human please")
    assert await heard(session, 1) == ["welcome"]
    mailbox.log += [{"t": "more", "i": "m"}]
    assert await heard(session, 1) == ["more"]
    await session.close()
    assert told == [{"state": "accepted", "queue": "billing"}]


async def test_what_a_bubble_is_answered_is_there_before_the_next_one(serve, connect) -> None:
    """So that the order of a burst and its answers is known although nobody waits in between."""
    said: list[dict] = []

    async def answer(request):
        if request.method == "POST":
            said.append({"id": len(said), "text": f"to {(await request.json())['text']}"})
        return JSONResponse({"messages": said})

    session = await connect(
        await serve(answer),
        receive={"messages": "`[]`", "optional": True},
        poll={"url": "/poll", "every": "10s", "receive": {"messages": "messages", "text": "text", "id": "id"}},
    )  # fmt: skip
    for bubble in ("one", "two", "three"):
        await session.send(bubble)
        heard = []
        while not heard or heard[-1] is not None:
            ear = asyncio.create_task(session.receive())
            await asyncio.sleep(0)
            heard.append(ear.result() if ear.done() else None)
            ear.cancel()
        assert [event.text for event in heard if isinstance(event, Said)] == [f"to {bubble}"]
