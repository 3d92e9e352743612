"""Over a socket each message goes out once and comes in once, also over several connections."""

import asyncio

import pytest
from starlette.responses import JSONResponse

from escalation_tests.model.event import Confided, Replied, Said, Signalled
from escalation_tests.model.message import Speaker
from tests.channels.sockets import JOURNAL, Journal, echoes, hear, say, settled, socket_bot

pytestmark = pytest.mark.anyio


async def heard(session, count):
    """The next so many messages and signals."""
    found = []
    while len(found) < count:
        event = await asyncio.wait_for(session.receive(), 5)
        assert event is not None, f"no more than {found}"
        found += [] if isinstance(event, Replied) else [event]
    return found


async def texts(session, count):
    return [event.text for event in await heard(session, count)]


MODES = [
    ({"whole": "data.t"}, [{"t": "a"}, {"ping": 1}, {"t": "b"}], ["a", "b"]),
    ({"part": "data.t", "done": "data.d"}, [{"t": "He"}, {"t": "llo"}, {"d": 1}], ["Hello"]),
    (
        {"part": "data.t", "assemble": "replace", "ends": "data.e"},
        [{"t": "He"}, {"t": "Hello"}, {"e": 1}, {"t": "So"}, {"e": 1}],
        ["Hello", "So"],
    ),
    (
        {"part": "data.t", "assemble": "final", "whole": "data.all"},
        [{"t": "Hm"}, {"t": "..."}, {"all": "Hello"}],
        ["Hello"],
    ),
    (
        {"part": "data.t", "message": "data.m", "ends": "data.e"},
        [{"t": "a", "m": 1}, {"t": "x", "m": 2}, {"t": "b", "m": 1}, {"e": 1, "m": 2}, {"e": 1, "m": 1}],
        ["x", "ab"],
    ),
    ({"part": "data", "data": "text", "ends": "data == '.'"}, ["1", "2", "."], ["12."]),
    ({"messages": "data.all", "text": "t"}, [{"all": [{"t": "a"}, {"t": "b"}]}], ["a", "b"]),
    ({"part": "data.t", "whole": "data.w"}, [{"t": "a"}, "[DONE]"], ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("receive", "events", "wanted"), MODES)
async def test_messages_are_assembled(dial, receive, events, wanted) -> None:
    async with socket_bot(echoes(*events)) as url:
        session = await dial(url, receive={**receive, "identity": None})
        for _ in range(1 if "message" in receive else 2):  # a name means one message for ever
            await session.send("hi")
            assert await texts(session, len(wanted)) == wanted


async def test_what_goes_out(dial) -> None:
    seen = []

    async def talk(connection):
        request = connection.request
        seen.append((request.path, request.headers["authorization"], connection.subprotocol))
        seen.append(await hear(connection))
        await say(connection, {"type": "welcome"})
        seen.append(await hear(connection))
        await say(connection, {"text": "hello"})

    async with socket_bot(talk, subprotocols=["chat.v2"]) as url:
        session = await dial(
            url + "/{conversation_id}",
            query={"who": "{customer_id}", "from": "{cursor}"},
            token="s3cret",
            protocols="chat.v2",
            connect=[{"json": {"type": "subscribe", "language": "{language}"}}],
            ready="data.type == 'welcome'",
            send={"json": {"id": "{message_number}", "say": "{text}"}},
        )
        await session.send('a "quote"')
        assert await texts(session, 1) == ["hello"]
    assert seen[0] == ("/chat/c-1?who=u-1", "Bearer s3cret", "chat.v2")
    assert seen[1] == {"type": "subscribe", "language": "es"}
    assert seen[2]["say"] == 'a "quote"'
    assert isinstance(seen[2]["id"], int)


async def test_messages_may_be_plain_text(dial) -> None:
    async def talk(connection):
        async for message in connection:
            await say(connection, message.removeprefix("42"))

    async with socket_bot(talk) as url:
        session = await dial(
            url, send={"text": "42{text}"}, receive={"whole": "data", "data": "text"}
        )
        await session.send("{7}")
        assert await texts(session, 1) == ["{7}"]


async def test_what_else_an_event_may_hold(dial) -> None:
    events = [
        {"text": "One moment", "sure": 0.4},
        {"handoff": {"queue": "billing"}},
        {"text": "I am Kim", "by": "clerk"},
        {"text": "hi", "by": "customer"},
    ]
    receive = {
        "whole": "data.text", "speaker": "data.by || 'bot'", "confidence": "data.sure",
        "signal": "data.handoff", "queue": "data.handoff.queue", "roles": {"clerk": "human"},
    }  # fmt: skip
    async with socket_bot(echoes(*events)) as url:
        session = await dial(url, receive=receive)
        await session.send("hi")
        one, sure, signal, kim = await heard(session, 4)
    assert {one, sure} == {Said("One moment"), Confided(0.4)}
    assert (signal.queue, kim.speaker) == ("billing", Speaker.HUMAN)
    assert isinstance(signal, Signalled)


async def test_a_bot_speaks_unasked(dial) -> None:
    async def talk(connection):
        await say(connection, {"text": "welcome"})
        await connection.wait_closed()

    async with socket_bot(talk) as url:
        session = await dial(url)
        assert session.listens
        assert await texts(session, 1) == ["welcome"]


async def test_a_conversation_that_is_opened_and_written_to_over_http(dial, serve) -> None:
    posted, rooms = [], {}

    async def http(request):
        body = await request.json()
        if request.url.path == "/rooms":
            return JSONResponse({"room": "r-9", "address": "stream-9"})
        posted.append((request.url.path, body))
        await say(rooms["r-9"], {"text": body["text"], "from": "me"}, {"text": "you said it"})
        return JSONResponse({})

    async def talk(connection):
        assert connection.request.path == "/chat?at=stream-9"
        rooms["r-9"] = connection
        await connection.wait_closed()

    api = await serve(http)
    async with socket_bot(talk) as url:
        session = await dial(
            url,
            open={
                "url": f"{api}/rooms",
                "json": {},
                "keep": {"conversation_id": "room", "at": "address"},
            },
            query={"at": "{opened.at}"},
            post={"url": f"{api}/rooms/{{conversation_id}}", "json": {"text": "{text}"}},
            receive={
                "whole": "data.text",
                "speaker": "data.from || 'bot'",
                "roles": {"me": "customer"},
            },
        )
        assert session.conversation == "r-9"
        await session.send("hi")
        assert await texts(session, 1) == ["you said it"]
    assert posted == [("/rooms/r-9", {"text": "hi"})]


async def test_a_connection_that_breaks_goes_on_from_the_cursor(dial) -> None:
    bot = Journal("a", "b", "c", "d", breaks=(2, 3))
    async with socket_bot(bot) as url:
        session = await dial(url, **JOURNAL)
        assert await texts(session, 4) == ["a", "b", "c", "d"]
        await session.send("hi")
    assert bot.asked == [None, 2, 3]
    assert [each["text"] for each in bot.heard] == ["hi"]


async def test_what_is_told_again_counts_once(dial) -> None:
    bot = Journal("a", "b", "c", breaks=(1, 2), again=2)
    async with socket_bot(bot) as url:
        session = await dial(url, **JOURNAL)
        assert await texts(session, 3) == ["a", "b", "c"]
    assert bot.asked == [None, 1, 2]


async def test_events_that_overtake_each_other_are_put_in_order(dial) -> None:
    events = [{"n": n, "t": t} for n, t in [(2, "b"), (1, "a"), (2, "b"), (4, "d"), (3, "c")]]

    async def talk(connection):
        await hear(connection)
        await say(connection, *events)
        await connection.wait_closed()

    async with socket_bot(talk) as url:
        session = await dial(url, receive={"whole": "data.t", "order": "data.n"})
        await session.send("hi")
        assert await texts(session, 4) == ["a", "b", "c", "d"]


async def test_a_message_cut_in_two_by_a_break_is_whole(dial) -> None:
    async def talk(connection):
        after = (await hear(connection))["after"]
        if after is None:
            await say(connection, {"seq": 1, "t": "Hel"})
            await settled(connection)
            connection.transport.abort()
            return
        await say(connection, {"seq": 2, "t": "lo"}, {"seq": 3, "end": True})
        await connection.wait_closed()

    receive = {"part": "data.t", "ends": "data.end", "identity": "data.seq"}
    async with socket_bot(talk) as url:
        session = await dial(url, **{**JOURNAL, "receive": receive})
        assert await texts(session, 1) == ["Hello"]


async def test_events_are_acknowledged_once_they_count_and_again_when_they_come_again(
    dial,
) -> None:
    told = []

    async def talk(connection):
        await hear(connection)
        await say(
            connection, {"seq": 7, "text": "a"}, {"type": "ping", "n": 1}, {"seq": 7, "text": "a"}
        )
        told.extend([await hear(connection) for _ in range(3)])
        await say(connection, {"seq": 8, "text": "b"})
        await connection.wait_closed()

    answers = [
        {"when": "data.seq", "keep": {"seq": "data.seq"}, "json": {"ack": "{event.seq}"}},
        {"when": "data.type == 'ping'", "keep": {"n": "data.n"}, "json": {"pong": "{event.n}"}},
    ]
    receive = {"whole": "data.text", "identity": "data.seq"}
    async with socket_bot(talk) as url:
        session = await dial(url, answers=answers, receive=receive)
        await session.send("hi")
        assert await texts(session, 2) == ["a", "b"]
    assert told == [{"ack": 7}, {"pong": 1}, {"ack": 7}]


async def test_the_bots_own_word_says_that_a_message_was_taken(dial) -> None:
    gate = asyncio.Event()

    async def talk(connection):
        await hear(connection)
        await say(connection, {"text": "before it is taken"})
        await gate.wait()
        await say(connection, {"type": "taken"})
        await connection.wait_closed()

    async with socket_bot(talk) as url:
        session = await dial(url, taken="data.type == 'taken'")
        sending = asyncio.create_task(session.send("hi"))
        assert await texts(session, 1) == ["before it is taken"]
        assert not sending.done()
        gate.set()
        await asyncio.wait_for(sending, 5)


async def test_pings_of_our_own(dial) -> None:
    pings = []

    async def talk(connection):
        pings.extend([await hear(connection) for _ in range(2)])
        await say(connection, {"text": "still there"})
        await connection.wait_closed()

    async with socket_bot(talk) as url:
        session = await dial(url, ping={"every": "1ms", "json": {"type": "ping"}})
        assert await texts(session, 1) == ["still there"]
    assert pings == [{"type": "ping"}] * 2


async def test_a_bot_that_says_goodbye_has_nothing_more_to_say(dial) -> None:
    async def talk(connection):
        await hear(connection)
        await say(connection, {"text": "a human takes over"})
        await settled(connection)

    async with socket_bot(talk) as url:
        session = await dial(url)
        await session.send("hi")
        assert await texts(session, 1) == ["a human takes over"]
        events = [await asyncio.wait_for(session.receive(), 5) for _ in range(2)]
        assert events[-1] is None


async def test_conversations_that_are_left_are_closed_on_the_other_side(dial) -> None:
    left = asyncio.Event()

    async def talk(connection):
        await connection.wait_closed()
        left.set()

    async with socket_bot(talk) as url:
        session = await dial(url)
        await session.close()
        await asyncio.wait_for(left.wait(), 5)
