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
        self._begun, self._hurried = False, asyncio.Event()

    async def hurry(self) -> None:
        """Ask at once: the customer has just written. Raises nothing; `next` does."""
        self._hurried.set()
        asking = self._question()
        if self._begun:  # what it asks, or has asked, is older than what was written
            await asyncio.wait({asking})
            if asking.cancelled() or asking.exception() is not None:
                return
            self._collected(asking)
            asking = self._question()
        await asyncio.wait({asking})

    async def next(self) -> Event:
        """The next event; raises `ChannelError` when a question fails."""
        while not self._events:
            asking = self._question()
            await asyncio.wait({asking})
            self._collected(asking)
            asking.result()
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

    def _question(self) -> "asyncio.Task[None]":
        """The question under way, or a new one."""
        if self._asking is None:
            self._begun = False
            self._asking = asyncio.create_task(self._put())
        return self._asking

    def _collected(self, asked: "asyncio.Task[None]") -> None:
        if self._asking is asked:
            self._asking = None

    async def _put(self) -> None:
        wait = self._next - self._clock.now()
        if wait > 0 and not self._hurried.is_set():
            with suppress(TimeoutError):
                async with self._clock.timeout(wait):
                    await self._hurried.wait()
        self._begun = True
        self._hurried.clear()
        await self._ask()
        self._next = self._clock.now() + self._every
