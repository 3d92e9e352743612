"""The face of the engine for threads: conversations run ahead of the tests that want them."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

from escalation_tests.engine.attention import Heard, heard
from escalation_tests.engine.clock import LoopClock
from escalation_tests.engine.pace import CLOSING
from escalation_tests.engine.schedule import Cancelled, Drawn, Plays, Schedule, deliver
from escalation_tests.errors import EscalationError
from escalation_tests.model.plan import Plan
from escalation_tests.model.record import Record
from escalation_tests.ports import Clock

T = TypeVar("T")
Work = Callable[[], Coroutine[Any, Any, T]]

SLICE = 0.25
"""Seconds between two looks at whether the loop is still alive, and at a pending ctrl-C."""


class RunAhead:
    """One daemon thread with one event loop, on which all conversations of a run are played.

    Every method may be called from any thread but the loop's own.

    Args:
        play: plays one plan, as `player(…)` does.
        clock: reads the loop's time.
        concurrency: how many conversations may talk to the bot at once.
        rate: how many may begin per second; None: as many as there is room for.
        loop_factory: makes the loop.
    """

    def __init__(
        self,
        play: Plays,
        clock: Clock | None = None,
        concurrency: int = 32,
        rate: float | None = None,
        loop_factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    ) -> None:
        self._clock = clock or LoopClock()
        self._schedule = Schedule(play, self._clock, concurrency, rate)
        self._loop_factory = loop_factory
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._up: Future[None] = Future()
        self._begun, self._closing = asyncio.Event(), asyncio.Event()
        self._calls: set[asyncio.Task[Heard[Any]]] = set()

    def start(self, startup: Work[None], shutdown: Work[None]) -> None:
        """Bring bot and desk up in the background, by `startup`; `close` takes them down again.

        What `startup` raises is raised by `ready`, and by whatever waits for a result.
        """
        self._loop = self._loop_factory()
        self._thread = Thread(
            target=self._run,
            args=(self._loop, startup, shutdown),
            name="escalation-tests",
            daemon=True,
        )
        self._thread.start()

    def ready(self) -> None:
        """Return when bot and desk are up; raises what `startup` raised."""
        self._await(self._up)

    def submit(
        self, plans: Iterable[Drawn], length: Callable[[Drawn], float] | None = None
    ) -> None:
        """Play these as soon as there is room, in this order.

        Args:
            plans: plans, or callables that draw them; taken from the iterable one by one, on
                the loop's thread, each only when it is about to be played.
            length: how long each will take; with it the longest go first, which shortens the
                run's tail. The iterable is exhausted at once then.
        """
        ordered = plans if length is None else sorted(plans, key=length, reverse=True)
        self._post(self._schedule.ahead, ordered)

    def result(self, plan: Plan) -> Record:
        """What became of `plan`; played first of all if it has not begun, once if it has.

        Raises `Cancelled` when the run was given up, and what `startup` raised if that failed.
        """
        return self._want(plan, anew=False)

    def play_again(self, plan: Plan) -> Record:
        """What becomes of `plan` when it is played anew; raises as `result`."""
        return self._want(plan, anew=True)

    def call(self, work: Work[T]) -> T:
        """What the coroutine that `work` makes returns or raises, run on the loop.

        When the waiting is interrupted, by ctrl-C for example, the coroutine is cancelled.
        """
        outcome: Future[T] = Future()
        begun: Future[asyncio.Task[Heard[T]]] = Future()
        try:
            self._post(self._begin, work, outcome, begun)
            return self._await(outcome)
        except BaseException:
            with suppress(Cancelled):
                self._post(lambda: begun.done() and begun.result().cancel())
            raise

    def stop_starting(self) -> None:
        """Play nothing further ahead; what is in progress goes on, what is asked for is played."""
        self._post(self._schedule.stop_starting)

    def cancel(self) -> None:
        """Give the run up: whoever waits for what is not done gets `Cancelled`."""
        self._post(self._schedule.cancel, Cancelled("the run was given up"))

    def close(self, within: float = 4 * CLOSING) -> bool:
        """Cancel what is in progress, take bot and desk down, end the thread.

        Returns whether all of it was done `within` so many seconds. May be called twice.
        """
        if self._thread is None:
            return True
        with suppress(Cancelled):
            self._post(self._closing.set)
        self._thread.join(within)
        return not self._thread.is_alive()

    # --- the calling threads' side

    def _post(self, work: Callable[..., object], *args: object) -> None:
        if self._loop is None:
            raise EscalationError("nothing can be played before `RunAhead.start`")
        try:
            self._loop.call_soon_threadsafe(work, *args)
        except RuntimeError as closed:
            raise Cancelled("the run is over") from closed

    def _want(self, plan: Plan, anew: bool) -> Record:
        wanted: Future[Future[Record]] = Future()
        self._post(_answer, wanted, lambda: self._schedule.want(plan, anew))
        return self._await(self._await(wanted))

    def _await(self, future: "Future[T]") -> T:
        """The future's result; in slices, so that ctrl-C gets through on every platform."""
        while True:
            try:
                error = future.exception(SLICE)
            except TimeoutError:
                ended = self._thread is None or not self._thread.is_alive()
                if ended and not future.done():
                    raise Cancelled("the run is over") from None
                continue
            if error is not None:
                raise error.with_traceback(None) if self._shared(error) else error
            return future.result()

    def _shared(self, error: BaseException) -> bool:
        """Whether it is raised to many, and so must not gather the frames of all of them."""
        startup = self._up.done() and error is self._up.exception()
        return startup or isinstance(error, EscalationError)

    # --- the loop's side

    def _run(
        self, loop: asyncio.AbstractEventLoop, startup: Work[None], shutdown: Work[None]
    ) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(self._live(startup, shutdown))
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            asyncio.set_event_loop(None)
            loop.close()

    async def _live(self, startup: Work[None], shutdown: Work[None]) -> None:
        starting = asyncio.create_task(heard(startup()))
        starting.add_done_callback(self._started)
        await self._closing.wait()
        starting.cancel()
        self._schedule.cancel(Cancelled("the run is over"))
        for task in self._calls:
            task.cancel()
        await self._at_most(asyncio.wait([starting, *self._calls]))
        await self._at_most(self._schedule.idle())
        await self._at_most(heard(shutdown()))
        await self._at_most(_end_others())

    def _started(self, task: "asyncio.Task[Heard[None]]") -> None:
        deliver(self._up, task, Cancelled("the run is over"))
        self._begun.set()
        error = self._up.exception()
        if error is None:
            self._schedule.open()
        else:
            self._schedule.cancel(error)

    def _begin(
        self, work: Work[T], outcome: "Future[T]", begun: "Future[asyncio.Task[Heard[T]]]"
    ) -> None:
        task = asyncio.create_task(self._serve(work))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        task.add_done_callback(lambda task: deliver(outcome, task, Cancelled("was cancelled")))
        begun.set_result(task)

    async def _serve(self, work: Work[T]) -> Heard[T]:
        await self._begun.wait()
        error = self._up.exception()
        return await heard(work()) if error is None else Heard(error=error)

    async def _at_most(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            async with self._clock.timeout(CLOSING):
                await work
        except TimeoutError:
            return


def _answer(future: "Future[T]", work: Callable[[], T]) -> None:
    """Give the thread that waits for `future` what `work` returns or raises."""
    try:
        future.set_result(work())
    except Exception as error:  # noqa: BLE001 - whatever it is, somebody waits for it
        future.set_exception(error)


async def _end_others() -> None:
    """Cancel every other task on the loop and wait for them to end."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others)
