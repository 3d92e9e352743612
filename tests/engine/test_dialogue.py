"""The step-by-step conversation plays by the player's rules."""

import asyncio

import pytest

from escalation_tests.errors import ChannelError, EscalationError, InfrastructureError
from escalation_tests.model.duty import Duty
from escalation_tests.testing.virtual import run_virtual


def duty(moves):
    return Duty(topic=f"after {len(moves)}")


def spoken(world, plan, talk):
    async def run():
        dialogue = await world.player().dialogue(plan, duty)
        greeting = await dialogue.open()
        return greeting, await talk(dialogue)

    return run_virtual(run())


def test_a_dialogue_gives_answers_handoff_and_record(theatre):
    bot = {"a": ("re a",), "b": (theatre.SIGNAL, theatre.Later(2, (theatre.Deliver(),)))}
    world = theatre.World(bot=bot.__getitem__, greeting=("Hello",))

    async def talk(dialogue):
        first = await dialogue.say("a")
        second = await dialogue.say(theatre.move("b"))
        return first, second, await dialogue.handoff(), await dialogue.finish()

    greeting, (first, second, handoff, record) = spoken(world, theatre.plan(), talk)
    assert [m.text for m in greeting] == ["Hello"]
    assert [m.text for m in first] == ["re a"]
    assert second == ()
    assert (handoff.turn, handoff.at) == (2, 2.0)
    assert [turn.duty.topic for turn in record.turns] == ["after 1", "after 2"]
    assert record.handoffs == (handoff,)
    assert world.sessions[0].closed == 1


def test_what_is_said_after_the_handoff_is_after_it(theatre):
    world = theatre.World(bot=lambda text: (theatre.Deliver(), "ok"))

    async def talk(dialogue):
        await dialogue.say("a")
        await dialogue.say("b")
        return await dialogue.finish()

    _, record = spoken(world, theatre.plan(), talk)
    assert [turn.after for turn in record.turns] == [False, True]


def test_no_handoff_is_none_after_the_wait_and_a_refused_one_is_shown(theatre):
    bot = {"a": ("ok",), "b": (theatre.Deliver(False), "ok")}.__getitem__

    async def talk(dialogue):
        await dialogue.say("a")
        none, then = await dialogue.handoff(within=7), theatre.CLOCK.now()
        await dialogue.say("b")
        return none, then, await dialogue.handoff(within=1)

    _, (none, then, refused) = spoken(theatre.World(bot=bot), theatre.plan(), talk)
    assert (none, then, refused.accepted) == (None, 7.0, False)


def test_trouble_is_raised_and_is_in_the_record_and_stays(theatre):
    bot = {"a": ("ok",), "b": (ChannelError("status", "HTTP 500"),)}.__getitem__
    world = theatre.World(bot=bot)

    async def talk(dialogue):
        await dialogue.say("a")
        with pytest.raises(InfrastructureError, match="HTTP 500"):
            await dialogue.say("b")
        with pytest.raises(InfrastructureError, match="HTTP 500"):
            await dialogue.say("c")
        return await dialogue.finish(), await dialogue.finish()

    _, (record, again) = spoken(world, theatre.plan(), talk)
    assert (record.trouble.kind, record.trouble.turn, len(record.turns)) == ("status", 2, 2)
    assert again is record
    assert world.sessions[0].closed == 1


def test_a_bot_that_cannot_be_reached(theatre):
    world = theatre.World(refuses_to_open=ChannelError("refused", "connection refused"))

    async def run():
        dialogue = await world.player().dialogue(theatre.plan(), duty)
        with pytest.raises(InfrastructureError, match="refused"):
            await dialogue.open()
        return await dialogue.finish()

    assert run_virtual(run()).trouble.kind == "refused"


def test_a_finished_dialogue_cannot_go_on(theatre):
    async def talk(dialogue):
        await dialogue.finish()
        with pytest.raises(EscalationError, match="not open"):
            await dialogue.say("a")

    spoken(theatre.World(), theatre.plan(), talk)


def test_cancelling_leaves_the_conversation(theatre):
    world = theatre.World(bot=lambda text: (...,))

    async def talk(dialogue):
        task = asyncio.create_task(dialogue.say("a"))
        await theatre.CLOCK.sleep(1)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled(), world.sessions[0].closed

    assert spoken(world, theatre.plan(), talk)[1] == (True, 1)
