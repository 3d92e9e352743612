"""How one turn is played: bubbles, quiet periods, silence, greetings, limits."""

import asyncio

import pytest

from escalation_tests.engine.pace import Pace
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Confided, Replied, Said
from escalation_tests.model.message import Speaker
from escalation_tests.model.record import Leg
from escalation_tests.testing.virtual import run_virtual

C, B = Speaker.CUSTOMER, Speaker.BOT


def heard(record):
    return [(m.speaker, m.text, m.turn, round(m.at, 3)) for m in record.messages]


def test_a_conversation_is_taken_down_turn_by_turn(theatre):
    world = theatre.World(bot=lambda text: (0.5, f"re {text}"))
    record = world.play(theatre.plan("one", "two"))
    assert heard(record) == [
        (C, "one", 1, 0.0),
        (B, "re one", 1, 0.5),
        (C, "two", 2, 0.5),
        (B, "re two", 2, 1.0),
    ]
    assert [(t.number, t.sent, t.over) for t in record.turns] == [(1, 0.0, 0.5), (2, 0.5, 1.0)]
    assert record.trouble is None
    assert record.started == 1000.0


def test_times_count_from_the_opening_of_this_conversation(theatre):
    world = theatre.World(bot=lambda text: (2.0, theatre.Deliver(), theatre.Relay("a"), "ok"))

    async def second():
        await theatre.CLOCK.sleep(500)
        return await world.player()(theatre.plan("one"))

    record = run_virtual(second())
    assert record.messages[1].at == 2.0
    assert record.handoffs[0].at == record.relayed[0].at == 2.0
    assert record.started == 1500.0


def test_each_play_has_an_id_of_its_own(theatre):
    world = theatre.World()
    player = world.player()
    plan = theatre.plan("one")

    async def twice():
        return await player(plan), await player(plan)

    first, second = run_virtual(twice())
    assert first.conversation != second.conversation
    assert world.sessions[0].opening.customer != world.sessions[1].opening.customer
    assert world.sessions[0].opening.token == "t0k"


def test_bubbles_are_sent_in_order_and_answers_between_them_keep_their_place(theatre):
    world = theatre.World(bot=lambda text: (f"re {text}",))
    record = world.play(theatre.plan(theatre.move("a", "b")))
    assert [m.text for m in record.messages] == ["a", "re a", "b", "re b"]


def test_an_answer_that_takes_its_time_is_complete_before_the_next_bubble(theatre):
    world = theatre.World(bot=lambda text: (0.5, f"re {text}", 0.5, "more"))
    record = world.play(theatre.plan(theatre.move("a", "b")))
    assert [m.text for m in record.messages] == ["a", "re a", "more", "b", "re b", "more"]
    assert record.messages[3].at == 1.0


def test_a_listening_session_ends_its_turn_after_the_quiet_period(theatre):
    bot = {"one": (1.0, "x", 0.2, "y", 0.2, "z", 0.9, "late"), "two": ("w",)}.__getitem__
    record = theatre.World(bot=bot, listens=True).play(
        theatre.plan("one", theatre.move("two", pause=10))
    )
    assert heard(record) == [
        (C, "one", 1, 0.3),
        (B, "x", 1, 1.3),
        (B, "y", 1, 1.5),
        (B, "z", 1, 1.7),
        (B, "late", 1, 2.6),
        (C, "two", 2, 12.0),
        (B, "w", 2, 12.0),
    ]
    assert record.turns[0].over == pytest.approx(2.0)


def test_an_empty_acknowledgement_does_not_start_the_quiet_period(theatre):
    bot = {"one": (Replied({}), 2.0, "x")}.__getitem__
    record = theatre.World(bot=bot, listens=True).play(theatre.plan("one"))
    assert [m.text for m in record.messages] == ["one", "x"]


def test_a_pause_before_words_belongs_to_the_turn_before(theatre):
    world = theatre.World()
    record = world.play(theatre.plan("one", theatre.move("two", pause=3600)))
    assert record.turns[1].sent == 3600.0


def test_silence_is_a_turn_in_which_the_bot_may_speak_and_need_not(theatre):
    world = theatre.World(
        bot=lambda text: ("ok", theatre.Later(30.0, ("Are you there?",))), listens=True
    )
    record = world.play(theatre.plan("one", theatre.move(pause=60.0)))
    silent = record.turns[1]
    assert silent.over - silent.sent == pytest.approx(60.0)
    assert record.messages[-1].text == "Are you there?"
    assert record.messages[-1].turn == 2
    assert record.trouble is None


@pytest.mark.parametrize("listens", [False, True])
def test_greetings_come_before_the_first_turn(theatre, listens):
    world = theatre.World(greeting=("Hello!",), listens=listens)
    record = world.play(theatre.plan("one"))
    assert [(m.text, m.turn) for m in record.messages[:2]] == [("Hello!", 0), ("one", 1)]


def test_a_greeting_announces_nothing(theatre):
    world = theatre.World(greeting=("I am transferring happiness.",), signal_mapped=False)
    world.play(theatre.plan("one"))
    assert world.told == [False, False]


def test_confidence_belongs_to_its_turn_and_raw_replies_go_to_the_desk(theatre):
    bot = {"one": (Confided(0.4), Replied({"a": 1}), "x"), "two": ("y",)}.__getitem__
    world = theatre.World(bot=bot)
    record = world.play(theatre.plan("one", "two"))
    assert [turn.confidence for turn in record.turns] == [0.4, None]
    assert world.inboxes[0].overheard == [{"a": 1}]


