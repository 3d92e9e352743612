"""Bots behind WebSockets on real loopback connections."""

import asyncio
import base64
import hashlib
import json
from contextlib import asynccontextmanager

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed


@asynccontextmanager
async def socket_bot(talk, **settings):
    """Serves `talk(connection)` on a free port; gives its address."""

    async def guarded(connection):
        try:
            await talk(connection)
        except ConnectionClosed:
            return

    async with serve(guarded, "127.0.0.1", 0, **settings) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/chat"


async def hear(connection) -> dict:
    """The next message as JSON."""
    return json.loads(await connection.recv())


async def say(connection, *values) -> None:
    for value in values:
        await connection.send(value if isinstance(value, str | bytes) else json.dumps(value))


def echoes(*answers):
    """A bot that answers each message with the same messages."""

    async def talk(connection):
        async for _ in connection:
            await say(connection, *answers)

    return talk


class Journal:
    """A bot that numbers what it says, tells it again from where it is asked to, and breaks off.

    `breaks` says after which of its lines the connection is cut, without a goodbye.
    """

    def __init__(self, *lines: str, breaks=(), again: int = 0) -> None:
        self.lines, self.breaks, self.again = lines, set(breaks), again
        self.asked: list[object] = []
        self.heard: list[object] = []

    async def __call__(self, connection) -> None:
        hello = await hear(connection)
        self.asked.append(hello.get("after"))
        start = max(0, int(hello.get("after") or 0) - self.again)
        for number, line in enumerate(self.lines[start:], start + 1):
            await say(connection, {"seq": number, "text": line})
            if number in self.breaks:
                self.breaks.discard(number)
                await settled(connection)
                connection.transport.abort()
                return
        async for message in connection:
            self.heard.append(json.loads(message))


async def settled(connection) -> None:
    """Return when all that was sent has been read by the other side."""
    await (await connection.ping())


JOURNAL = {
    "connect": [{"json": {"type": "subscribe", "after": "{cursor}"}}],
    "cursor": "data.seq",
    "receive": {"whole": "data.text", "identity": "data.seq"},
    "retry": "1ms",
}


async def opened(reader, writer) -> None:
    """Answer a handshake as it must be answered."""
    head = await reader.readuntil(b"\r\n\r\n")
    key = next(
        line.split(b":", 1)[1].strip()
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"sec-websocket-key")
    )
    told = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    writer.write(
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
        b"sec-websocket-accept: " + told + b"\r\n\r\n"
    )


@asynccontextmanager
async def raw_bot(talk):
    """Serves raw bytes; gives its address."""
    talks = set()

    async def kept(reader, writer):
        talks.add(asyncio.current_task())
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(kept, "127.0.0.1", 0)
    try:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/chat"
    finally:
        server.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
