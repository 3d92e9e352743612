"""When the customer counts as handed over, and how long whom is waited for."""

import asyncio

import pytest

from escalation_tests.engine.pace import Pace
from escalation_tests.errors import DeskError
from escalation_tests.model.duty import Duty
from escalation_tests.model.handoff import DeskState
from escalation_tests.model.plan import Expectation
from escalation_tests.model.record import Leg
from escalation_tests.testing.virtual import run_virtual

WORDS = "I am transferring you."


def script(**replies):
    return replies.__getitem__


def test_a_handoff_in_time_is_of_the_turn_it_came_in(theatre):
    bot = script(one=("ok",), two=(0.4, theatre.Deliver(), theatre.SIGNAL, WORDS))
    world = theatre.World(bot=bot, duties={2: theatre.due(2, 2)})
    record = world.play(theatre.plan("one", "two", "three"))
    assert [(h.turn, h.at) for h in record.handoffs] == [(2, 0.4)]
    assert [(s.turn, s.at) for s in record.signals] == [(2, 0.4)]
    assert len(record.turns) == 2
    assert record.seconds == pytest.approx(0.4)
    assert world.told == [False, False, True]


def test_a_late_desk_is_waited_for_and_no_longer_than_it_takes(theatre):
    bot = script(one=(theatre.SIGNAL, WORDS, theatre.Later(3.0, (theatre.Deliver(),))))
    record = theatre.World(bot=bot).play(theatre.plan("one", "two"))
    assert [(h.turn, h.at) for h in record.handoffs] == [(1, 3.0)]
    assert record.seconds == pytest.approx(3.0)
    assert record.turns[0].over == 0.0


@pytest.mark.parametrize("answer", [(WORDS,), ("SIGNAL",)])
def test_a_claim_without_a_desk_is_waited_for_in_vain_once_and_then_believed(theatre, answer):
    answer = tuple(theatre.SIGNAL if word == "SIGNAL" else word for word in answer)
    world = theatre.World(bot=lambda text: answer)
    record = world.play(theatre.plan("one", "two", after=("hello?",)))
    assert record.handoffs == ()
    assert [(t.move.texts, t.after) for t in record.turns] == [
        (("one",), False),
        (("hello?",), True),
    ]
    assert [turn.waited for turn in record.turns] == [True, False]
    assert record.seconds == pytest.approx(5.0)
    assert world.told == [False, True, True]


def test_nobody_waits_for_a_desk_that_nothing_observes(theatre):
    world = theatre.World(bot=lambda text: (theatre.SIGNAL, WORDS), desk_state=DeskState())
    record = world.play(theatre.plan("one", "two"))
    assert len(record.turns) == 1
    assert record.seconds == 0.0


def test_words_alone_count_where_nothing_better_can_be_seen(theatre):
    world = theatre.World(bot=lambda text: (WORDS,), desk_state=DeskState(), signal_mapped=False)
    assert len(world.play(theatre.plan("one", "two")).turns) == 1


def test_words_alone_do_not_count_where_a_signal_would_be_seen(theatre):
    world = theatre.World(bot=lambda text: (WORDS,), desk_state=DeskState())
    assert len(world.play(theatre.plan("one", "two")).turns) == 2


def test_a_handoff_seen_in_the_reply_only_counts(theatre):
    world = theatre.World(
        bot=lambda text: (theatre.Deliver(), "ok"), desk_state=DeskState(), signal_mapped=False
    )
    record = world.play(theatre.plan("one", "two"))
    assert world.told == [False, True]
    assert record.seconds == 0.0


def test_an_overdue_handoff_is_waited_for_once(theatre):
    bot = script(one=("ok",), two=("ok", theatre.Later(4.0, (theatre.Deliver(),))), three=())
    world = theatre.World(bot=bot, duties={1: theatre.due(1, 2), 2: theatre.due(1, 2)})
    record = world.play(theatre.plan("one", "two", "three"))
    assert [(h.turn, h.at) for h in record.handoffs] == [(2, 4.0)]
    assert len(record.turns) == 2


def test_a_missed_handoff_costs_one_wait_and_the_settling(theatre):
    duties = {number: theatre.due(1, 1) for number in (1, 2, 3)}
    world = theatre.World(duties=duties)
    record = world.play(theatre.plan("one", "two", "three"))
    assert record.seconds == pytest.approx(5.3)
    assert record.turns[1].sent == 5.0


def test_words_that_come_during_the_wait_for_an_overdue_handoff_buy_it_more_time(theatre):
    late = theatre.Later(4.0, (WORDS, theatre.Later(3.0, (theatre.Deliver(),))))
    world = theatre.World(
        bot=lambda text: ("ok", late), listens=True, duties={1: theatre.due(1, 1)}
    )
    record = world.play(theatre.plan("one"))
    assert [h.at for h in record.handoffs] == [pytest.approx(7.3)]