def test_speakers_and_ids_are_kept(theatre):
    world = theatre.World(bot=lambda text: (Said("joined", Speaker.SYSTEM, "m1"),))
    message = world.play(theatre.plan("one")).messages[1]
    assert (message.speaker, message.id) == (Speaker.SYSTEM, "m1")


# --- bad bots


@pytest.mark.parametrize(("listens", "seconds"), [(False, 21.0), (True, 20.0)])
def test_a_bot_that_never_answers_is_trouble_and_the_rest_is_kept(theatre, listens, seconds):
    bot = {"one": ("fine",), "two": (...,)}.__getitem__
    world = theatre.World(bot=bot, listens=listens)
    record = world.play(theatre.plan("one", "two", "three"))
    trouble = record.trouble
    assert (trouble.leg, trouble.kind, trouble.turn) == (Leg.BOT, "timeout", 2)
    assert [m.text for m in record.messages] == ["one", "fine", "two"]
    assert record.turns[1].over - record.turns[1].sent == pytest.approx(seconds)
    assert world.sessions[0].closed == 1
    assert world.inboxes[0].closed


def test_a_reply_without_text_is_the_bots_failure(theatre):
    record = theatre.World(bot=lambda text: (Said(""), Replied({}, "{}"))).play(
        theatre.plan("one", "two")
    )
    assert record.trouble.leg is Leg.BOT
    assert (record.trouble.kind, record.trouble.received) == ("empty", "{}")
    assert len(record.turns) == 1


def test_a_bot_that_hands_over_may_do_so_and_stay_without_a_word(theatre):
    record = theatre.World(bot=lambda text: (theatre.Deliver(), Replied(None, "null"))).play(
        theatre.plan("one", after=["two"])
    )
    assert record.trouble is None
    assert len(record.turns) == 2


def test_a_bot_that_may_be_silent_when_it_says_so(theatre):
    world = theatre.World(bot=lambda text: ())
    assert world.play(theatre.plan("one", "two")).trouble is None


def test_a_bot_that_talks_for_ever_is_stopped(theatre):
    world = theatre.World(bot=lambda text: ("x", 0.2) * 150, listens=True)
    trouble = world.play(theatre.plan("one")).trouble
    assert (trouble.kind, trouble.turn, trouble.received) == ("endless", 1, "x")


@pytest.mark.parametrize("listens", [False, True])
def test_more_messages_than_anybody_reads_are_a_flood(theatre, listens):
    world = theatre.World(bot=lambda text: ("x",) * 5000, listens=listens)
    record = world.play(theatre.plan("one"))
    assert record.trouble.kind == "flood"
    assert len(record.messages) == 1 + 201


def test_two_thousand_messages_in_all_are_a_flood(theatre):
    world = theatre.World(bot=lambda text: ("x",) * 190)
    record = world.play(theatre.plan(*["again"] * 20))
    assert (record.trouble.kind, record.trouble.turn) == ("flood", 11)


def test_endless_events_that_are_no_messages_are_a_flood(theatre):
    world = theatre.World(bot=lambda text: (Confided(1.0),) * 5000)
    assert world.play(theatre.plan("one")).trouble.kind == "flood"


@pytest.mark.parametrize(
    "error",
    [
        ZeroDivisionError("by zero"),
        SystemExit(3),
        KeyboardInterrupt(),
        asyncio.CancelledError("not meant"),
        TimeoutError("its own"),
    ],
)
@pytest.mark.parametrize("listens", [False, True])
def test_whatever_leaks_from_a_bot_is_trouble_of_ours(theatre, error, listens):
    world = theatre.World(bot=lambda text: (error,), listens=listens)
    trouble = world.play(theatre.plan("one")).trouble
    assert (trouble.leg, trouble.kind, trouble.turn) == (Leg.SUITE, "internal", 1)
    assert trouble.message.startswith(type(error).__name__)
    assert str(error) in trouble.message
    assert world.sessions[0].closed == 1


def test_a_bot_that_fails_while_taking_a_message(theatre):
    world = theatre.World(refuses_to_take=ChannelError("status", "HTTP 500", "<html>"))
    record = world.play(theatre.plan("one"))
    assert record.trouble.kind == "status"
    assert record.trouble.received == "<html>"
    assert record.trouble.turn == 1
    assert len(record.turns) == 1


def test_a_bot_that_cannot_be_reached(theatre):
    world = theatre.World(refuses_to_open=ChannelError("refused", "connection refused"))
    record = world.play(theatre.plan("one"))
    assert (record.trouble.kind, record.trouble.turn) == ("refused", 0)
    assert record.conversation == "id2"


def test_cancelling_closes_the_session_and_the_inbox(theatre):
    world = theatre.World(bot=lambda text: (...,))

    async def cancelled():
        task = asyncio.create_task(world.player()(theatre.plan("one")))
        await theatre.CLOCK.sleep(1)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert run_virtual(cancelled())
    assert world.sessions[0].closed == 1
    assert world.inboxes[0].closed


def test_a_session_that_hangs_while_it_is_left_is_left_all_the_same(theatre):
    world = theatre.World()

    async def hanging():
        player = world.player()
        task = asyncio.create_task(player(theatre.plan("one")))
        await theatre.CLOCK.sleep(0.1)
        world.sessions[0].close = asyncio.Event().wait
        return await task

    assert run_virtual(hanging()).seconds == pytest.approx(5.3)


def test_pace_has_the_defaults_of_the_contract():
    assert Pace() == Pace(timeout=20.0, quiet=0.3, within=5.0, settle=0.3, bot_silent=None)
