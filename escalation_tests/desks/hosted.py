"""A desk that other processes of the same run may follow, although it is no server itself."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from typing import Protocol

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from escalation_tests.desks.address import Address, bound
from escalation_tests.desks.readout import Keeper, Readout
from escalation_tests.ports import Answer, Clock, Desk, Inbox, Opening
from escalation_tests.serving import Server


class KeepingDesk(Desk, Keeper, Protocol):
    """A desk that can be told whom to give deliveries to."""


class HostedDesk:
    """`desk`, with a read-out on loopback beside it."""

    def __init__(self, desk: KeepingDesk, clock: Clock) -> None:
        self.desk, self._clock = desk, clock
        self.key, self.url = secrets.token_urlsafe(24), ""
        self._stopping = asyncio.Event()
        self._readout = Readout(desk, clock, self.key, self._stopping)
        self._server: Server | None = None

    @property
    def address(self) -> str:
        """Where the bot delivers to; empty for a desk that is asked."""
        return getattr(self.desk, "address", "")

    async def start(self) -> None:
        await self.desk.start()
        listening = await bound(Address("127.0.0.1", 0), allow_remote=False)
        self.url = Address("127.0.0.1", listening.getsockname()[1]).url
        self._stopping.clear()
        self._server = Server(self._serve, listening)
        await self._server.start()

    async def open(self, opening: Opening, conversation: str, answers: Sequence[Answer]) -> Inbox:
        return await self.desk.open(opening, conversation, answers)

    def strays(self) -> Mapping[str, int]:
        return self.desk.strays()

    async def stop(self) -> None:
        server, self._server = self._server, None
        self._stopping.set()
        if server is not None:
            await server.stop()
        await self.desk.stop()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._readout.response(Request(scope, receive))
        await response(scope, receive, send)
