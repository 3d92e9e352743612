"""Messages are put together from events in three ways, each once, also over several connections."""

import asyncio
import json

import pytest
from starlette.responses import JSONResponse, Response, StreamingResponse

from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Confided, Replied, Said, Signalled
from escalation_tests.model.message import Speaker

pytestmark = pytest.mark.anyio


def sse(*events: object) -> str:
    """Events as they are sent; a text is one as it stands."""
    lines = [event if isinstance(event, str) else f"data: {json.dumps(event)}" for event in events]
    return "".join(f"{each}\n\n" for each in lines)


def streams(*events: object):
    async def answer(_):
        return Response(sse(*events), media_type="text/event-stream")

    return answer


async def said(session, drained) -> list[str]:
    await session.send("hi")
    return [event.text for event in await drained(session) if isinstance(event, Said)]


MODES = [
    ({"part": "data.t"}, [{"t": "Hel"}, {"t": "lo"}], ["Hello"]),
    ({"part": "data.t"}, [{"t": ""}, {"t": " a"}, {"t": " "}, {"t": "b "}], [" a b "]),
    ({"part": "data.t", "assemble": "replace"}, [{"t": "He"}, {"t": "Hello"}], ["Hello"]),
    (
        {"part": "data.t", "assemble": "replace", "whole": "data.html"},
        [{"t": "He"}, {"t": "Hello"}, {"html": "<p>Hello</p>"}, {"t": "So"}],
        ["<p>Hello</p>", "So"],
    ),
    (
        {"part": "data.t", "assemble": "final", "whole": "data.all"},
        [{"t": "Hm"}, {"t": "..."}, {"all": "Hello"}],
        ["Hello"],
    ),
    (
        {"part": "data.t", "message": "data.m"},
        [{"t": "a", "m": 1}, {"t": "b", "m": 1}, {"t": "c", "m": 2}],
        ["ab", "c"],
    ),
    (
        {"part": "data.t", "message": "data.m", "ends": "data.end"},
        [
            *({"t": "a", "m": 1}, {"t": "x", "m": 2}, {"t": "b", "m": 1}),
            *({"end": True, "m": 2}, {"end": True, "m": 1}),
        ],
        ["x", "ab"],
    ),
    ({"part": "data", "data": "text"}, ["data: 1", "data: 2", "data: [DONE]"], ["12"]),
    ({"part": "data.t"}, [{"t": "a"}, "data: [DONE]", {"t": "never read"}], ["a"]),
    (
        {"part": "data.t", "done": "event == 'end'"},
        [{"t": "a"}, "event: end", {"t": "never read"}],
        ["a"],
    ),
    (
        {"messages": "data.all", "text": "t"},
        [{"all": [{"t": "a"}, {"t": "b"}]}, {"all": [{"t": "c"}]}],
        ["a", "b", "c"],
    ),
    ({"whole": "data.t"}, [{"t": "a"}, {"ping": 1}, {"t": "b"}], ["a", "b"]),
    ({"messages": "data.all"}, [{"all": []}], []),
]


@pytest.mark.parametrize(("receive", "events", "wanted"), MODES)
async def test_messages_are_assembled(serve, tune, drained, receive, events, wanted) -> None:
    session = await tune(await serve(streams(*events)), receive=receive)
    assert await said(session, drained) == wanted
    assert await said(session, drained) == wanted


async def test_a_message_is_heard_when_it_is_complete(ugly, tune) -> None:
    gate = asyncio.Event()

    async def slow(_, writer):
        head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
        writer.write(head + sse({"whole": "first"}).encode())
        await writer.drain()
        await gate.wait()
        writer.write(sse({"whole": "second"}).encode())
        writer.close()

    session = await tune(await ugly(slow), receive={"whole": "data.whole"})
    await session.send("hi")
    assert (await session.receive()).text == "first"
    gate.set()
    texts = []
    while (event := await session.receive()) is not None:
        texts += [event.text] if isinstance(event, Said) else []
    assert texts == ["second"]


