"""The thread: its beginning, its end, and what other threads may ask of it."""

import asyncio
import signal
import threading

import pytest

from escalation_tests.engine.ahead import RunAhead
from escalation_tests.engine.clock import LoopClock
from escalation_tests.engine.schedule import Cancelled
from escalation_tests.errors import DeskError, EscalationError
from escalation_tests.testing.virtual import VirtualLoop

LONG = 10**6


class Run:
    """A run-ahead in a thread with virtual time, and notes of what it did."""

    def __init__(self, play=None, startup=None, virtual=True, **options):
        self.notes, self.clock = [], LoopClock()
        factory = (lambda: VirtualLoop(alone=False)) if virtual else asyncio.new_event_loop
        self.ahead = RunAhead(play or self.play, self.clock, loop_factory=factory, **options)
        self.startup = startup or self.up

    async def play(self, plan, rest):
        self.notes.append(plan.id)
        await self.clock.sleep(1)
        return f"record of {plan.id}"

    async def up(self):
        self.notes.append("up")

    async def down(self):
        self.notes.append("down")

    def __enter__(self):
        self.ahead.start(self.startup, self.down)
        return self

    def __exit__(self, *error):
        assert self.ahead.close()


def test_results_of_conversations_that_ran_ahead(theatre):
    plans = [theatre.plan(name=f"p{number}") for number in range(20)]
    with Run(concurrency=4) as run:
        run.ahead.ready()
        run.ahead.submit(iter(plans))
        assert [run.ahead.result(plan) for plan in plans] == [
            f"record of p{number}" for number in range(20)
        ]
    assert run.notes[0] == "up"
    assert sorted(run.notes[1:-1]) == sorted(plan.id for plan in plans)
    assert run.notes[-1] == "down"


def test_the_longest_can_go_first(theatre):
    plans = [theatre.plan(name=f"p{number}") for number in range(3)]
    order, all_played = [], threading.Event()

    async def play(plan, rest):
        order.append(plan.id)
        if len(order) == 3:
            all_played.set()

    with Run(play=play, concurrency=1) as run:
        run.ahead.submit(plans, length=lambda plan: int(plan.id[1:]))
        assert all_played.wait(10)
    assert order == ["p2", "p1", "p0"]


def test_playing_again(theatre):
    with Run() as run:
        run.ahead.result(theatre.plan())
        run.ahead.play_again(theatre.plan())
        run.ahead.result(theatre.plan())
    assert run.notes == ["up", "p", "p", "down"]


def test_a_failed_start_is_raised_to_everybody_as_the_same_value(theatre):
    error = DeskError("port-taken", "port 8766 is taken")

    async def startup():
        raise error

    with Run(startup=startup) as run:
        for ask in (
            run.ahead.ready,
            lambda: run.ahead.result(theatre.plan()),
            lambda: run.ahead.play_again(theatre.plan()),
            lambda: run.ahead.call(run.up),
        ):
            with pytest.raises(DeskError) as raised:
                ask()
            assert raised.value is error
    assert run.notes == ["down"]


def test_many_who_wait_do_not_lengthen_the_traceback(theatre):
    async def startup():
        raise ZeroDivisionError

    def frames(run):
        with pytest.raises(ZeroDivisionError) as raised:
            run.ahead.result(theatre.plan())
        return len(raised.traceback)

    with Run(startup=startup) as run:
        assert frames(run) == frames(run) == frames(run)


def test_calling_a_coroutine_from_a_test(theatre):
    async def work():
        await asyncio.sleep(LONG)
        return threading.current_thread().name

    async def broken():
        raise SystemExit(7)

    with Run() as run:
        assert run.ahead.call(work) == "escalation-tests"
        with pytest.raises(SystemExit):
            run.ahead.call(broken)
        assert run.ahead.result(theatre.plan()) == "record of p"


