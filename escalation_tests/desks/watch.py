"""Looking again and again while somebody waits, more slowly where nothing happens."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from escalation_tests.errors import DeskError
from escalation_tests.ports import Clock

Look = Callable[[], Awaitable[bool]]
"""One look at the desk; tells whether it has brought anything. Raises `DeskError`."""
SLOWER = 1.5


class Watch:
    """Looks as long as it is wanted; one look serves everybody who waits when it begins."""

    def __init__(
        self,
        look: Look,
        clock: Clock,
        pauses: tuple[float, float],
        lost: Callable[[DeskError], None],
    ) -> None:
        """`pauses` are the least and the longest time between looks; `lost` is called with what
        made a look fail.
        """
        self._look, self._clock, self._lost = look, clock, lost
        self._least, self._most = pauses
        self._pause = self._least
        self._waiting: list[asyncio.Future[None]] = []
        self._hurried = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Go on looking, until `stop`."""
        self._pause = self._least
        if self._task is None:
            self._task = asyncio.create_task(self._go_on())

    async def caught_up(self) -> None:
        """Return when a look that began after the call has ended. Raises `DeskError`."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        self._hurried.set()
        self.begin()
        await waiting

    def leave(self) -> None:
        """Look no more; what is under way is given up by and by."""
        if self._task is not None:
            self._task.cancel()

    async def stop(self) -> None:
        """Look no more; whoever waits still is told that the desk was left."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._tell(self._taken(), DeskError("left", "the desk has been left"))

    async def _go_on(self) -> None:
        while True:
            waiting = self._taken()
            try:
                news = await self._look()
            except DeskError as error:
                self._tell(waiting, error)
                self._lost(error)
                news = False
            except asyncio.CancelledError:
                self._tell(waiting, DeskError("left", "the desk has been left"))
                raise
            except Exception as error:  # noqa: BLE001 - a look that dies would be waited for
                told = DeskError("internal", f"looking failed: {type(error).__name__}: {error}")
                self._tell(waiting, told)
                self._lost(told)
                news = False
            else:
                self._tell(waiting, None)
            self._pause = self._least if news else min(self._pause * SLOWER, self._most)
            await self._rest()

    async def _rest(self) -> None:
        """Wait for the next look: the least pause in any case, the rest of it unless hurried."""
        await self._clock.sleep(min(self._least, self._pause))
        try:
            async with self._clock.timeout(max(0.0, self._pause - self._least)):
                await self._hurried.wait()
        except TimeoutError:
            return

    def _taken(self) -> list[asyncio.Future[None]]:
        waiting, self._waiting = self._waiting, []
        self._hurried.clear()
        return waiting

    def _tell(self, waiting: list[asyncio.Future[None]], error: DeskError | None) -> None:
        for one in waiting:
            if one.done():
                continue
            if error is None:
                one.set_result(None)
            else:
                one.set_exception(error)