async def test_what_else_an_event_may_hold(serve, tune, drained) -> None:
    events = [
        {"t": "One ", "sure": 0.4},
        {"t": "moment", "sure": 0.4},
        {"handoff": {"queue": "billing"}},
        {"handoff": {"queue": "billing"}},
        {"by": "clerk", "m": 2, "t": "Hello, this is Kim"},
        {"by": "customer", "m": 3, "t": "hi"},
    ]
    receive = {
        "part": "data.t", "message": "data.m", "speaker": "data.by", "confidence": "data.sure",
        "signal": "data.handoff", "queue": "data.handoff.queue", "roles": {"clerk": "human"},
    }  # fmt: skip
    session = await tune(await serve(streams(*events)), receive=receive)
    await session.send("hi")
    heard = await drained(session)
    assert [e for e in heard if isinstance(e, Confided)] == [Confided(0.4), Confided(0.4)]
    assert [e.queue for e in heard if isinstance(e, Signalled)] == ["billing"]
    assert [(e.text, e.speaker) for e in heard if isinstance(e, Said)] == [
        ("One moment", Speaker.BOT),
        ("Hello, this is Kim", Speaker.HUMAN),
    ]
    assert [e.body["data"] for e in heard if isinstance(e, Replied)] == events[2:4]


async def test_pieces_with_halves_of_characters_and_nul(serve, tune, drained) -> None:
    events = ['data: {"t": "a\\ud83d"}', 'data: {"t": "\\u0000b"}']
    session = await tune(await serve(streams(*events)), receive={"part": "data.t"})
    assert await said(session, drained) == ["a\ufffd\ufffdb"]


async def test_an_event_that_comes_again_counts_once(serve, tune, drained) -> None:
    one, two = 'id: 1\ndata: {"t": "a"}', 'id: 2\ndata: {"t": "a"}'
    session = await tune(await serve(streams(one, one, two, one)), receive={"part": "data.t"})
    assert await said(session, drained) == ["aa"]
    assert await said(session, drained) == ["aa"]


async def test_events_may_be_told_apart_by_something_else(serve, tune, drained) -> None:
    events = [{"n": 1, "t": "a"}, {"n": 2, "t": "b"}, {"n": 1, "t": "a"}]
    receive = {"part": "data.t", "identity": "data.n"}
    session = await tune(await serve(streams(*events)), receive=receive)
    assert await said(session, drained) == ["ab"]


async def test_ids_that_mean_messages_can_be_left_alone(serve, tune, drained) -> None:
    events = ['id: m\ndata: {"t": "ha"}'] * 2
    receive = {"part": "data.t", "identity": None}
    session = await tune(await serve(streams(*events)), receive=receive)
    assert await said(session, drained) == ["haha"]


async def test_events_that_overtake_each_other_are_put_in_order(serve, tune, drained) -> None:
    events = [{"n": n, "t": t} for n, t in [(2, "b"), (1, "a"), (4, "d"), (3, "c"), (4, "d")]]
    receive = {"part": "data.t", "order": "data.n"}
    session = await tune(await serve(streams(*events)), receive=receive)
    assert await said(session, drained) == ["abcd"]


class Room:
    """A bot with a stream of its own that breaks off where it is told to."""

    def __init__(self, *connections: str, ends: bool = False) -> None:
        self.connections, self.ends = list(connections), ends
        self.asked: list[tuple[str | None, str | None]] = []
        self.posted: list[str] = []

    async def __call__(self, request):
        if request.method == "POST":
            self.posted.append((await request.body()).decode())
            return JSONResponse({"id": "e-7"})
        self.asked.append((request.headers.get("last-event-id"), request.query_params.get("from")))
        return StreamingResponse(self._part(), media_type="text/event-stream")

    async def _part(self):
        if not self.connections:
            await asyncio.Event().wait()
        yield self.connections.pop(0)
        if not self.ends:
            raise ConnectionError


LASTS = {"url": "/stream", "lasts": "conversation", "retry": "1ms"}


