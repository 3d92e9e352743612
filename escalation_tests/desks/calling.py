"""Functions of the user's, called in this process."""

import asyncio
import inspect
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from escalation_tests.errors import DeskError
from escalation_tests.wire import naming


class Raised(Exception):
    """Carries whatever foreign code raised."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        super().__init__(str(error))


async def called(function: Callable[[Any], Any], given: Any) -> Any:
    """What `function` returns; plain functions run in a thread that nobody has to wait for."""
    if inspect.iscoroutinefunction(function):
        try:
            return await function(given)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - a desk of the user's
            raise Raised(error) from None
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()

    def work() -> None:
        result, error = None, None
        try:
            result = function(given)
        except BaseException as raised:  # noqa: BLE001 - a desk of the user's, sys.exit included
            error = Raised(raised)
        with suppress(RuntimeError):  # the run is over; nobody waits any more
            loop.call_soon_threadsafe(tell, result, error)

    def tell(result: Any, error: BaseException | None) -> None:
        if not done.done():
            done.set_result(result) if error is None else done.set_exception(error)

    threading.Thread(target=work, daemon=True, name="desk").start()
    return await done


def found(name: str, where: str) -> Callable[[Any], Any]:
    """See `naming.found`; raises `DeskError`."""
    try:
        return naming.found(where, name)
    except naming.NoSuchName as error:
        raise DeskError("call", str(error)) from None
