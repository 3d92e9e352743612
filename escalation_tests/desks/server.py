"""An HTTP server inside the run's own event loop."""

import socket

import uvicorn
from starlette.types import ASGIApp

KEEP_ALIVE = 75
"""Seconds; longer than the bots' HTTP clients keep theirs."""


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
                timeout_graceful_shutdown=1,
            )
        )

    async def start(self) -> None:
        """Accept connections. `uvicorn.Server.serve` would take the run's signals as well."""
        self._server.config.load()
        self._server.lifespan = self._server.config.lifespan_class(self._server.config)
        await self._server.startup(sockets=[self._listening])

    async def stop(self) -> None:
        """Let answers under way go out, for a second at most, then cut off what is left."""
        await self._server.shutdown(sockets=[self._listening])
        for connection in list(self._server.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
