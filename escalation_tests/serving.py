"""An HTTP server inside the run's own event loop."""

import asyncio
import socket
from contextlib import suppress

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEEP_ALIVE = 75
"""Seconds; longer than the bots' HTTP clients keep theirs."""

LAST_WORDS = 1.0
"""Seconds for which answers under way are waited for when the server stops."""

LINGER, MOST_LINGERED = 1.0, 8_000_000
"""Seconds and bytes for which a client that is answered early is read on."""

_BODY = {b"content-length", b"transfer-encoding"}
"""Headers that say that a body follows (RFC 9112, 6)."""


class Server:
    """Serves an application on a socket that listens already.

    Signals, logs and the event loop are left alone: they belong to the run.
    """

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        self._listening = listening
        self._server = uvicorn.Server(
            uvicorn.Config(
                lingering(app),
                http="h11",
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                log_level="critical",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,
                timeout_keep_alive=KEEP_ALIVE,
            )
        )

    async def start(self) -> None:
        """Accept connections. `uvicorn.Server.serve` would take the run's signals as well."""
        self._server.config.load()
        self._server.lifespan = self._server.config.lifespan_class(self._server.config)
        await self._server.startup(sockets=[self._listening])

    async def stop(self) -> None:
        """Let answers under way go out, for a second at most, then cut off what is left."""
        await self._settle()
        state = self._server.server_state
        for listener in self._server.servers:
            listener.close()
        for connection in list(state.connections):
            connection.shutdown()
        if state.tasks:
            await asyncio.wait(set(state.tasks), timeout=LAST_WORDS)
        for connection in list(state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None and not transport.is_closing():
                transport.abort()

    async def _settle(self) -> None:
        """Accept nothing new, and let what was just accepted become a connection.

        asyncio would forget such a connection without closing it when its server is closed.
        """
        with suppress(NotImplementedError):  # not every platform's loop has readers
            asyncio.get_running_loop().remove_reader(self._listening)
        for _ in range(3):
            await asyncio.sleep(0)


async def body_of(request: Request, most: int) -> bytes | None:
    """The request's body; None when it is longer than `most` bytes, of which no more is read."""
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > most:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def lingering(app: ASGIApp) -> ASGIApp:
    """`app`, whose early answers reach also those who are still writing their request.

    A connection that is closed with bytes unread is reset, and the client may lose the answer
    with it (RFC 9112, 9.6): so it is read on for a moment before the answer ends.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        sent = {name for name, _ in scope["headers"]}
        # Who waits for leave to send a body (RFC 9110, 10.1.1) is not given it by reading on.
        unread = not sent.isdisjoint(_BODY) and b"expect" not in sent

        async def hear() -> Message:
            nonlocal unread
            message = await receive()
            unread = bool(message.get("more_body"))
            return message

        async def read_on() -> None:
            rest = MOST_LINGERED
            while unread and rest > 0:
                rest -= len((await hear()).get("body", b""))

        async def say(message: Message) -> None:
            if unread and message["type"] == "http.response.body" and not message.get("more_body"):
                await send({**message, "more_body": True})
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(read_on(), LINGER)
                message = {"type": "http.response.body"}
            await send(message)

        await app(scope, hear, say)

    return serve
