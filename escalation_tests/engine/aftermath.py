"""What is watched once the customer has nothing more to say."""

from collections.abc import Callable

from escalation_tests.engine.exchange import Exchange
from escalation_tests.engine.handover import Handover
from escalation_tests.engine.pace import Pace


async def aftermath(
    exchange: Exchange,
    handover: Handover,
    pace: Pace,
    rest: Callable[[], None],
    silent: float | None = None,
) -> float:
    """Watch bot and desk to the end; returns for how long the bot was watched for silence.

    Calls `rest` once nothing more can pass between us and the bot. Where `silent` demands a
    longer silence than the pace, that counts.
    """
    silences = [one for one in (silent, pace.bot_silent) if one is not None]
    listens = exchange.session.listens
    if not listens:
        rest()
    if not handover.happened():
        await handover.settle()
        return 0.0
    waits = listens and not exchange.tape.with_bot
    listened = await _listen(exchange, handover.at(), silences) if waits else 0.0
    await _relays(exchange, pace.within)
    await exchange.look_closely()
    return listened


async def _listen(exchange: Exchange, since: float, silences: list[float]) -> float:
    if not silences:
        return 0.0
    await exchange.idle(since + max(silences) - exchange.tape.elapsed())
    return exchange.tape.elapsed() - since


async def _relays(exchange: Exchange, within: float) -> None:
    """Wait for each bubble that was written after the handoff to reach the desk."""
    tape = exchange.tape
    sent = sum(len(turn.move.texts) for turn in tape.turns if turn.after)
    if tape.accepted and sent and exchange.inbox.state.relays:
        await exchange.attend(within, lambda: len(tape.relayed) >= sent)
