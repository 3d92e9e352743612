"""A bot, a desk and a customer that do as they are told, on the virtual clock."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import pytest

from escalation_tests.engine.clock import LoopClock
from escalation_tests.engine.pace import Pace
from escalation_tests.engine.player import StagePlayer, player
from escalation_tests.model.duty import Due, Duty
from escalation_tests.model.event import Event, Said, Signalled
from escalation_tests.model.fact import Identity
from escalation_tests.model.handoff import DeskState, Handoff, Relayed, Source
from escalation_tests.model.message import Message
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import FaultSpec, Kind, Plan, Visit
from escalation_tests.model.reading import Reading, Reads
from escalation_tests.model.record import Record, Turn
from escalation_tests.model.trigger import Trigger
from escalation_tests.ports import Answer, Opening, Step
from escalation_tests.testing.virtual import run_virtual

Doing = object
"""What the bot does: a text, an `Event`, seconds to wait, `Deliver`, `Relay`, an exception, or
`...` for doing nothing for ever."""

CLOCK = LoopClock(epoch=1000.0)


@dataclass(frozen=True)
class Deliver:
    """The bot delivers a handoff to the desk."""

    accepted: bool = True
    id: str = ""


@dataclass(frozen=True)
class Relay:
    """The bot passes a customer's message on to the desk."""

    text: str


@dataclass(frozen=True)
class Later:
    """The bot does this in the background."""

    seconds: float
    doing: tuple[Doing, ...]


class FakeInbox:
    def __init__(self, state: DeskState) -> None:
        self.state, self.overheard, self.closed = state, [], False
        self._handoffs: list[Handoff] = []
        self._relayed: list[Relayed] = []
        self._more = asyncio.Event()

    def handoffs(self) -> tuple[Handoff, ...]:
        return tuple(self._handoffs)

    def relayed(self) -> tuple[Relayed, ...]:
        return tuple(self._relayed)

    async def arrival(self) -> None:
        more = self._more
        await more.wait()

    async def caught_up(self) -> None: ...

    def overhear(self, reply: object) -> None:
        self.overheard.append(reply)

    async def close(self) -> None:
        self.closed = True

    def take(self, thing: Deliver | Relay) -> None:
        if isinstance(thing, Deliver):
            handoff = Handoff("c", Source.WEBHOOK, CLOCK.now(), 0, thing.id, thing.accepted)
            self._handoffs.append(handoff)
        else:
            self._relayed.append(Relayed("c", thing.text, CLOCK.now()))
        self._more.set()
        self._more = asyncio.Event()


class FakeSession:
    def __init__(self, world: "World", opening: Opening, listens: bool) -> None:
        self._world, self.opening, self.listens = world, opening, listens
        self.conversation = opening.conversation
        self.sent: list[tuple[float, str]] = []
        self.closed = 0
        self._events: asyncio.Queue[Event | BaseException | None] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self.inbox: FakeInbox | None = None

    async def send(self, text: str) -> None:
        if self._world.refuses_to_take is not None:
            raise self._world.refuses_to_take
        self.sent.append((CLOCK.now(), text))
        self.do(self._world.bot(text), answering=True)

    def do(self, doing: Sequence[Doing], answering: bool = False) -> None:
        self._tasks.append(asyncio.create_task(self._act(doing, answering)))

    async def _act(self, doing: Sequence[Doing], answering: bool) -> None:
        for thing in doing:
            if isinstance(thing, int | float):
                await CLOCK.sleep(thing)
            elif thing is ...:
                return
            elif isinstance(thing, Deliver | Relay):
                self.inbox.take(thing)
            elif isinstance(thing, Later):
                self.do((thing.seconds, *thing.doing))
            else:
                self._events.put_nowait(Said(thing) if isinstance(thing, str) else thing)
        if answering and not self.listens:
            self._events.put_nowait(None)

    async def receive(self) -> Event | None:
        if not self.sent and not self.listens and self._events.empty():
            return None
        event = await self._events.get()
        if isinstance(event, BaseException):
            raise event
        return event

    async def close(self) -> None:
        self.closed += 1
        for task in self._tasks:
            task.cancel()


def polite(text: str) -> Sequence[Doing]:
    return (f"You said {text}.",)


