"""The person at the desk acts: it is done, and there is time for everybody to take note."""

from collections.abc import Callable

from escalation_tests.engine.exchange import Exchange
from escalation_tests.engine.pace import Pace
from escalation_tests.engine.stage import Scene, Stage
from escalation_tests.engine.tape import Tape
from escalation_tests.errors import EscalationError
from escalation_tests.model.deed import Deed, Does


async def act(stage: Stage, scene: Scene, exchange: Exchange, deed: Deed) -> Deed:
    """Do `deed` and wait for what it changes; returns it with what came of it.

    What they say is waited for as long as for a handoff, and so is the desk where it can show
    what they did. Raises `DeskError`.
    """
    human, tape = stage.human, scene.tape
    if human is None or deed.does not in human.can:
        raise EscalationError(f"the configuration has no desk.human.{deed.does}")
    held = tape.accepted
    now = tape.did(deed)
    case = held.id if held else ""
    refusal = await human.does(now, scene.conversation, case, scene.opening.token)
    if refusal is None:
        await exchange.attend(_patience(exchange, deed, stage.pace), _noticed(tape, deed))
        await exchange.attend(stage.pace.quiet, lambda: False)
        await exchange.look_closely()
    return tape.settled(refusal)


def _patience(exchange: Exchange, deed: Deed, pace: Pace) -> float:
    """How long anything is waited for; not at all where nothing could be seen."""
    state = exchange.inbox.state
    match deed.does:
        case Does.SAYS:
            sees = exchange.session.listens
        case Does.TRANSFERS:
            sees = state.observed and "queue" in state.fields
        case _:
            sees = state.renews and "taken" in state.fields
    return pace.within if sees else 0.0


def _noticed(tape: Tape, deed: Deed) -> Callable[[], bool]:
    """Whether it has come to where it was meant to be seen."""
    before = len(tape.messages)

    def noticed() -> bool:
        held = tape.current
        match deed.does:
            case Does.SAYS:
                return any(tape.scripted(one.text) for one in tape.messages[before:])
            case Does.TRANSFERS:
                queue = held.queue if held else None
                return queue is not None and queue.casefold() == deed.queue.casefold()
            case _:
                taken = held.taken if held else None
                return taken is (deed.does is Does.ACCEPTS)

    return noticed