def test_at_the_end_without_a_handoff_the_desk_may_settle(theatre):
    bot = script(one=("ok", theatre.Later(0.2, (theatre.Deliver(),))))
    record = theatre.World(bot=bot).play(theatre.plan("one"))
    assert [(h.turn, h.at) for h in record.handoffs] == [(1, 0.2)]
    assert record.seconds == pytest.approx(0.2)


def test_a_delivery_after_the_end_is_not_of_this_conversation(theatre):
    bot = script(one=("ok", theatre.Later(0.4, (theatre.Deliver(),))))
    record = theatre.World(bot=bot).play(theatre.plan("one"))
    assert record.handoffs == ()
    assert record.seconds == pytest.approx(0.3)


def test_a_delivery_during_a_pause_belongs_to_the_turn_before(theatre):
    bot = script(one=("ok", theatre.Later(2.0, (theatre.Deliver(),))), two=("ok",))
    world = theatre.World(bot=bot)
    record = world.play(theatre.plan("one", theatre.move("two", pause=10)))
    assert [(h.turn, h.at) for h in record.handoffs] == [(1, 2.0)]
    assert len(record.turns) == 2


# --- refusals


def test_a_refused_delivery_is_no_handoff_and_the_customer_presses_on(theatre):
    duties = {number: theatre.due(1, 3) for number in (1, 2, 3)}
    world = theatre.World(
        bot=lambda text: (theatre.Deliver(accepted=False), "Nobody is there."),
        duties=duties,
        press_on=("please", "now", "never said"),
    )
    record = world.play(theatre.plan("one"))
    assert world.told == [False] * 4
    assert [turn.pressed for turn in record.turns] == [False, True, True]
    assert [(h.turn, h.accepted) for h in record.handoffs] == [(1, False), (2, False), (3, False)]
    assert record.seconds == pytest.approx(0.3)


def test_a_refusal_outweighs_signal_and_words_once_the_desk_was_given_its_time(theatre):
    world = theatre.World(bot=lambda text: (theatre.SIGNAL, theatre.Deliver(False), WORDS))
    record = world.play(theatre.plan("one", "two"))
    assert world.told == [False] * 3
    assert [turn.sent for turn in record.turns] == [0.0, 5.0]


def test_a_desk_that_refuses_everything_is_not_waited_for(theatre):
    world = theatre.World(
        bot=lambda text: (theatre.SIGNAL, theatre.Deliver(False), WORDS),
        desk_state=DeskState(observed=True, refusing=True),
    )
    assert [t.sent for t in world.play(theatre.plan("one", "two")).turns] == [0.0, 0.0]


def test_a_retry_that_is_accepted_is_waited_for(theatre):
    retry = theatre.Later(2.0, (theatre.Deliver(True),))
    world = theatre.World(bot=lambda text: (theatre.Deliver(False), WORDS, retry))
    record = world.play(theatre.plan("one", "two"))
    assert [(h.accepted, h.at) for h in record.handoffs] == [(False, 0.0), (True, 2.0)]
    assert record.seconds == pytest.approx(2.0)


# --- silent transfers


def test_a_silent_transfer_of_a_bot_that_can_speak_later_is_no_trouble(theatre):
    world = theatre.World(bot=lambda text: (1.0, theatre.Deliver()), listens=True)
    record = world.play(theatre.plan("one"))
    assert record.trouble is None
    assert [h.turn for h in record.handoffs] == [1]
    assert record.turns[0].over == pytest.approx(0.3 + 1.0 + 5.0 + 0.3)


def test_words_after_the_delivery_still_belong_to_the_turn(theatre):
    world = theatre.World(bot=lambda text: (theatre.Deliver(), 2.0, WORDS), listens=True)
    record = world.play(theatre.plan("one"))
    assert [(m.text, m.turn) for m in record.messages] == [("one", 1), (WORDS, 1)]


# --- afterwards


def test_after_the_handoff_the_customer_writes_and_what_the_bot_answers_is_kept(theatre):
    bot = script(one=(theatre.Deliver(), WORDS), anybody=("I am still here!",))
    record = theatre.World(bot=bot).play(theatre.plan("one", "two", after=("anybody",)))
    assert [(m.text, m.turn) for m in record.messages] == [
        ("one", 1),
        (WORDS, 1),
        ("anybody", 2),
        ("I am still here!", 2),
    ]
    assert [turn.after for turn in record.turns] == [False, True]
    assert (record.listens, record.listened) == (False, 0.0)


