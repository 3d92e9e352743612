"""Order, bounds and giving up, on the virtual clock."""

import asyncio

import pytest

from escalation_tests.engine.schedule import RESTING, Cancelled, Schedule
from escalation_tests.testing.virtual import run_virtual


class Stage:
    """Plays that take a second each, and notes of them."""

    def __init__(self, clock, seconds=1.0, resting=0.0):
        self.clock, self.seconds, self.resting = clock, seconds, resting
        self.began, self.talking, self.most_talking, self.open, self.most_open = [], 0, 0, 0, 0

    async def __call__(self, plan, rest):
        self.began.append((plan.id, self.clock.now()))
        self.talking, self.open = self.talking + 1, self.open + 1
        self.most_talking = max(self.most_talking, self.talking)
        self.most_open = max(self.most_open, self.open)
        try:
            await self.clock.sleep(self.seconds)
            self.talking -= 1
            if self.resting:
                rest()
                await self.clock.sleep(self.resting)
        finally:
            self.open -= 1
        return f"record of {plan.id}"

    @property
    def order(self):
        return [name for name, _ in self.began]


@pytest.fixture
def plans(theatre):
    return lambda count: [theatre.plan(name=f"p{number}") for number in range(count)]


def scheduled(theatre, stage, act, concurrency=2, rate=None):
    async def run():
        schedule = Schedule(stage, theatre.CLOCK, concurrency, rate)
        schedule.open()
        try:
            return await act(schedule)
        finally:
            schedule.cancel(Cancelled("the test is over"))
            await schedule.idle()

    return run_virtual(run())


async def all_of(schedule, plans):
    return [await asyncio.wrap_future(schedule.want(plan)) for plan in plans]


def test_plans_are_played_in_order_and_never_more_at_once_than_allowed(theatre, plans):
    stage, ten = Stage(theatre.CLOCK), plans(10)

    async def act(schedule):
        schedule.ahead(ten)
        return await all_of(schedule, ten)

    results = scheduled(theatre, stage, act, concurrency=3)
    assert results == [f"record of p{number}" for number in range(10)]
    assert stage.order == [plan.id for plan in ten]
    assert stage.most_talking == 3
    assert max(at for _, at in stage.began) == 3.0


def test_what_somebody_waits_for_goes_first(theatre, plans):
    stage, ten = Stage(theatre.CLOCK), plans(10)

    async def act(schedule):
        schedule.ahead(ten)
        await theatre.CLOCK.sleep(0.5)
        return await asyncio.wrap_future(schedule.want(ten[9]))

    assert scheduled(theatre, stage, act) == "record of p9"
    assert stage.order[:3] == ["p0", "p1", "p9"]


def test_a_plan_is_played_once_however_often_it_is_asked_for(theatre, plans):
    stage, (one,) = Stage(theatre.CLOCK), plans(1)

    async def act(schedule):
        schedule.ahead([one, one])
        await all_of(schedule, [one, one])
        schedule.ahead([one])
        await theatre.CLOCK.sleep(5)

    scheduled(theatre, stage, act)
    assert stage.order == ["p0"]


def test_a_plan_that_nobody_submitted_is_played_when_asked_for(theatre, plans):
    stage, (one,) = Stage(theatre.CLOCK), plans(1)
    assert scheduled(theatre, stage, lambda s: all_of(s, [one])) == ["record of p0"]


def test_playing_anew_plays_again_and_first(theatre, plans):
    stage, ten = Stage(theatre.CLOCK), plans(10)

    async def act(schedule):
        schedule.ahead(ten)
        await asyncio.wrap_future(schedule.want(ten[0]))
        await asyncio.wrap_future(schedule.want(ten[0], anew=True))

    scheduled(theatre, stage, act, concurrency=1)
    assert stage.order[:2] == ["p0", "p0"] or stage.order[:3] == ["p0", "p1", "p0"]
    assert stage.order.count("p0") == 2


def test_plans_are_drawn_only_when_there_is_room(theatre, plans):
    stage, drawn = Stage(theatre.CLOCK), []

    def draws():
        for plan in plans(1000):
            yield lambda plan=plan: drawn.append(plan.id) or plan

    async def act(schedule):
        schedule.ahead(draws())
        before = list(drawn)
        await theatre.CLOCK.sleep(1.5)
        return before

    assert scheduled(theatre, stage, act) == ["p0"]
    assert drawn == ["p0", "p1", "p2", "p3"]


def test_the_first_conversation_gets_its_say_before_the_second_is_drawn(theatre, plans):
    events = []

    async def play(plan, rest):
        events.append(f"play {plan.id}")

    def draws():
        for plan in plans(2):
            events.append(f"draw {plan.id}")
            yield plan

    async def act(schedule):
        schedule.ahead(draws())
        await theatre.CLOCK.sleep(1)

    scheduled(theatre, play, act)
    assert events == ["draw p0", "play p0", "draw p1", "play p1"]


