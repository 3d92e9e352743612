"""A bounded number of threads for bots that are plain functions."""

import asyncio
import contextvars
import threading
from collections.abc import Callable


class Threads:
    """Runs foreign functions, each in a thread of its own, `limit` at a time.

    The threads are daemons: a bot that never returns must not keep the process from ending.
    """

    def __init__(self, limit: int) -> None:
        self._free = asyncio.Semaphore(limit)

    async def run(self, function: Callable[[], object]) -> object:
        """What `function` returns; re-raises what it raises. When cancelled, it is left alone."""
        async with self._free:
            loop = asyncio.get_running_loop()
            done: asyncio.Future[object] = loop.create_future()
            context = contextvars.copy_context()
            threading.Thread(
                target=context.run, args=(_work, function, loop, done), daemon=True, name="bot"
            ).start()
            return await done


def _work(
    function: Callable[[], object],
    loop: asyncio.AbstractEventLoop,
    done: asyncio.Future[object],
) -> None:
    result: object = None
    error: BaseException | None = None
    try:
        result = function()
    except BaseException as raised:  # noqa: BLE001 - the bot is foreign code, sys.exit included
        error = raised
    try:
        loop.call_soon_threadsafe(_tell, done, result, error)
    except RuntimeError:  # the run is over; nobody waits for this bot any more
        return


def _tell(done: asyncio.Future[object], result: object, error: BaseException | None) -> None:
    if done.cancelled():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(Raised(error))


class Raised(Exception):
    """Carries whatever a bot raised, so that it cannot end the run: SystemExit, StopIteration."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        super().__init__(str(error))
