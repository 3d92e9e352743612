"""A desk that shows what it holds only when it is asked: nothing is overlooked or moved about."""

from dataclasses import replace

import pytest

from escalation_tests.engine.pace import Pace
from escalation_tests.errors import DeskError
from escalation_tests.model.handoff import DeskState
from escalation_tests.model.record import Leg

WORDS = "I am transferring you."


@pytest.fixture
def asked(theatre, monkeypatch):
    """From now on what the bot delivers is seen once the inbox is caught up."""
    take = theatre.FakeInbox.take

    def hold(inbox, thing) -> None:
        inbox.__dict__.setdefault("held", []).append(thing)

    async def caught_up(inbox) -> None:
        for thing in inbox.__dict__.pop("held", ()):
            take(inbox, thing)

    monkeypatch.setattr(theatre.FakeInbox, "take", hold)
    monkeypatch.setattr(theatre.FakeInbox, "caught_up", caught_up)


def test_a_silent_transfer_belongs_to_its_own_turn(theatre, asked) -> None:
    world = theatre.World(bot=lambda text: (theatre.Deliver(),) if text == "one" else ("hm",))
    record = world.play(theatre.plan("one", "two", "three"))
    assert [handoff.turn for handoff in record.handoffs] == [1]
    assert world.told == [False, True]


def test_a_second_ticket_is_not_overlooked_at_the_end(theatre, asked) -> None:
    again = theatre.Later(0.5, (theatre.Deliver(),))
    world = theatre.World(
        bot=lambda text: (theatre.SIGNAL, theatre.Deliver(), WORDS, again),
        listens=True,
        pace=Pace(bot_silent=1.0),
    )
    record = world.play(theatre.plan("one"))
    assert len(record.handoffs) == 2


def test_what_comes_within_the_wait_is_seen_although_nobody_told(theatre, asked) -> None:
    late = theatre.Later(4.9, (theatre.Deliver(),))
    world = theatre.World(bot=lambda text: (theatre.SIGNAL, WORDS, late))
    record = world.play(theatre.plan("one"))
    assert [handoff.turn for handoff in record.handoffs] == [1]
    assert record.trouble is None


@pytest.mark.parametrize("observed", [True, False], ids=["observed", "lost before"])
def test_a_desk_that_is_lost_is_trouble_on_its_leg(theatre, monkeypatch, observed) -> None:
    async def lost(inbox) -> None:
        raise DeskError("unauthorized", "the desk does not let us in any more")

    monkeypatch.setattr(theatre.FakeInbox, "caught_up", lost)
    world = theatre.World(desk_state=DeskState(observed=observed))
    record = world.play(theatre.plan("one"))
    assert record.trouble is not None
    assert (record.trouble.leg, record.trouble.kind) == (Leg.DESK, "unauthorized")


def test_a_desk_that_never_answers_is_trouble_in_the_end(theatre, monkeypatch) -> None:
    async def silent(inbox) -> None:
        await theatre.CLOCK.sleep(1e9)

    monkeypatch.setattr(theatre.FakeInbox, "caught_up", silent)
    record = theatre.World().play(theatre.plan("one"))
    assert (record.trouble.leg, record.trouble.kind) == (Leg.DESK, "timeout")


def test_what_changes_at_the_desk_keeps_its_place_and_time(theatre, monkeypatch) -> None:
    async def renewed(inbox) -> None:
        inbox._handoffs[:] = [replace(each, queue="billing", at=1e9) for each in inbox._handoffs]

    monkeypatch.setattr(theatre.FakeInbox, "caught_up", renewed)
    world = theatre.World(bot=lambda text: (theatre.SIGNAL, theatre.Deliver(id="h1"), WORDS))
    (handoff,) = world.play(theatre.plan("one")).handoffs
    assert (handoff.queue, handoff.id, handoff.turn) == ("billing", "h1", 1)
    assert handoff.at < 1.0
