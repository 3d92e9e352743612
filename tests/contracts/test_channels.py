"""Our own channels keep what their port promises, and the suite notices those that do not."""

import asyncio
import json
from collections import deque
from collections.abc import Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route
from websockets.asyncio.server import serve

from escalation_tests.channels import (
    asgi_channel,
    callback_channel,
    http_channel,
    python_channel,
    sse_channel,
    websocket_channel,
)
from escalation_tests.contract.bot import HttpBot
from escalation_tests.contract.callback import CallbackBot
from escalation_tests.contract.inprocess import AsgiBot
from escalation_tests.contract.socket import SocketBot
from escalation_tests.contract.streaming import SseBot
from escalation_tests.desks.address import Address, bound
from escalation_tests.engine.clock import LoopClock
from escalation_tests.faults import disturb
from escalation_tests.model.event import Said
from escalation_tests.model.plan import FaultSpec
from escalation_tests.serving import Server
from escalation_tests.testing.channels import check_channel

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def word_bot():
    """Answers each bubble with its words, in the reply at /say, later at /poll."""
    boxes: dict[str, list[dict[str, object]]] = {}

    async def say(request: Request):
        body = await request.json()
        words = [{"text": word} for word in body["text"].split()]
        box = boxes.setdefault(body["conversation"], [])
        box += [{"id": len(box) + place, **word} for place, word in enumerate(words)]
        return JSONResponse({"messages": words})

    async def post(request: Request):
        await say(request)
        return JSONResponse({"accepted": True})

    async def poll(request: Request):
        return JSONResponse({"messages": boxes.get(request.query_params["c"], [])})

    routes = [Route("/say", say, methods=["POST"]), Route("/post", post, methods=["POST"])]
    listening = await bound(Address("127.0.0.1", 0), allow_remote=False)
    server = Server(Starlette(routes=[*routes, Route("/poll", poll)]), listening)
    await server.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    await server.stop()


async def test_http_channel() -> None:
    async with word_bot() as url:
        await check_channel(
            lambda: http_channel(HttpBot(channel="http", url=f"{url}/say"), LoopClock()), 300
        )


async def test_http_channel_that_polls() -> None:
    config = {
        "receive": {"messages": "messages", "text": "text", "id": "id"},
        "poll": {"url": "/poll", "query": {"c": "{conversation_id}"}, "every": "20ms"},
    }
    async with word_bot() as url:
        bot = HttpBot(channel="http", url=f"{url}/post", **config)
        await check_channel(lambda: http_channel(bot, LoopClock()), 10, quiet=0.4)


async def test_asgi_channel() -> None:
    said = {"channel": "asgi", "app": "tests.channels.applications:app", "url": "/chat"}
    await check_channel(lambda: asgi_channel(AsgiBot(**said), LoopClock()), 300)


async def test_asgi_channel_that_polls() -> None:
    poll = {"url": "/box", "query": {"c": "{conversation_id}"}, "every": "5ms"}
    said = {"channel": "asgi", "app": "tests.channels.applications:app", "url": "/take"}
    bot = AsgiBot(**said, poll=poll, receive={"messages": "messages", "text": "text", "id": "id"})
    await check_channel(lambda: asgi_channel(bot, LoopClock()), 10, quiet=0.2)


def plain(_conversation, text):
    return text.split()


async def awaited(message):
    await asyncio.sleep(0)
    return {"messages": [{"text": word} for word in message.text.split()]}


@pytest.mark.parametrize("call", [plain, awaited])
async def test_python_channel(call) -> None:
    await check_channel(lambda: python_channel(call, LoopClock()), 100)


async def test_a_slow_channel() -> None:
    late = [FaultSpec("bot", "slow", times=1, seconds=0.001)]
    clock = LoopClock()
    await check_channel(lambda: disturb(clock).channel(python_channel(plain, clock), late))


class Broken:
    """A channel with one flaw."""

    signal_mapped = False

    def __init__(self, flaw: str) -> None:
        self.flaw, self.shared = flaw, deque()

    async def start(self) -> None: ...

    async def open(self, opening):
        return BrokenSession(self, opening.conversation)

    async def stop(self) -> None:
        if self.flaw == "stop":
            raise RuntimeError("cannot stop")


class BrokenSession:
    listens = False

    def __init__(self, channel: Broken, conversation: str) -> None:
        self.channel = channel
        self.conversation = "same" if channel.flaw == "ids" else conversation
        self.events = channel.shared if channel.flaw == "mixes" else deque()

    async def send(self, text: str) -> None:
        words = [Said(word) for word in text.split()]
        await asyncio.sleep(0)
        flaw = self.channel.flaw
        self.events += {"order": words[::-1], "twice": words * 2, "loses": words[:-1]}.get(
            flaw, words
        )

    async def receive(self):
        event = self.events.popleft() if self.events else None
        if self.channel.flaw == "cancel" and event is not None:
            await asyncio.sleep(0)
        return event

    async def close(self) -> None:
        if self.channel.flaw == "close":
            raise RuntimeError("cannot close")


@pytest.mark.parametrize(
    ("flaw", "sentence"),
    [
        ("order", "out of order"),
        ("twice", "exactly once"),
        ("loses", "exactly once"),
        ("mixes", "exactly once|conversations at once"),
        ("ids", "share an id"),
        ("close", r"Session\.close must never raise"),
        ("stop", "stop must never raise|cannot stop"),
    ],
)
async def test_the_suite_notices(flaw, sentence) -> None:
    with pytest.raises((AssertionError, RuntimeError), match=sentence):
        await check_channel(lambda: Broken(flaw), 10)


