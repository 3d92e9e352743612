"""What each room may expect of another: protocols with their guarantees.

All coroutines run on the run's one event loop. Times are seconds; conversation times count
from the moment the conversation was opened.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from escalation_tests.contract.policy import Policy
from escalation_tests.model.deed import Deed, Does, Refusal
from escalation_tests.model.duty import Duty
from escalation_tests.model.event import Event
from escalation_tests.model.finding import Judgement, Result
from escalation_tests.model.handoff import DeskState, Handoff, Relayed
from escalation_tests.model.message import Message
from escalation_tests.model.move import Move
from escalation_tests.model.plan import FaultSpec, Kind, Plan
from escalation_tests.model.reading import Reading
from escalation_tests.model.record import Record, Turn
from escalation_tests.model.screen import Screen
from escalation_tests.model.trigger import Trigger


class Clock(Protocol):
    """Time. The real one follows the event loop; a virtual one jumps when everything waits."""

    def now(self) -> float:
        """Seconds on a clock that never goes back; only differences mean anything."""

    def wall(self) -> float:
        """Unix time in seconds, for reports."""

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        """A block that is cancelled after `seconds` with `TimeoutError`."""


class Reader(Protocol):
    """Understands the bot's words. Pure, deterministic, never raises on any text."""

    def read(self, text: str, language: str | None = None) -> Reading:
        """How `text` reads; `language` None means that the reader guesses."""


# --- the customer -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """The customer's next turn, with what the policy demands once it has been said."""

    move: Move
    duty: Duty
    pressed: bool = False
    after: bool = False


class Customer(Protocol):
    """One visit of a customer. Deterministic given the plan and what the bot said."""

    def next(
        self, turns: Sequence[Turn], heard: Sequence[Message], handed_over: bool
    ) -> Step | Deed | None:
        """The next turn, or what a person at the desk does next; None when nothing is left.

        Args:
            turns: the turns played so far.
            heard: every message so far, the customer's own included.
            handed_over: some witness has said that a handoff took place.
        """


class Case(Protocol):
    """One test: what a plan is drawn from. Drawing is pure: equal arguments, equal plans."""

    id: str
    """Stable across runs and unique in its file, without the file's name."""
    kind: Kind
    scenario: str
    about: str
    persona: str
    topic: str | None
    trigger: Trigger | None
    language: str
    severity: str
    tags: tuple[str, ...]
    trials: int
    require: int
    file: str
    """Where a person wrote it; the configuration itself for the matrix."""
    line: int

    def plan(self, seed: int, trial: int = 1) -> Plan:
        """The conversation for this seed and trial (1-based); identities differ per trial."""


class Casting(Protocol):
    """Makes the customer who plays a visit of a plan (1-based)."""

    def __call__(self, plan: Plan, visit: int) -> Customer: ...


# --- the bot's side ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opening:
    """What a channel may tell the bot about the customer when a conversation starts."""

    conversation: str
    """The id we propose; unique in the run. A bot that makes its own id wins."""
    customer: str
    """The customer's id; equal for all visits of one plan."""
    name: str
    email: str
    language: str
    token: str
    """Correlation token that name and e-mail contain."""


class Session(Protocol):
    """One open conversation with the bot."""

    conversation: str
    """The id by which the bot, and so the desk, knows the conversation."""
    listens: bool
    """The bot can speak unasked on this channel (polling, sockets)."""

    async def send(self, text: str) -> None:
        """Deliver one bubble; returns when the bot's side has taken it.

        Messages of one session are never reordered and never sent twice by us.
        Raises `ChannelError`.
        """

    async def receive(self) -> Event | None:
        """The next thing the bot did, in order of arrival, each exactly once.

        None means: nothing more can come before the next `send`. A session that cannot know
        this waits; the engine ends the turn after the quiet period. Cancelling a waiting
        `receive` loses nothing. Raises `ChannelError`.
        """

    async def close(self) -> None:
        """Leave; never raises."""


def screen_of(session: Session | None) -> Screen | None:
    """How a session looked, once it is closed; None where it has no attribute `screen`."""
    screen: Screen | None = getattr(session, "screen", None)
    return screen


class Tap(Protocol):
    """Listens in on what goes between us and a bot; must not raise."""

    def sent(self, request: str) -> None:
        """A request goes out; without its headers, bounded, and without secrets."""

    def came(self, value: object) -> None:
        """A reply has come, its JSON value as it is before any mapping."""