@dataclass
class World:
    """Bot, desk and customer of one test, and what became of them."""

    bot: Callable[[str], Sequence[Doing]] = polite
    listens: bool = False
    signal_mapped: bool = True
    desk_state: DeskState = field(default_factory=lambda: DeskState(observed=True))
    duties: Mapping[int, Duty] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)
    greeting: Sequence[Doing] = ()
    refuses_to_take: BaseException | None = None
    refuses_to_open: BaseException | None = None
    press_on: Sequence[str] = ()
    sessions: list[FakeSession] = field(default_factory=list)
    inboxes: list[FakeInbox] = field(default_factory=list)
    answers_asked: list[tuple[Answer, ...]] = field(default_factory=list)
    disturbed: list[tuple[FaultSpec, ...]] = field(default_factory=list)
    told: list[bool] = field(default_factory=list)
    """What each call of the customer was told about being handed over."""

    # disturbance

    def channel(self, channel: object, faults: Sequence[FaultSpec]) -> object:
        self.disturbed.append(tuple(faults))
        return channel

    def answers(self, faults: Sequence[FaultSpec]) -> tuple[Answer, ...]:
        return tuple(Answer(status=503, times=fault.times) for fault in faults)

    # reader

    def read(self, text: str, language: str | None = None) -> Reading:
        return Reading(Reads.ANNOUNCES if "transferring" in text else Reads.NONE)

    # casting

    def cast(self, plan: Plan, visit: int) -> "FakeCustomer":
        return FakeCustomer(self, plan.visits[visit - 1])

    # playing

    def player(self) -> StagePlayer:
        ids = count(1)
        channel, desk = FakeChannel(self), FakeDesk(self)
        return player(
            channel, desk, self.cast, self, self, CLOCK, self.pace, lambda: f"id{next(ids)}"
        )

    def play(self, plan: Plan) -> Record:
        return run_virtual(self.player()(plan))


class FakeChannel:
    def __init__(self, world: World) -> None:
        self._world, self.signal_mapped = world, world.signal_mapped

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def open(self, opening: Opening) -> FakeSession:
        if self._world.refuses_to_open is not None:
            raise self._world.refuses_to_open
        self._world.sessions.append(FakeSession(self._world, opening, self._world.listens))
        return self._world.sessions[-1]


class FakeDesk:
    def __init__(self, world: World) -> None:
        self._world = world

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def strays(self) -> Mapping[str, int]:
        return {}

    async def open(
        self, opening: Opening, conversation: str, answers: Sequence[Answer]
    ) -> FakeInbox:
        world, inbox = self._world, FakeInbox(self._world.desk_state)
        mine = [one for one in world.sessions if one.conversation == conversation]
        session = mine[-1]
        session.inbox = inbox
        world.inboxes.append(inbox)
        world.answers_asked.append(tuple(answers))
        if world.greeting:
            session.do(world.greeting)
            await CLOCK.sleep(0)
        return inbox


class FakeCustomer:
    def __init__(self, world: World, visit: Visit) -> None:
        self._world = world
        self._script, self._after = list(visit.moves), list(visit.after)
        self._presses = list(world.press_on)

    def next(
        self, turns: Sequence[Turn], heard: Sequence[Message], handed_over: bool
    ) -> Step | None:
        self._world.told.append(handed_over)
        duty = self._world.duties.get(len(turns) + 1, Duty())
        if handed_over:
            return Step(self._after.pop(0), duty, after=True) if self._after else None
        if self._script:
            return Step(self._script.pop(0), duty)
        if self._presses and turns[-1].duty.due and len(turns) < turns[-1].duty.due.by_turn:
            return Step(move(self._presses.pop(0)), duty, pressed=True)
        return None


def move(*texts: str, pause: float = 0.0) -> Move:
    return Move(Act.ASKS if texts else Act.SILENT, texts, pause=pause)


def plan(*moves: Move | str, after: Sequence[str] = (), name: str = "p", **fields) -> Plan:
    made = tuple(move(one) if isinstance(one, str) else one for one in moves)
    base = Plan(
        id=name,
        kind=Kind.SCRIPTED,
        scenario="s",
        persona="plain",
        seed=0,
        trial=1,
        identity=Identity("Ann T0K", "ann.t0k@example.org", "", "en"),
        token="t0k",
        language="en",
        facts=(),
        visits=(Visit(made, after=tuple(move(text) for text in after)),),
    )
    return replace(base, **fields)


def due(turn: int, by_turn: int) -> Duty:
    return Duty(Due(Trigger.EXPLICIT_REQUEST, turn, by_turn), queue="general")


SIGNAL = Signalled()


@pytest.fixture
def theatre():
    """The names above, for tests: modules of tests do not import each other."""
    from types import SimpleNamespace

    return SimpleNamespace(
        World=World,
        FakeInbox=FakeInbox,
        Deliver=Deliver,
        Relay=Relay,
        Later=Later,
        SIGNAL=SIGNAL,
        CLOCK=CLOCK,
        plan=plan,
        move=move,
        due=due,
        polite=polite,
    )
