"""What is needed to play, and the opening and leaving of one conversation."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from escalation_tests.engine.attention import bounded, heard
from escalation_tests.engine.exchange import Exchange
from escalation_tests.engine.handover import Handover
from escalation_tests.engine.pace import CLOSING, GRACE, Pace
from escalation_tests.engine.tape import Tape
from escalation_tests.errors import ChannelError
from escalation_tests.model.plan import FaultSpec, Plan
from escalation_tests.ports import (
    Casting,
    Channel,
    Clock,
    Desk,
    Disturb,
    Human,
    Inbox,
    Opening,
    Reader,
    Session,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that all conversations of a run share."""

    channel: Channel
    desk: Desk
    casting: Casting
    disturb: Disturb
    reader: Reader
    clock: Clock
    pace: Pace
    ids: Callable[[], str]
    """A new id at each call, never used before in this run or another."""
    human: Human | None = None
    """Who acts at the desk."""


def opening(plan: Plan, customer: str, conversation: str) -> Opening:
    """What the channel may tell the bot about the customer of `plan`."""
    return Opening(
        conversation=conversation,
        customer=customer,
        name=plan.identity.name,
        email=plan.identity.email,
        language=plan.language,
        token=plan.token,
    )


@dataclass(slots=True)
class Scene:
    """One conversation, open or being opened: what of it exists so far."""

    tape: Tape
    opening: Opening
    signal_mapped: bool
    session: Session | None = None
    inbox: Inbox | None = None

    @property
    def conversation(self) -> str:
        """The id under which bot and desk know it."""
        return self.session.conversation if self.session else self.opening.conversation


def scene(stage: Stage, plan: Plan, customer: str) -> Scene:
    """A conversation that is about to be opened; its time begins now."""
    asked = opening(plan, customer, stage.ids())
    return Scene(Tape(stage.clock), asked, stage.channel.signal_mapped)


@asynccontextmanager
async def opened(
    stage: Stage, scene: Scene, faults: tuple[FaultSpec, ...]
) -> AsyncIterator[tuple[Exchange, Handover]]:
    """The open conversation; left again in any case. Raises what channel and desk raise."""
    try:
        session = scene.session = await _session(stage, scene, faults)
        inbox = scene.inbox = await stage.desk.open(
            scene.opening,
            session.conversation,
            stage.disturb.answers([fault for fault in faults if fault.leg == "desk"]),
        )
        pace = _patient(stage.pace, faults)
        exchange = Exchange(session, inbox, scene.tape, stage.clock, pace)
        yield exchange, Handover(exchange, stage.reader, stage.pace, scene.signal_mapped)
    finally:
        await _leave(stage.clock, scene)


async def _session(stage: Stage, scene: Scene, faults: tuple[FaultSpec, ...]) -> Session:
    limit = stage.pace.timeout + GRACE
    mine = [fault for fault in faults if fault.leg == "bot"]
    channel = stage.disturb.channel(stage.channel, mine)
    return await bounded(
        channel.open(scene.opening),
        stage.clock,
        limit,
        lambda: ChannelError("timeout", f"no conversation was open after {limit:g} s"),
    )


def _patient(pace: Pace, faults: tuple[FaultSpec, ...]) -> Pace:
    """`pace`, where our own disturbance must not be taken for a bot that does not answer."""
    seconds = [fault.seconds for fault in faults if fault.leg == "bot"]
    return replace(pace, timeout=2 * pace.timeout + sum(seconds)) if seconds else pace


async def _leave(clock: Clock, scene: Scene) -> None:
    """Close what is open. Closing promises not to raise; what breaks the promise hurts nobody."""
    for side in (scene.session, scene.inbox):
        if side is not None:
            try:
                async with clock.timeout(CLOSING):
                    await heard(side.close())
            except TimeoutError:
                continue
    if scene.inbox is not None:
        scene.tape.look(scene.inbox)
