"""What goes on while nobody waits for it: one task, the news it brings, and how it failed."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from escalation_tests.errors import ChannelError


class Background:
    """The task that reads for a conversation. Whoever waits for it may cease to; it goes on."""

    def __init__(self) -> None:
        self.error: ChannelError | None = None
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._begun: asyncio.Future[None] | None = None

    @property
    def over(self) -> bool:
        """Nothing is under way."""
        return self._task is None or self._task.done()

    def start(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do `doing`, in the place of what was before."""
        self.error, begun = None, self._begun
        self._task = asyncio.create_task(self._run(doing))
        self._task.add_done_callback(lambda _: self._ended(doing, begun))

    async def begin(self, doing: Coroutine[Any, Any, None]) -> None:
        """Start `doing`; returns once it says that it has `begun`, or is over.

        Raises `ChannelError` where it fails before.
        """
        begun = self._begun = asyncio.get_running_loop().create_future()
        self.start(doing)
        await begun

    def begun(self) -> None:
        """Whoever has begun this may go on."""
        if self._begun is not None and not self._begun.done():
            self._begun.set_result(None)

    def tell(self) -> None:
        """Something has come: whoever waits looks again."""
        self._news.set()

    async def told(self) -> None:
        """Return when something comes from now on, or the task ends."""
        self._news.clear()
        await self._news.wait()

    async def pause(self) -> bool:
        """Return when something may have come; whether anything more can come.

        Raises what the task failed with.
        """
        self.check()
        if self.over:
            return False
        await self.told()
        return True

    async def ended(self) -> None:
        """Return when the task is over; raises what it failed with."""
        if self._task is not None:
            await asyncio.wait({self._task})
        self.check()

    async def stop(self) -> None:
        """Give up what is under way; never raises."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    def check(self) -> None:
        """Raise what the task failed with."""
        if self.error is not None:
            raise self.error
        if self._task is not None and self._task.done():
            self._task.result()

    async def _run(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        except ChannelError as error:
            self.error = error
            if self._begun is not None and not self._begun.done():
                self._begun.set_exception(error)

    def _ended(
        self, doing: Coroutine[Any, Any, None], begun: "asyncio.Future[None] | None"
    ) -> None:
        """The task is over, be it that it never came to its first step."""
        doing.close()
        if begun is not None and not begun.done():
            begun.set_result(None)
        self._news.set()