async def heard(session, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        event = await session.receive()
        found += [event.text] if isinstance(event, Said) else []
    return found


async def test_a_stream_that_breaks_is_resumed_after_the_last_event(serve, tune) -> None:
    room = Room(
        sse('id: 1\ndata: {"w": "a"}') + 'id: 2\ndata: {"w": ',
        sse('id: 2\ndata: {"w": "b"}', 'id: 3\ndata: {"p": "c"}') + "id: 4\ndata: {",
        sse('id: 3\ndata: {"p": "c"}', 'id: 4\ndata: {"p": "d"}', 'id: 5\ndata: {"e": 1}'),
    )
    receive = {"whole": "data.w", "part": "data.p", "ends": "data.e"}
    session = await tune(await serve(room), receive=receive, stream=LASTS)
    assert await heard(session, 3) == ["a", "b", "cd"]
    await session.send("hi")
    assert len(room.posted) == 1
    assert [last for last, _ in room.asked][:3] == [None, "1", "3"]


async def test_a_cursor_of_the_bots_own_is_sent_instead(serve, tune) -> None:
    room = Room(sse({"w": "a", "at": "x/1"}), sse({"w": "b", "at": "x/2"}))
    stream = {**LASTS, "query": {"from": "{cursor}"}, "cursor": "data.at"}
    session = await tune(await serve(room), receive={"whole": "data.w"}, stream=stream)
    assert await heard(session, 2) == ["a", "b"]
    await session.send("hi")
    assert room.asked[:2] == [(None, None), (None, "x/1")]


async def test_a_stream_that_ends_between_messages_is_opened_again(serve, tune) -> None:
    room = Room(sse({"w": "a"}), sse({"w": "b"}), ends=True)
    session = await tune(await serve(room), receive={"whole": "data.w"}, stream=LASTS)
    assert await heard(session, 2) == ["a", "b"]


async def test_an_answer_fetched_for_a_message_is_resumed_too(serve, tune, drained) -> None:
    room = Room(
        sse('id: 1\ndata: {"p": "a"}'), sse('id: 2\ndata: {"p": "b"}', "data: [DONE]"),
        sse('id: 1\ndata: {"p": "c"}', "data: [DONE]"),
    )  # fmt: skip
    stream = {"url": "/answers/{sent.id}", "keep": {"id": "id"}, "retry": "1ms"}
    session = await tune(await serve(room), receive={"part": "data.p"}, stream=stream)
    assert await said(session, drained) == ["ab"]
    assert await said(session, drained) == ["c"]
    assert [last for last, _ in room.asked] == [None, "1", None]


@pytest.mark.parametrize(
    ("connection", "ends", "part"),
    [
        (sse({"w": "a"}), False, "no ids by which to go on"),
        (sse({"p": "half"}), True, "in the middle of a message, and its events have no ids"),
        ("data: {", True, "in the middle of an event"),
    ],
)
async def test_what_cannot_be_resumed_is_an_error(serve, tune, connection, ends, part) -> None:
    room = Room(connection, ends=ends)
    receive = {"whole": "data.w", "part": "data.p"}
    session = await tune(await serve(room), receive=receive, stream=LASTS)
    with pytest.raises(ChannelError, match=part) as caught:
        await heard(session, 2)
    assert caught.value.trouble.kind in {"closed", "cut"}
    assert len(room.asked) == 1
    with pytest.raises(ChannelError):
        await session.send("hi")
    assert room.posted == []


async def test_a_bot_that_is_gone_is_not_asked_for_ever(serve, tune) -> None:
    room = Room(sse('id: 1\ndata: {"w": "a"}'), *[": nothing\n\n"] * 9, ends=True)
    stream = {**LASTS, "retries": 2}
    session = await tune(await serve(room), receive={"whole": "data.w"}, stream=stream)
    with pytest.raises(ChannelError, match="again and again") as caught:
        await heard(session, 2)
    assert caught.value.trouble.kind == "closed"
    assert len(room.asked) == 4


async def test_the_next_message_waits_for_the_answer_to_the_last(serve, tune, drained) -> None:
    running, most = 0, 0

    async def answer(request):
        text = (await request.json())["text"]

        async def body():
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.01)
            yield sse({"t": text})
            running -= 1

        return StreamingResponse(body(), media_type="text/event-stream")

    session = await tune(await serve(answer), receive={"part": "data.t"})
    for text in ("a", "b", "c"):
        await session.send(text)
    assert [e.text for e in await drained(session) if isinstance(e, Said)] == ["a", "b", "c"]
    assert most == 1


async def test_requests_ask_for_events_unless_they_are_told_otherwise(serve, tune) -> None:
    seen = []

    async def answer(request):
        seen.append((request.headers["accept"], request.headers["accept-encoding"]))
        return Response(sse({"t": "a"}), media_type="text/event-stream; charset=utf-8")

    url = await serve(answer)
    await (await tune(url, receive={"part": "data.t"})).send("hi")
    own = {"accept": "application/x-ndjson, text/event-stream"}
    await (await tune(url, receive={"part": "data.t"}, headers=own)).send("hi")
    assert seen == [("text/event-stream", "identity"), (own["accept"], "identity")]