def tap(channel: "Channel", by: Tap) -> bool:
    """Let `by` listen in; False where the channel has no attribute `line` to listen in on."""
    line = getattr(channel, "line", None)
    if line is None:
        return False
    line.tap = by
    return True


class Channel(Protocol):
    """The way to the bot. Conversations are independent; any number may be open."""

    signal_mapped: bool
    """Whether this configuration says where the bot's handoff signal is."""

    async def start(self) -> None:
        """Acquire what all sessions share. Raises `ChannelError`."""

    async def open(self, opening: Opening) -> Session:
        """Begin a conversation. Raises `ChannelError`."""

    async def stop(self) -> None:
        """Release everything; never raises."""


# --- the human's side -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """How the desk is told to answer deliveries, as part of a fault."""

    status: int = 201
    body: Mapping[str, object] | None = None
    delay: float = 0.0
    """Seconds before it answers."""
    times: int = 0
    """For how many deliveries of this conversation; 0 means all further ones."""


class Inbox(Protocol):
    """What the desk holds of one conversation."""

    state: DeskState

    def handoffs(self) -> tuple[Handoff, ...]:
        """Deliveries so far in order of arrival; `at` is on `Clock.now`, `turn` is 0.

        A later look may find another value in a handoff's place: what the desk holds of it now.
        """

    def relayed(self) -> tuple[Relayed, ...]:
        """Later customer messages so far; `at` is on `Clock.now`."""

    async def arrival(self) -> None:
        """Return when one more handoff or message than at the call has arrived, or one of the
        handoffs has changed.
        """

    async def caught_up(self) -> None:
        """Return once all that the desk held at the call can be seen here.

        At once where deliveries come by themselves. Raises `DeskError`, also when the desk has
        been lost for this conversation at any time before.
        """

    def overhear(self, reply: object) -> None:
        """Take note of a raw reply of the bot; only observers whose desk is the reply use it."""

    async def close(self) -> None:
        """No longer wait for this conversation; late deliveries count as late, not as unknown."""


class Desk(Protocol):
    """The human's side as far as it can be seen."""

    async def start(self) -> None:
        """Begin to observe. Raises `DeskError`."""

    async def open(self, opening: Opening, conversation: str, answers: Sequence[Answer]) -> Inbox:
        """Expect deliveries for a conversation, correlated by its id or by the token.

        Deliveries that came before this call are not lost. With `answers`, deliveries of this
        conversation are answered so, in order, and normally when they are used up.
        """

    def strays(self) -> Mapping[str, int]:
        """Deliveries that belong to no conversation, by reason: malformed, oversized, unknown,
        late; the report shows them.
        """

    async def stop(self) -> None:
        """Stop observing; never raises."""


class Human(Protocol):
    """A scripted person at the desk."""

    can: frozenset[Does]
    """What the configuration says how to do; nothing else may be asked for."""

    async def does(
        self, deed: Deed, conversation: str, handoff: str, token: str
    ) -> Refusal | None:
        """Do it, once; returns when the platform has taken it, or how it refused.

        Raises `DeskError` where the platform cannot be reached, or could not tell, and
        `ChannelError` where the bot had to be told and could not.
        """


# --- disturbance, judgement, telling ----------------------------------------------------------


class Disturb(Protocol):
    """Builds what makes a leg bad for one conversation, from the plan's faults on that leg."""

    def channel(self, channel: Channel, faults: Sequence[FaultSpec]) -> Channel:
        """`channel`, disturbed; itself when there is no fault on the bot's leg."""

    def answers(self, faults: Sequence[FaultSpec]) -> tuple[Answer, ...]:
        """How the desk shall answer; empty when there is no fault on its leg."""


class Player(Protocol):
    """Plays one plan to its end. Never raises for what bot or desk do: see `Record.trouble`."""

    async def __call__(self, plan: Plan) -> Record: ...


@dataclass(frozen=True, slots=True)
class Bench:
    """What a check may know besides the record."""

    policy: Policy
    reader: Reader
    planted: Mapping[str, str]
    """Every fact value planted in this run → the id of its plan, for finding foreign facts."""
    steps: Mapping[str, tuple[str, ...]]
    """Step name → words by which a human would recognise it in a summary."""


class Check(Protocol):
    """One promise, judged. Pure."""

    def __call__(self, record: Record, bench: Bench) -> Result: ...


class Judge(Protocol):
    """All checks on one record. Pure."""

    def __call__(self, record: Record, bench: Bench) -> Judgement: ...