def test_a_plan_that_cannot_be_a_key_is_an_error_and_not_a_hang(theatre):
    with Run() as run, pytest.raises(TypeError):
        run.ahead.result(theatre.plan(facts=[]))


def test_closing_cancels_what_is_in_progress(theatre):
    began, ended = threading.Event(), []

    async def play(plan, rest):
        try:
            began.set()
            await asyncio.Event().wait()
        finally:
            ended.append(plan.id)

    with Run(play=play) as run:
        run.ahead.submit([theatre.plan()])
        assert began.wait(10)
    assert ended == ["p"]
    assert run.notes == ["up", "down"]
    with pytest.raises(Cancelled):
        run.ahead.result(theatre.plan())
    assert run.ahead.close()


def test_giving_up_wakes_whoever_waits(theatre):
    began = threading.Event()

    async def play(plan, rest):
        began.set()
        await asyncio.Event().wait()

    caught = []

    def wait(run):
        try:
            run.ahead.result(theatre.plan())
        except Cancelled as error:
            caught.append(str(error))

    with Run(play=play) as run:
        waiting = threading.Thread(target=wait, args=(run,))
        waiting.start()
        assert began.wait(10)
        run.ahead.cancel()
        waiting.join(10)
    assert caught == ["the run was given up"]


def test_closing_while_bot_and_desk_are_still_coming_up(theatre):
    async def startup():
        try:
            began.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(1)
            run.notes.append("startup ended")

    began = threading.Event()
    with Run(startup=startup) as run:
        run.ahead.submit([theatre.plan()])
        assert began.wait(10)
    assert run.notes == ["startup ended", "down"]
    with pytest.raises(Cancelled):
        run.ahead.ready()


def test_a_shutdown_that_hangs_or_raises_does_not_keep_the_run_from_ending(theatre):
    async def hangs():
        await asyncio.sleep(LONG)

    async def raises():
        raise SystemExit

    for down in (hangs, raises):
        run = Run()
        run.ahead.start(run.up, down)
        run.ahead.ready()
        assert run.ahead.close()


def test_tasks_that_somebody_left_behind_are_ended(theatre):
    left = []

    async def leave():
        left.append(asyncio.create_task(asyncio.Event().wait()))

    with Run() as run:
        run.ahead.call(leave)
    assert left[0].cancelled()


def test_nothing_can_be_asked_before_the_start(theatre):
    ahead = RunAhead(None)
    with pytest.raises(EscalationError, match="start"):
        ahead.result(theatre.plan())
    assert ahead.close()


def test_ctrl_c_gets_through_while_a_test_waits(theatre):
    began = threading.Event()

    async def play(plan, rest):
        began.set()
        await asyncio.Event().wait()

    def interrupt():
        began.wait(10)
        signal.raise_signal(signal.SIGINT)

    with Run(play=play) as run:
        thread = threading.Thread(target=interrupt)
        thread.start()
        with pytest.raises(KeyboardInterrupt):
            run.ahead.result(theatre.plan())
        thread.join()


def test_ctrl_c_cancels_the_coroutine_that_was_called(theatre):
    began, ended = threading.Event(), threading.Event()

    async def work():
        try:
            began.set()
            await asyncio.Event().wait()
        finally:
            ended.set()

    def interrupt():
        began.wait(10)
        signal.raise_signal(signal.SIGINT)

    with Run() as run:
        thread = threading.Thread(target=interrupt)
        thread.start()
        with pytest.raises(KeyboardInterrupt):
            run.ahead.call(work)
        assert ended.wait(10)
        thread.join()


def test_on_real_time(theatre):
    """One smoke test with the loop and the clock of real runs."""
    world = theatre.World(bot=lambda text: (0.01, theatre.Deliver(), f"re {text}"))
    with Run(play=world.player(), virtual=False) as run:
        record = run.ahead.result(theatre.plan("one"))
    assert record.trouble is None
    assert [m.text for m in record.messages] == ["one", "re one"]
    assert 0.01 <= record.seconds < 10