def test_a_bot_that_can_speak_unasked_is_listened_to_until_the_silence_is_over(theatre):
    bot = script(
        one=(theatre.Deliver(), WORDS, theatre.Later(4.0, ("Anything else?",))), anybody=()
    )
    world = theatre.World(bot=bot, listens=True, pace=Pace(bot_silent=6))
    record = world.play(theatre.plan("one", after=("anybody",)))
    assert record.messages[-1].text == "Anything else?"
    assert record.messages[-1].at == pytest.approx(4.3)
    assert record.listens
    assert record.listened == pytest.approx(6.0)
    assert record.seconds == pytest.approx(6.3)
    assert record.trouble is None


def test_where_no_silence_is_promised_nobody_listens(theatre):
    bot = script(one=(theatre.Deliver(), WORDS))
    record = theatre.World(bot=bot, listens=True).play(theatre.plan("one"))
    assert record.listened == 0.0
    assert record.seconds == pytest.approx(0.6)


def test_a_scenario_may_demand_a_longer_silence_than_the_policy(theatre):
    bot = script(one=(theatre.Deliver(), WORDS))
    world = theatre.World(bot=bot, listens=True, pace=Pace(bot_silent=6))
    for demanded, listened in ((9.0, 9.0), (3.0, 6.0)):
        plan = theatre.plan("one", expect=Expectation(bot_silent=demanded))
        assert world.play(plan).listened == pytest.approx(listened)


def relaying(theatre, *doing):
    state = DeskState(observed=True, relays=True)
    bot = script(one=(theatre.Deliver(), WORDS), a=doing, b=())
    return theatre.World(bot=bot, desk_state=state)


def test_relayed_messages_are_waited_for_until_all_are_there(theatre):
    late = theatre.Later(2.0, (theatre.Relay("a"), theatre.Relay("b")))
    record = relaying(theatre, late).play(theatre.plan("one", after=("a", "b")))
    assert [(r.text, r.at) for r in record.relayed] == [("a", 2.0), ("b", 2.0)]
    assert record.seconds == pytest.approx(2.0)


def test_relayed_messages_are_waited_for_no_longer_than_the_desk_promises(theatre):
    record = relaying(theatre).play(theatre.plan("one", after=("a", "b")))
    assert record.relayed == ()
    assert record.seconds == pytest.approx(5.0)


def test_what_is_relayed_after_a_handoff_that_never_arrived_is_not_waited_for(theatre):
    state = DeskState(observed=True, relays=True)
    world = theatre.World(bot=lambda text: (WORDS,), desk_state=state)
    assert world.play(theatre.plan("one", after=("a",))).seconds == pytest.approx(5.0)


def test_a_bot_that_is_silent_after_the_handoff_is_no_trouble(theatre):
    bot = script(one=(theatre.Deliver(), WORDS), anybody=())
    record = theatre.World(bot=bot, listens=True).play(theatre.plan("one", after=("anybody",)))
    assert record.trouble is None
    assert record.turns[1].over - record.turns[1].sent == pytest.approx(0.3)


def test_what_arrives_just_before_somebody_looks_is_not_waited_for(theatre):
    world = theatre.World(bot=lambda text: (theatre.SIGNAL, WORDS), listens=True)
    plan = theatre.plan("one")

    async def delivers_when_heard():
        session = world.sessions[-1]
        if theatre.CLOCK.now() > 0.5:
            session.inbox.take(theatre.Deliver())
            session.receive = receive
        return await receive()

    async def main():
        nonlocal receive
        task = asyncio.create_task(world.player()(plan))
        await theatre.CLOCK.sleep(0.1)
        receive = world.sessions[-1].receive
        world.sessions[-1].receive = delivers_when_heard
        return await task

    receive = None
    record = run_virtual(main())
    assert [h.at for h in record.handoffs] == [pytest.approx(0.6)]
    assert record.seconds == pytest.approx(0.6)


def test_a_desk_that_breaks_is_trouble_on_its_leg(theatre):
    bot = script(one=(DeskError("down", "the receiver died"),))
    trouble = theatre.World(bot=bot).play(theatre.plan("one")).trouble
    assert (trouble.leg, trouble.kind, trouble.turn) == (Leg.DESK, "down", 1)


def test_duties_are_taken_down_as_the_customer_says_them(theatre):
    duties = {1: Duty(topic="x"), 2: theatre.due(2, 2)}
    record = theatre.World(duties=duties).play(theatre.plan("one", "two"))
    assert [turn.duty for turn in record.turns] == [duties[1], duties[2]]


def test_what_belongs_to_which_turn_is_exact_even_without_time_passing(theatre):
    bot = script(one=("ok",), two=("ok",), three=(theatre.Deliver(), "ok"))
    record = theatre.World(bot=bot).play(theatre.plan("one", "two", "three"))
    assert [h.turn for h in record.handoffs] == [3]
    assert {turn.sent for turn in record.turns} == {0.0}