async def test_the_suite_passes_what_has_no_flaw() -> None:
    await check_channel(lambda: Broken(""), 10)


@asynccontextmanager
async def calling_bot():
    """Takes events at /, and posts each word of the text as a call of its own."""
    client = httpx.AsyncClient(trust_env=False, timeout=10)

    async def take(request: Request):
        event = await request.json()
        for word in event["text"].split():
            await client.post(f"{event['api']}/rooms/{event['room']}", json={"text": word})
        return JSONResponse({})

    listening = await bound(Address("127.0.0.1", 0), allow_remote=False)
    server = Server(Starlette(routes=[Route("/", take, methods=["POST"])]), listening)
    await server.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    await client.aclose()
    await server.stop()


async def test_callback_channel() -> None:
    room = {"text": "{text}", "room": "{conversation_id}", "api": "{platform_url}"}
    routes = [{"path": "/rooms/{conversation}", "receive": {"messages": "text"}}]
    async with calling_bot() as url:
        bot = CallbackBot(channel="callback", url=url, send={"json": room}, routes=routes)
        await check_channel(lambda: callback_channel(bot, LoopClock()), 20, quiet=0.4)


async def test_http_channel_that_asks_how_things_stand() -> None:
    config = {"state": {"url": "/poll", "query": {"c": "{conversation_id}"}, "muted": "messages"}}
    async with word_bot() as url:
        bot = HttpBot(channel="http", url=f"{url}/say", **config)
        await check_channel(lambda: http_channel(bot, LoopClock()), 100)


class Streaming:
    """Answers each bubble with its words by events: in the reply at /say, and on streams."""

    def __init__(self) -> None:
        self.rooms: dict[str, asyncio.Queue[str]] = {}
        self.answers: dict[str, list[str]] = {}

    async def say(self, request: Request):
        words = (await request.json())["text"].split()
        return StreamingResponse(self._events(words), media_type="text/event-stream")

    async def post(self, request: Request):
        body, answer = await request.json(), str(len(self.answers))
        self.answers[answer] = body["text"].split()
        self._room(body["conversation"]).put_nowait(body["text"])
        return JSONResponse({"answer": answer})

    async def answer(self, request: Request):
        words = self.answers[request.query_params["answer"]]
        return StreamingResponse(self._events(words), media_type="text/event-stream")

    async def stream(self, request: Request):
        room = self._room(request.query_params["c"])
        return StreamingResponse(self._endless(room), media_type="text/event-stream")

    def _room(self, name: str) -> asyncio.Queue[str]:
        return self.rooms.setdefault(name, asyncio.Queue())

    @staticmethod
    def _events(words: list[str]) -> Iterator[str]:
        for place, word in enumerate(words):
            for piece in (word[:2], word[2:]):
                yield f"data: {json.dumps({'text': piece, 'in': place})}\n\n"

    @staticmethod
    async def _endless(room: asyncio.Queue[str]):
        number = 0
        yield ": welcome\n\n"
        while True:
            for word in (await room.get()).split():
                number += 1
                yield f"id: {number}\ndata: {json.dumps({'whole': word})}\n\n"


@asynccontextmanager
async def streaming_bot():
    bot = Streaming()
    routes = [
        Route("/say", bot.say, methods=["POST"]),
        Route("/post", bot.post, methods=["POST"]),
        Route("/answer", bot.answer),
        Route("/stream", bot.stream),
    ]
    listening = await bound(Address("127.0.0.1", 0), allow_remote=False)
    server = Server(Starlette(routes=routes), listening)
    await server.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    await server.stop()


PIECES = {"part": "data.text", "message": "data.in", "identity": None}


async def test_sse_channel_whose_reply_is_the_stream() -> None:
    async with streaming_bot() as url:
        bot = SseBot(channel="sse", url=f"{url}/say", receive=PIECES)
        await check_channel(lambda: sse_channel(bot, LoopClock()), 100)


async def test_sse_channel_with_a_stream_for_each_answer() -> None:
    stream = {"url": "/answer", "query": {"answer": "{sent.id}"}, "keep": {"id": "answer"}}
    async with streaming_bot() as url:
        bot = SseBot(channel="sse", url=f"{url}/post", receive=PIECES, stream=stream)
        await check_channel(lambda: sse_channel(bot, LoopClock()), 50)


async def test_sse_channel_with_a_stream_that_lasts() -> None:
    stream = {"url": "/stream", "query": {"c": "{conversation_id}"}, "lasts": "conversation"}
    async with streaming_bot() as url:
        bot = SseBot(
            channel="sse", url=f"{url}/post", receive={"whole": "data.whole"}, stream=stream
        )
        await check_channel(lambda: sse_channel(bot, LoopClock()), 20, quiet=0.4)


@asynccontextmanager
async def talking_bot():
    """Answers each bubble over the socket with its words, numbered, each in two pieces."""
    rooms: dict[str, int] = {}

    async def talk(connection) -> None:
        async for message in connection:
            body = json.loads(message)
            for word in body["text"].split():
                number = rooms[body["conversation"]] = rooms.get(body["conversation"], 0) + 1
                for piece in (word[:2], word[2:]):
                    await connection.send(json.dumps({"piece": piece, "n": number}))
                await connection.send(json.dumps({"over": True, "n": number}))

    async with serve(talk, "127.0.0.1", 0) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_websocket_channel() -> None:
    receive = {"part": "data.piece", "message": "data.n", "ends": "data.over"}
    async with talking_bot() as url:
        bot = SocketBot(channel="websocket", url=url, receive=receive)
        await check_channel(lambda: websocket_channel(bot, LoopClock()), 30, quiet=0.4)
