"""One visit of a customer: one conversation from its opening to the end of what is watched."""

from collections.abc import Callable
from dataclasses import dataclass

from escalation_tests.engine.aftermath import aftermath
from escalation_tests.engine.exchange import Exchange
from escalation_tests.engine.handover import Handover
from escalation_tests.engine.person import act
from escalation_tests.engine.stage import Scene, Stage, opened, scene
from escalation_tests.engine.trouble import trouble_of
from escalation_tests.model.deed import Deed
from escalation_tests.model.handoff import DeskState
from escalation_tests.model.plan import Plan
from escalation_tests.model.record import Record, Trouble, Turn
from escalation_tests.ports import Customer, Step, screen_of


@dataclass(frozen=True, slots=True)
class Ending:
    """How a conversation ended."""

    listened: float = 0.0
    trouble: Trouble | None = None


def record(
    plan: Plan, scene: Scene, ending: Ending, visit: int = 1, earlier: tuple[Record, ...] = ()
) -> Record:
    """Everything that the conversation's tape holds."""
    tape = scene.tape
    return Record(
        plan=plan,
        conversation=scene.conversation,
        started=tape.started,
        seconds=tape.elapsed(),
        turns=tuple(tape.turns),
        messages=tuple(tape.messages),
        signals=tuple(tape.signals),
        handoffs=tuple(tape.handoffs),
        relayed=tuple(tape.relayed),
        deeds=tuple(tape.deeds),
        signal_mapped=scene.signal_mapped,
        desk=scene.inbox.state if scene.inbox else DeskState(),
        listened=ending.listened,
        listens=scene.session is not None and scene.session.listens,
        trouble=ending.trouble,
        screen=screen_of(scene.session),
        visit=visit,
        earlier=earlier,
    )


async def play_visit(
    stage: Stage, plan: Plan, who: str, earlier: tuple[Record, ...], rest: Callable[[], None]
) -> Record:
    """The visit after the `earlier` ones, played to its end or to the trouble that ended it.

    `who` is the customer's id; `rest` is called when only the desk is still watched.
    """
    visit = len(earlier) + 1
    now = scene(stage, plan, who)
    try:
        async with opened(stage, now, plan.faults) as (exchange, handover):
            await exchange.greeting()
            await _converse(stage, now, (exchange, handover), stage.casting(plan, visit))
            silent = plan.expect.bot_silent
            ending = Ending(await aftermath(exchange, handover, stage.pace, rest, silent))
    except BaseException as error:  # noqa: BLE001 - foreign code: bots and desks of users
        ending = Ending(trouble=trouble_of(error, now.tape.turn))
    return record(plan, now, ending, visit, earlier)


async def _converse(
    stage: Stage, now: Scene, parts: tuple[Exchange, Handover], customer: Customer
) -> None:
    """Play the customer's turns, and the deeds of the person at the desk, until there are no
    more; what the desk refuses a person leaves nothing to be played.
    """
    exchange, handover = parts
    tape = now.tape
    while True:
        handed_over = handover.happened()
        step = customer.next(tuple(tape.turns), tuple(tape.messages), handed_over)
        if step is None:
            return
        if isinstance(step, Deed):
            done = await act(stage, now, exchange, step)
            if done.refusal is not None:
                return
            continue
        turn = await play_turn(exchange, step, owed=not handed_over)
        if not handed_over:
            await handover.after_turn(turn)


async def play_turn(exchange: Exchange, step: Step, owed: bool) -> Turn:
    """One turn: the pause, the bubbles, the answer. What was begun is on the tape in any case.

    A pause before words still belongs to the turn before; silence is a turn of its own. A bot to
    which a person gave the customer back is waited for as well; that it says nothing is judged.
    """
    move, tape = step.move, exchange.tape
    if move.texts and move.pause:
        await exchange.idle(move.pause)
    sent = tape.begin()
    try:
        if move.texts:
            await exchange.say(move.texts, owed, hoped=tape.with_bot)
        else:
            await exchange.idle(move.pause)
    finally:
        exchange.look()
        turn = tape.end(step, sent)
    return turn
