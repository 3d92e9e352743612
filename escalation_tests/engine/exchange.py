"""One open conversation: what is said in it, and what is heard meanwhile."""

import asyncio
from collections.abc import Callable, Sequence

from escalation_tests.engine.attention import Heard, bounded, first, heard
from escalation_tests.engine.pace import (
    DESK_PATIENCE,
    EVENTS_PER_TURN,
    GRACE,
    MESSAGES_PER_CONVERSATION,
    MESSAGES_PER_TURN,
    SHOWN,
    Pace,
)
from escalation_tests.engine.tape import Tape
from escalation_tests.errors import ChannelError, DeskError
from escalation_tests.model.event import Event, Replied
from escalation_tests.ports import Clock, Inbox, Session


def _never() -> bool:
    return False


class Exchange:
    """Bot and desk of one conversation, joined on one tape."""

    def __init__(
        self, session: Session, inbox: Inbox, tape: Tape, clock: Clock, pace: Pace
    ) -> None:
        self.session, self.inbox, self.tape = session, inbox, tape
        self._clock, self._pace = clock, pace
        self._hushed = False
        self._blank: str | None = None

    def look(self) -> None:
        """Take down what has arrived at the desk."""
        self.tape.look(self.inbox)

    async def look_closely(self) -> None:
        """Take down all that the desk holds by now, also where it has to be asked for it."""
        await bounded(
            self.inbox.caught_up(),
            self._clock,
            DESK_PATIENCE,
            lambda: DeskError("timeout", f"the desk could not be seen for {DESK_PATIENCE:g} s"),
        )
        self.look()

    async def greeting(self) -> None:
        """Hear what the bot says before the customer has said anything."""
        if self.session.listens:
            await self._until_quiet()
        else:
            await self._until_complete()

    async def say(self, texts: Sequence[str], owed: bool, hoped: bool = False) -> None:
        """Send the bubbles of one turn and hear the answer to its end.

        Args:
            texts: in order; what answers a bubble before the next one is heard in between.
            owed: the bot has to answer; that it does not is an error where it can speak later, or
                where its reply has to hold a text.
            hoped: an answer is waited for as long, and that there is none is no error.
        """
        before, delivered = self.tape.activity, len(self.tape.handoffs)
        signalled, self._blank = len(self.tape.signals), None
        for place, text in enumerate(texts):
            if place:
                await self._catch_up()
            await self._send(text)
        if not self.session.listens:
            await self._until_complete()
            if owed:
                await self._refuse_blank(delivered + signalled)
            return
        if hoped:
            await self.attend(self._pace.timeout, lambda: self._answered(before))
        elif owed:
            await self._first_word(before)
        await self._until_quiet()

    async def idle(self, seconds: float) -> None:
        """Let `seconds` pass."""
        await self.attend(seconds, _never)

    async def attend(self, seconds: float, done: Callable[[], bool]) -> bool:
        """Wait until `done`, at most `seconds`, taking down what bot and desk do meanwhile.

        Returns whether it is done.
        """
        deadline = self._clock.now() + seconds
        self.look()
        while not done() and (left := deadline - self._clock.now()) > 0:
            await self._something(left)
        return done()

    async def _send(self, text: str) -> None:
        self._hushed = False
        self.tape.wrote(text)
        limit = self._pace.timeout + GRACE
        await bounded(
            self.session.send(text),
            self._clock,
            limit,
            lambda: self._failed("timeout", f"the bot did not take a message within {limit:g} s"),
        )

    def _failed(self, kind: str, message: str) -> ChannelError:
        """The error with the last thing that the bot said in this turn."""
        last = self.tape.messages[-1:] if self.tape.heard_in_turn else ()
        return ChannelError(kind, message, "".join(said.text[:SHOWN] for said in last))

    def _take(self, event: Event | None) -> None:
        if event is None:
            self._hushed = True
            return
        self.tape.hear(event)
        if isinstance(event, Replied):
            self.inbox.overhear(event.body)
            self._blank = event.blank if event.blank is not None else self._blank
        self._refuse_flood()

    def _refuse_flood(self) -> None:
        tape = self.tape
        if (
            tape.heard_in_turn > MESSAGES_PER_TURN
            or tape.heard > MESSAGES_PER_CONVERSATION
            or tape.events_in_turn > EVENTS_PER_TURN
        ):
            raise self._failed(
                "flood",
                f"the bot sent {tape.heard_in_turn} messages in one turn and {tape.heard} in all; "
                f"at most {MESSAGES_PER_TURN} and {MESSAGES_PER_CONVERSATION} are taken",
            )

    async def _refuse_blank(self, before: int) -> None:
        """Raise for replies without any text, unless the bot hands over without a word."""
        if self._blank is None or self.tape.worded:
            return

        def requested() -> bool:
            return len(self.tape.handoffs) + len(self.tape.signals) > before

        if not await self.attend(self._pace.within, requested):
            await self.look_closely()
        if not requested():
            raise ChannelError("empty", "the bot's reply holds no text", self._blank)

    async def _until_complete(self) -> None:
        limit = self._pace.timeout + GRACE
        await bounded(
            self._drain(),
            self._clock,
            limit,
            lambda: self._failed("timeout", f"the answer was not complete after {limit:g} s"),
        )

    async def _drain(self) -> None:
        self._hushed = False
        while not self._hushed:
            self._take(await self.session.receive())

    async def _catch_up(self) -> None:
        """Take what is there already, without waiting for a bot that speaks when it likes.

        Where it only answers, its answer is complete before it hears the next bubble.
        """
        if not self.session.listens:
            await self._until_complete()
            return
        while not self._hushed:
            ear = asyncio.create_task(heard(self.session.receive()))
            await first([ear], self._clock, 0)
            if ear.cancelled():
                return
            self._take(ear.result().get())

    async def _first_word(self, before: int) -> None:
        delivered = len(self.tape.handoffs)

        def answered() -> bool:
            return self._answered(before)

        def arrived() -> bool:
            return len(self.tape.handoffs) > delivered

        limit = self._pace.timeout
        if not await self.attend(limit, lambda: answered() or arrived()):
            raise self._failed("timeout", f"the bot did not answer within {limit:g} s")
        if not answered():
            await self.attend(min(limit, self._pace.within), answered)

    def _answered(self, before: int) -> bool:
        return self._hushed or self.tape.activity > before

    async def _until_quiet(self) -> None:
        deadline = self._clock.now() + self._pace.timeout
        pulse = None
        while not self._hushed and (self.tape.typing or pulse != self.tape.pulse):
            left = deadline - self._clock.now()
            if left <= 0:
                raise self._failed(
                    "endless", f"the bot was still talking after {self._pace.timeout:g} s"
                )
            pulse = self.tape.pulse
            await self._hush(pulse)

    async def _hush(self, pulse: tuple[int, int]) -> None:
        await self.attend(self._pace.quiet, lambda: self._hushed or self.tape.pulse != pulse)

    async def _something(self, seconds: float) -> None:
        """Wait until bot or desk does something, at most `seconds`."""
        listens = self.session.listens and not self._hushed
        observed = self.inbox.state.observed
        if not listens and not observed:
            await self._clock.sleep(seconds)
            return
        before = self._arrived()
        ear = asyncio.create_task(heard(self.session.receive())) if listens else None
        door = asyncio.create_task(heard(self.inbox.arrival())) if observed else None
        await self._clock.sleep(0)
        # What arrived before the door was being watched would be waited for in vain.
        left = seconds if self._arrived() == before else 0.0
        await first([task for task in (ear, door) if task is not None], self._clock, left)
        self._settle(ear, door)

    def _arrived(self) -> tuple[int, ...]:
        return (*map(id, self.inbox.handoffs()), len(self.inbox.relayed()))

    def _settle(
        self,
        ear: "asyncio.Task[Heard[Event | None]] | None",
        door: "asyncio.Task[Heard[None]] | None",
    ) -> None:
        if door is not None and not door.cancelled():
            door.result().get()
        self.look()
        if ear is not None and not ear.cancelled():
            self._take(ear.result().get())
