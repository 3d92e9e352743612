"""An HTTP server inside the run's own event loop."""

import asyncio
import socket
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

KEEP_ALIVE = 75
"""Seconds; longer than the bots' HTTP clients keep theirs."""

LAST_WORDS = 1.0
"""Seconds for which answers under way are waited for when the server stops."""


class Server:
    """Serves an application on a socket that listens already.

    Signals, logs and the event loop are left alone: they belong to the run.
    """

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        self._listening = listening
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
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
