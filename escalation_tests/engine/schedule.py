"""Which plan is played when: at most so many at once, and no more than so many a second."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from escalation_tests.engine.attention import Heard, heard
from escalation_tests.errors import EscalationError
from escalation_tests.model.plan import Plan
from escalation_tests.model.record import Record
from escalation_tests.ports import Clock

T = TypeVar("T")
Drawn = Plan | Callable[[], Plan]
"""A plan, or what draws it when its turn has come."""

RESTING = 8
"""How many conversations may, for each one that talks to the bot, still be watching the desk."""


AT_A_TIME = 8
"""How many conversations begin before those in progress get their say again."""


class Cancelled(EscalationError):
    """The run was given up before this conversation was over."""


class Plays(Protocol):
    """Plays a plan; calls `rest` when nothing more passes between us and the bot."""

    async def __call__(self, plan: Plan, rest: Callable[[], None]) -> Record: ...


@dataclass(slots=True, eq=False)
class Job:
    """One play of a plan: waiting, in progress, or done."""

    plan: Plan
    future: "Future[Record]" = field(default_factory=Future)
    task: "asyncio.Task[Heard[Record]] | None" = None
    resting: bool = False


class Schedule:
    """Plays plans in the given order, those that somebody waits for first.

    All methods are called on the event loop.
    """

    def __init__(
        self, play: Plays, clock: Clock, concurrency: int, rate: float | None = None
    ) -> None:
        self._play, self._clock = play, clock
        self._concurrency, self._rate = concurrency, rate
        self._jobs: dict[Plan, Job] = {}
        self._asked: deque[Job] = deque()
        self._ahead: deque[Iterator[Drawn]] = deque()
        self._running: set[Job] = set()
        self._earliest, self._waking = float("-inf"), False
        self._open = self._stopped = False
        self._failure: BaseException | None = None

    def open(self) -> None:
        """Begin to play: bot and desk are up."""
        self._open = True
        self._fill()

    def ahead(self, plans: Iterable[Drawn]) -> None:
        """Play these when there is room; each is drawn only then."""
        if not self._stopped:
            self._ahead.append(iter(plans))
            self._fill()

    def want(self, plan: Plan, anew: bool = False) -> "Future[Record]":
        """The result of `plan`, which somebody waits for; played first unless begun already.

        Args:
            plan: need not have been given before.
            anew: play it again although it has been played.
        """
        job = self._jobs.get(plan)
        if self._failure is not None and (anew or job is None):
            job = Job(plan)
            job.future.set_exception(self._failure)
        elif job is None or anew:
            job = self._jobs[plan] = Job(plan)
            self._asked.append(job)
            self._fill()
        return job.future

    def stop_starting(self) -> None:
        """Begin nothing more, except what somebody explicitly waits for."""
        self._stopped = True
        self._ahead.clear()

    def cancel(self, failure: BaseException) -> None:
        """Give up: whoever waits, now or later, for what is not done gets `failure`."""
        self._failure = self._failure or failure
        self.stop_starting()
        while self._asked:
            self._asked.popleft().future.set_exception(self._failure)
        for job in self._running:
            if job.task is not None:
                job.task.cancel()

    async def idle(self) -> None:
        """Return when nothing is in progress any more."""
        while self._running:
            await asyncio.wait([job.task for job in self._running if job.task is not None])

    def _fill(self) -> None:
        """Begin what may begin now, some at a time, and ask again soon if more may.

        The very first goes alone: it is under way before any other is drawn.
        """
        for _ in range(AT_A_TIME if self._running else 1):
            if not self._room() or not self._pending():
                return
            delay = self._earliest - self._clock.now()
            if delay > 0:
                self._wake(delay)
                return
            job = self._next()
            if job is None:
                return
            self._earliest = self._clock.now() + (1 / self._rate if self._rate else 0.0)
            self._begin(job)
        self._wake(0.0)

    def _wake(self, delay: float) -> None:
        """Fill again after `delay`: what has begun gets its say before more is drawn."""
        if not self._waking:
            self._waking = True
            asyncio.get_running_loop().call_later(delay, self._woken)

    def _woken(self) -> None:
        self._waking = False
        self._fill()

    def _room(self) -> bool:
        resting = sum(job.resting for job in self._running)
        talking = len(self._running) - resting
        free = talking < self._concurrency and resting < RESTING * self._concurrency
        return self._open and free

    def _pending(self) -> bool:
        return bool(self._asked or self._ahead)

    def _next(self) -> Job | None:
        if self._asked:
            return self._asked.popleft()
        while self._ahead:
            plan = self._drawn(self._ahead[0])
            if plan is None:
                self._ahead.popleft()
            elif plan not in self._jobs:
                self._jobs[plan] = Job(plan)
                return self._jobs[plan]
        return None

    def _drawn(self, plans: Iterator[Drawn]) -> Plan | None:
        """The next plan that can be drawn; None when there are no more."""
        while True:
            try:
                drawn = next(plans)
                return drawn if isinstance(drawn, Plan) else drawn()
            except StopIteration:
                return None
            except Exception:  # noqa: BLE001, S112 - foreign: personas and policies of users
                # Whoever wants the result draws the plan as well, and then hears why not.
                continue

    def _begin(self, job: Job) -> None:
        self._running.add(job)
        job.task = asyncio.create_task(self._run(job))
        job.task.add_done_callback(lambda task: self._ended(job, task))

    async def _run(self, job: Job) -> Heard[Record]:
        def rest() -> None:
            job.resting = True
            self._wake(0.0)

        return await heard(self._play(job.plan, rest))

    def _ended(self, job: Job, task: "asyncio.Task[Heard[Record]]") -> None:
        self._running.discard(job)
        deliver(job.future, task, self._failure or Cancelled(f"{job.plan.id} was cancelled"))
        self._wake(0.0)


def deliver(future: "Future[T]", task: "asyncio.Task[Heard[T]]", cancelled: BaseException) -> None:
    """Give what `task` came to, to the thread that waits for `future`."""
    if task.cancelled():
        future.set_exception(cancelled)
        return
    outcome = task.result()
    if outcome.error is not None:
        future.set_exception(outcome.error)
    else:
        future.set_result(outcome.get())
