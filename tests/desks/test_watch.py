"""When a desk is looked at, on a clock that jumps."""

import asyncio

from escalation_tests.contract.polling import PollDesk
from escalation_tests.desks.asking import Asker
from escalation_tests.desks.watch import Watch
from escalation_tests.engine.clock import LoopClock
from escalation_tests.errors import DeskError
from escalation_tests.testing.virtual import run_virtual

LISTING = {"kind": "poll", "url": "http://desk.test/", "list": {}}


def watched(during, news=lambda number: False, pauses=(1.0, 4.0)):
    """The times of all looks while `during` is under way."""
    looks, lost = [], []

    async def play():
        clock = LoopClock()

        async def look():
            looks.append(clock.now())
            return news(len(looks))

        watch = Watch(look, clock, pauses, lost.append)
        watch.begin()
        await during(watch, clock)
        await watch.stop()
        return looks

    return [round(at, 3) for at in run_virtual(play())], lost


def test_where_nothing_happens_it_looks_more_slowly() -> None:
    looks, _ = watched(lambda _, clock: clock.sleep(16))
    assert looks == [0.0, 1.5, 3.75, 7.125, 11.125, 15.125]


def test_news_make_it_quick_again() -> None:
    looks, _ = watched(lambda _, clock: clock.sleep(9), news=lambda number: number == 3)
    assert looks == [0.0, 1.5, 3.75, 4.75, 6.25, 8.5]


def test_whoever_waits_hurries_it_but_not_beyond_the_least_pause() -> None:
    async def three(watch, clock):
        await clock.sleep(3.8)
        await watch.caught_up()
        await watch.caught_up()

    looks, _ = watched(three)
    assert looks == [0.0, 1.5, 3.75, 4.75, 5.75]


def test_a_look_that_had_begun_does_not_count() -> None:
    async def play():
        clock, begun = LoopClock(), []

        async def look():
            begun.append(clock.now())
            await clock.sleep(10)
            return False

        watch = Watch(look, clock, (1.0, 4.0), lambda _: None)
        watch.begin()
        await clock.sleep(5)
        await watch.caught_up()
        await watch.stop()
        return begun, clock.now()

    assert run_virtual(play()) == ([0.0, 11.0], 21.0)


def test_a_failed_look_is_told_and_looking_goes_on() -> None:
    def failing(number):
        if number == 2:
            raise DeskError("status", "answered 500")
        return False

    looks, lost = watched(lambda _, clock: clock.sleep(4), news=failing)
    assert [error.trouble.kind for error in lost] == ["status"]
    assert len(looks) == 3


def test_a_look_that_breaks_is_told_as_well() -> None:
    def broken(number):
        raise KeyError("a mistake of ours")

    _, lost = watched(lambda _, clock: clock.sleep(1), news=broken)
    assert [error.trouble.kind for error in lost] == ["internal"]


def test_not_more_questions_than_the_desk_allows() -> None:
    async def play():
        clock = LoopClock()
        asker = Asker(PollDesk(**LISTING, rate=4), clock)
        await asyncio.gather(*(asker._turn() for _ in range(9)))
        return clock.now()

    assert run_virtual(play()) == 2.0