def test_a_plan_that_cannot_be_drawn_does_not_stop_the_others(theatre, plans):
    stage, (one, two) = Stage(theatre.CLOCK), plans(2)

    def impossible():
        raise ZeroDivisionError

    async def act(schedule):
        schedule.ahead([lambda: one, impossible, lambda: two])
        await theatre.CLOCK.sleep(1)

    scheduled(theatre, stage, act)
    assert stage.order == ["p0", "p1"]


def test_no_more_conversations_begin_per_second_than_allowed(theatre, plans):
    stage = Stage(theatre.CLOCK, seconds=0.1)

    async def act(schedule):
        schedule.ahead(plans(5))
        await theatre.CLOCK.sleep(10)

    scheduled(theatre, stage, act, concurrency=100, rate=2.0)
    assert [at for _, at in stage.began] == pytest.approx([0.0, 0.5, 1.0, 1.5, 2.0])


def test_a_pause_does_not_save_up_beginnings(theatre, plans):
    stage, six = Stage(theatre.CLOCK, seconds=0.1), plans(6)

    async def act(schedule):
        schedule.ahead(six[:2])
        await theatre.CLOCK.sleep(100)
        schedule.ahead(six[2:])
        await theatre.CLOCK.sleep(10)

    scheduled(theatre, stage, act, concurrency=100, rate=2.0)
    assert [at for _, at in stage.began][2:] == pytest.approx([100.0, 100.5, 101.0, 101.5])


def test_a_resting_conversation_makes_room_for_another(theatre, plans):
    stage = Stage(theatre.CLOCK, seconds=1.0, resting=3.0)

    async def act(schedule):
        schedule.ahead(plans(4))
        await theatre.CLOCK.sleep(20)

    scheduled(theatre, stage, act, concurrency=1)
    assert [at for _, at in stage.began] == pytest.approx([0.0, 1.0, 2.0, 3.0])
    assert stage.most_talking == 1


def test_not_everything_may_rest_at_once(theatre, plans):
    stage = Stage(theatre.CLOCK, seconds=0.01, resting=1000.0)

    async def act(schedule):
        schedule.ahead(plans(50))
        await theatre.CLOCK.sleep(500)

    scheduled(theatre, stage, act, concurrency=2)
    assert stage.most_open == 2 * RESTING


def test_after_stop_starting_only_what_is_asked_for_begins(theatre, plans):
    stage, ten = Stage(theatre.CLOCK), plans(10)

    async def act(schedule):
        schedule.ahead(ten)
        await theatre.CLOCK.sleep(0.5)
        schedule.stop_starting()
        schedule.ahead(ten)
        await theatre.CLOCK.sleep(10)
        return await all_of(schedule, [ten[0], ten[7]])

    assert scheduled(theatre, stage, act) == ["record of p0", "record of p7"]
    assert stage.order == ["p0", "p1", "p7"]


def test_giving_up_fails_whoever_waits_and_keeps_what_is_done(theatre, plans):
    stage, ten = Stage(theatre.CLOCK), plans(10)

    async def act(schedule):
        done = schedule.want(ten[0])
        await theatre.CLOCK.sleep(1.5)
        waiting = [schedule.want(plan) for plan in ten[1:5]]
        await theatre.CLOCK.sleep(0.5)
        schedule.cancel(Cancelled("enough"))
        await schedule.idle()
        later = [schedule.want(plan) for plan in (ten[9], ten[0])]
        again = schedule.want(ten[0], anew=True)
        return done.result(), [f.exception() for f in waiting], later, again

    done, errors, (later, known), again = scheduled(theatre, stage, act)
    assert done == "record of p0" == known.result()
    assert [str(error) for error in errors] == ["enough"] * 4
    assert {type(error) for error in errors} == {Cancelled}
    assert str(later.exception()) == str(again.exception()) == "enough"
    assert stage.open == 0


def test_giving_up_before_anything_had_its_first_step(theatre, plans):
    stage, (one,) = Stage(theatre.CLOCK), plans(1)

    async def act(schedule):
        waiting = schedule.want(one)
        schedule.cancel(Cancelled("enough"))
        await schedule.idle()
        await theatre.CLOCK.sleep(0)
        return waiting.exception()

    assert str(scheduled(theatre, stage, act)) == "enough"


@pytest.mark.parametrize("error", [ValueError("v"), SystemExit(1), asyncio.CancelledError("c")])
def test_a_player_that_raises_fails_its_own_plan_only(theatre, plans, error):
    one, two = plans(2)

    async def play(plan, rest):
        if plan is one:
            raise error
        return "fine"

    async def act(schedule):
        schedule.ahead([one, two])
        await theatre.CLOCK.sleep(1)
        return schedule.want(one).exception(), schedule.want(two).result()

    assert scheduled(theatre, play, act) == (error, "fine")


def test_nothing_begins_before_bot_and_desk_are_up(theatre, plans):
    stage = Stage(theatre.CLOCK)

    async def run():
        schedule = Schedule(stage, theatre.CLOCK, 2)
        schedule.ahead(plans(2))
        await theatre.CLOCK.sleep(5)
        schedule.open()
        await theatre.CLOCK.sleep(5)

    run_virtual(run())
    assert [at for _, at in stage.began] == [5.0, 5.0]
