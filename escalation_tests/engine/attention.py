"""Waiting for several foreign things at once without losing what any of them says."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from escalation_tests.errors import InfrastructureError
from escalation_tests.ports import Clock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Heard(Generic[T]):
    """What a foreign coroutine returned or raised."""

    values: tuple[T, ...] = ()
    """One, or none where it raised."""
    error: BaseException | None = None

    def get(self) -> T:
        """The value; raises the error."""
        if self.error is not None:
            raise self.error
        return self.values[0]


def being_cancelled() -> bool:
    """Whether the running task was really asked to stop, and not just told so by foreign code."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def heard(foreign: Awaitable[T]) -> Heard[T]:
    """What `foreign` gives, its exceptions included: in a bare task some would end the loop."""
    try:
        return Heard((await foreign,))
    except asyncio.CancelledError as error:
        if being_cancelled():
            raise
        return Heard(error=error)
    except GeneratorExit:
        raise
    except BaseException as error:  # noqa: BLE001 - foreign code: a bot or desk of the user's
        return Heard(error=error)


async def first(tasks: list[asyncio.Task[T]], clock: Clock, seconds: float) -> None:
    """Wait until one of `tasks` has ended, at most `seconds`; then stop the others."""
    try:
        async with clock.timeout(seconds):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    except TimeoutError:
        return
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def bounded(
    foreign: Awaitable[T], clock: Clock, seconds: float, late: Callable[[], InfrastructureError]
) -> T:
    """What `foreign` returns; raises `late()` when it takes longer than `seconds`.

    A `TimeoutError` of the foreign code itself passes unchanged.
    """
    deadline = clock.now() + seconds - 0.001
    try:
        async with clock.timeout(seconds):
            return await foreign
    except TimeoutError:
        if clock.now() < deadline:
            raise
        raise late() from None
