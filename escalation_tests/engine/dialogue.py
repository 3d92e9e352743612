"""A conversation that is spoken step by step, for tests written in Python."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from typing import TypeVar

from escalation_tests.engine.aftermath import aftermath
from escalation_tests.engine.exchange import Exchange
from escalation_tests.engine.handover import Handover
from escalation_tests.engine.person import act
from escalation_tests.engine.stage import Stage, opened, scene
from escalation_tests.engine.trouble import trouble_of
from escalation_tests.engine.visit import Ending, play_turn, record
from escalation_tests.errors import EscalationError, InfrastructureError
from escalation_tests.model.deed import Deed
from escalation_tests.model.duty import Duty
from escalation_tests.model.handoff import Handoff
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Plan
from escalation_tests.model.record import Record
from escalation_tests.ports import Step

T = TypeVar("T")
Duties = Callable[[Sequence[Move]], Duty]
"""What the policy demands after these moves."""


class Dialogue:
    """One conversation in which the test is the customer; played as the player plays.

    Args:
        plan: says who the customer is; its visits are not played.
    """

    def __init__(self, stage: Stage, plan: Plan, duty: Duties) -> None:
        self._stage, self._plan, self._duty = stage, plan, duty
        self._scene = scene(stage, plan, stage.ids())
        self._leave = AsyncExitStack()
        self._parts: tuple[Exchange, Handover] | None = None
        self._moves: list[Move] = []
        self._error: InfrastructureError | None = None
        self._record: Record | None = None

    @property
    def messages(self) -> tuple[Message, ...]:
        """Everything said so far."""
        return tuple(self._scene.tape.messages)

    async def open(self) -> tuple[Message, ...]:
        """Begin the conversation; returns the bot's greeting.

        Raises `InfrastructureError`, as all methods but `finish` do.
        """

        async def entered() -> None:
            conversation = opened(self._stage, self._scene, self._plan.faults)
            self._parts = await self._leave.enter_async_context(conversation)
            await self._parts[0].greeting()

        await self._guarded(entered())
        return self.messages

    async def say(self, said: Move | str) -> tuple[Message, ...]:
        """One customer turn; returns what the bot's side answered.

        After an announced, signalled or overdue handoff the desk is waited for, as always. Plain
        text is a question without any label.
        """
        exchange, handover = self._open()
        move = said if isinstance(said, Move) else self._unlabelled(said)
        self._moves.append(move)
        before = len(self._scene.tape.messages)

        async def spoken() -> None:
            over = handover.happened() and not self._scene.tape.with_bot
            step = Step(move, self._duty(tuple(self._moves)), after=over)
            turn = await play_turn(exchange, step, owed=not over)
            if not over:
                await handover.after_turn(turn)

        await self._guarded(spoken())
        new = self._scene.tape.messages[before:]
        return tuple(message for message in new if message.speaker is not Speaker.CUSTOMER)

    @property
    def listens(self) -> bool:
        """What is said unasked can be heard; known once the conversation is open."""
        return self._open()[0].session.listens

    async def person(self, deed: Deed) -> tuple[Message, ...]:
        """The person at the desk does this; returns what the customer saw of it."""
        exchange, _ = self._open()
        tape = self._scene.tape
        before = len(tape.messages)
        await self._guarded(act(self._stage, self._scene, exchange, deed))
        return tuple(tape.messages[before:])

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """What the person at the desk did so far, with what came of it."""
        return tuple(self._scene.tape.deeds)

    async def handoff(self, within: float | None = None) -> Handoff | None:
        """The first handoff that the desk accepted, else the last that it refused, else None.

        Args:
            within: longest wait for an accepted one, in seconds; None: as the desk promises.
        """
        exchange, _ = self._open()
        tape, wait = self._scene.tape, self._stage.pace.within if within is None else within
        await self._guarded(exchange.attend(wait, lambda: tape.accepted is not None))
        return tape.accepted or (tape.handoffs[-1] if tape.handoffs else None)

    async def finish(self) -> Record:
        """Watch what has to be watched to the end, leave, and return everything that happened."""
        if self._record is None:
            ending = await self._ending()
            await self._leave.aclose()
            self._record = record(self._plan, self._scene, ending)
        return self._record

    async def _ending(self) -> Ending:
        if self._error is None and self._parts is not None:
            try:
                silent, pace = self._plan.expect.bot_silent, self._stage.pace
                watched = aftermath(*self._parts, pace, lambda: None, silent)
                return Ending(await self._guarded(watched))
            except InfrastructureError as error:
                return Ending(trouble=error.trouble)
        return Ending(trouble=self._error.trouble if self._error else None)

    def _unlabelled(self, text: str) -> Move:
        return Move(Act.ASKS, (text,), meant=text, language=self._plan.language)

    def _open(self) -> tuple[Exchange, Handover]:
        if self._error is not None:
            raise self._error
        if self._parts is None or self._record is not None:
            raise EscalationError("the conversation is not open")
        return self._parts

    async def _guarded(self, work: Awaitable[T]) -> T:
        """What `work` returns; leaves the conversation when anything is wrong."""
        try:
            return await work
        except BaseException as error:
            await self._leave.aclose()
            trouble = trouble_of(error, self._scene.tape.turn)
            self._error = InfrastructureError(trouble)
            raise self._error from error
