"""Whole plans: several visits, and faults with their baseline."""

from dataclasses import replace

from escalation_tests.engine.player import fresh_id
from escalation_tests.errors import ChannelError
from escalation_tests.model.plan import FaultSpec, Visit
from escalation_tests.testing.virtual import run_virtual

FAULTS = (FaultSpec("desk", "unavailable", times=2), FaultSpec("bot", "slow", seconds=1.0))


def visits(theatre, *texts):
    return tuple(Visit((theatre.move(text),)) for text in texts)


def test_a_customer_who_comes_back_has_a_conversation_per_visit(theatre):
    world = theatre.World(bot=lambda text: (theatre.Deliver(), f"re {text}"))
    plan = theatre.plan(visits=visits(theatre, "one", "two", "three"))
    record = world.play(plan)
    assert record.visit == 3
    assert [m.text for m in record.messages] == ["three", "re three"]
    assert [(r.visit, r.turns[0].move.texts, r.earlier) for r in record.earlier] == [
        (1, ("one",), ()),
        (2, ("two",), ()),
    ]
    assert len({session.conversation for session in world.sessions}) == 3
    assert len({session.opening.customer for session in world.sessions}) == 1
    assert [len(r.handoffs) for r in (*record.earlier, record)] == [1, 1, 1]


def test_trouble_on_a_visit_ends_the_plan_and_keeps_the_earlier_ones(theatre):
    error = ChannelError("status", "HTTP 500")
    bot = {"one": ("ok",), "two": (error,), "three": ("never",)}.__getitem__
    record = theatre.World(bot=bot).play(
        theatre.plan(visits=visits(theatre, "one", "two", "three"))
    )
    assert (record.visit, record.trouble.kind) == (2, "status")
    assert len(record.earlier) == 1


def test_a_plan_with_faults_is_played_without_them_first(theatre):
    world = theatre.World()
    plan = theatre.plan("one", faults=FAULTS)
    record = world.play(plan)
    assert record.plan == plan
    assert record.baseline.plan == replace(plan, faults=())
    assert record.baseline.conversation != record.conversation
    assert world.disturbed == [(), (FAULTS[1],)]
    assert [[a.times for a in asked] for asked in world.answers_asked] == [[], [2]]
    assert world.sessions[0].opening.customer != world.sessions[1].opening.customer


def test_a_baseline_in_trouble_voids_the_rest(theatre):
    world = theatre.World(bot=lambda text: (ChannelError("status", "HTTP 500"),))
    record = world.play(theatre.plan("one", faults=FAULTS))
    assert record.trouble.kind == "status"
    assert "without its faults" in record.trouble.message
    assert record.baseline.trouble.message == "HTTP 500"
    assert len(world.sessions) == 1


def test_our_own_delay_is_not_taken_for_a_bot_that_does_not_answer(theatre):
    class Slow:
        """A session whose bubbles are late."""

        def __init__(self, session):
            self._session = session

        def __getattr__(self, name):
            return getattr(self._session, name)

        async def send(self, text):
            await theatre.CLOCK.sleep(30)
            await self._session.send(text)

    class SlowChannel:
        def __init__(self, channel):
            self._channel = channel

        async def open(self, opening):
            return Slow(await self._channel.open(opening))

    world = theatre.World()
    world.channel = lambda channel, faults: SlowChannel(channel) if faults else channel
    slow = (FaultSpec("bot", "slow", times=0, seconds=30.0),)
    record = world.play(theatre.plan("one", "two", faults=slow))
    assert record.trouble is None
    assert record.seconds == 60.3


def test_only_the_very_last_conversation_gives_its_room_away_and_once_it_is_over(theatre):
    world, rested = theatre.World(), []

    def rest():
        rested.append((len(world.sessions), len(world.sessions[-1].sent)))

    plan = theatre.plan(visits=visits(theatre, "one", "two"), faults=FAULTS)
    run_virtual(world.player()(plan, rest))
    assert rested == [(4, 1)]


def test_a_bot_that_may_still_speak_keeps_its_room(theatre):
    world, rested = theatre.World(listens=True), []
    run_virtual(world.player()(theatre.plan("one"), lambda: rested.append(1)))
    assert rested == []


def test_fresh_ids_differ():
    assert len({fresh_id() for _ in range(100)}) == 100
