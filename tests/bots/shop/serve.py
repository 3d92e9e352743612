"""Any bot of the benchmark over HTTP on loopback, for trying it by hand:

    python -m tests.bots.shop.serve defects.n1_silent_handoff --port 8765 --desk http://127.0.0.1:8766/

`--dialect` and `--table` are files that the benchmark writes; without them the bot speaks the
first dialect and understands a few English words.
"""

import argparse
import asyncio
import importlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.bots.shop.bot import Bot
from tests.bots.shop.dialect import drawn, read
from tests.bots.shop.ears import Simple, table_of

TOPICS = {"order_status": "in", "refund": "in", "double_charge": "in", "legal_threat": "out"}
LATE = 0.15
"""Seconds after which a bot that is polled has its answer ready."""


def app(bot: Bot, transport: str = "http") -> Starlette:
    """`POST /chat` talks; with `poll`, `GET /later` has what the bot said since."""
    poll = transport == "poll"
    later = Later(bot)
    tasks: set[asyncio.Task[None]] = set()

    async def chat(request: Request) -> Response:
        message = SimpleNamespace(
            **{
                "message_id": "",
                "customer_id": "",
                "language": "en",
                "token": "",
                **await request.json(),
            }
        )
        if transport in ("append", "replace"):
            pieces = streamed(bot, await bot(message), whole=transport == "replace")
            return StreamingResponse(pieces, media_type="text/event-stream")
        if not poll:
            return JSONResponse(await bot(message))
        task = asyncio.create_task(think(message))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        return JSONResponse({}, 202)

    async def think(message: Any) -> None:
        await asyncio.sleep(LATE)
        later.put(message.conversation_id, await bot(message))

    async def fetch(request: Request) -> Response:
        conversation = request.query_params["conversation"]
        return JSONResponse(later.get(conversation))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await bot.close()

    routes = [
        Route("/chat", chat, methods=["POST"]),
        Route("/later", fetch),
        Route("/human/{does}", acting(bot, later if poll else None), methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


class Later:
    """What a bot that is polled has said, and not yet told: its signals once, its messages again
    and again, with a number each.
    """

    def __init__(self, bot: Bot) -> None:
        self._keys = bot.dialect.keys
        self._messages: dict[str, list[dict[str, Any]]] = {}
        self._signals: dict[str, list[dict[str, Any]]] = {}

    def put(self, conversation: str, reply: dict[str, Any]) -> None:
        box = self._messages.setdefault(conversation, [])
        for entry in reply[self._keys["messages"]]:
            box.append({**entry, "number": f"{conversation}/{len(box)}"})
        if reply[self._keys["signal"]]:
            self._signals.setdefault(conversation, []).append(reply[self._keys["signal"]])

    def get(self, conversation: str) -> dict[str, Any]:
        signals = self._signals.get(conversation, [])
        signal = signals.pop(0) if signals else None
        said = self._messages.get(conversation, [])
        return {self._keys["messages"]: said, self._keys["signal"]: signal}


def acting(bot: Bot, later: Later | None) -> Callable[[Request], Awaitable[Response]]:
    """Takes what a person at the desk does; where the bot is polled, it can be seen at once."""

    async def person(request: Request) -> Response:
        deed, does = await request.json(), request.path_params["does"]
        conversation = deed["conversation"]
        status = await bot.person(does, conversation, deed["text"], deed["queue"])
        if later is not None:
            said = {bot.dialect.keys["messages"]: bot.unasked(conversation)}
            later.put(conversation, {**said, bot.dialect.keys["signal"]: None})
        return JSONResponse({}, status)

    return person


def streamed(bot: Bot, reply: dict[str, Any], whole: bool) -> Iterator[str]:
    """A reply as server-sent events, word by word; with `whole`, each repeats what came before."""
    k = bot.dialect.keys
    for number, message in enumerate(reply[k["messages"]]):
        words = re.findall(r"\S+\s*", message[k["text"]])
        for end, word in enumerate(words, 1):
            yield event({k["text"]: "".join(words[:end]) if whole else word, "number": number})
    if reply[k["signal"]]:
        yield event({k["signal"]: reply[k["signal"]]})
    yield "event: done\ndata: {}\n\n"


def event(data: dict[str, Any]) -> str:
    """One event of a stream."""
    return f"data: {json.dumps(data)}\n\n"


async def serve(bot: Bot, port: int, transport: str) -> None:
    """Serve until the process is told to end; the first line of output says where."""
    server = uvicorn.Server(
        uvicorn.Config(app(bot, transport), "127.0.0.1", port, log_level="error", access_log=False)
    )
    task = asyncio.create_task(server.serve())
    while not server.started:
        if task.done():
            raise SystemExit("the bot could not listen")
        await asyncio.sleep(0.01)
    listening = server.servers[0].sockets[0].getsockname()[1]
    print(json.dumps({"listening": f"http://127.0.0.1:{listening}"}), flush=True)
    await task


def by_hand(name: str, arguments: list[str] | None = None) -> None:
    """Serve the bot of a module, such as `defects.n1_silent_handoff`."""
    parser = argparse.ArgumentParser(prog=name)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--desk", required=True, help="where it posts its handoffs")
    parser.add_argument("--dialect", type=Path)
    parser.add_argument("--table", type=Path)
    given = parser.parse_args(arguments)
    planted = importlib.import_module(f"tests.bots.{name}").PLANTED
    dialect = read(given.dialect) if given.dialect else drawn(0, TOPICS, ("en",))
    ears = table_of(given.table) if given.table else Simple(dialect.topics)
    bot = planted.bot(dialect, ears, given.desk)
    asyncio.run(serve(bot, given.port, planted.transport))


if __name__ == "__main__":
    import sys

    by_hand(sys.argv[1], sys.argv[2:])
