"""Asking a bot again and again for messages that arrive later."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Event
from escalation_tests.ports import Clock


class Poller:
    """Fills a conversation's events while somebody waits for them.

    A question under way outlives the waiting: whatever it brings stays in `events`.
    """

    def __init__(
        self,
        events: deque[Event],
        ask: Callable[[], Awaitable[None]],
        every: float,
        clock: Clock,
    ) -> None:
        """`ask` puts what it learns into `events`; `every` is the pause between questions."""
        self._events, self._ask, self._every, self._clock = events, ask, every, clock
        self._next = clock.now()
        self._asking: asyncio.Task[None] | None = None

    def hurry(self) -> None:
        """Ask the next time at once: the customer has just written."""
        self._next = self._clock.now()

    async def next(self) -> Event:
        """The next event; raises `ChannelError` when a question fails."""
        while not self._events:
            if self._asking is None:
                self._asking = asyncio.create_task(self._question())
            await asyncio.wait({self._asking})
            asked, self._asking = self._asking, None
            asked.result()
        return self._events.popleft()

    async def stop(self) -> None:
        """Give up the question under way."""
        asking, self._asking = self._asking, None
        if asking is None:
            return
        asking.cancel()
        await asyncio.wait({asking})
        with suppress(asyncio.CancelledError, ChannelError):
            asking.result()

    async def _question(self) -> None:
        wait = self._next - self._clock.now()
        if wait > 0:
            await self._clock.sleep(wait)
        await self._ask()
        self._next = self._clock.now() + self._every
