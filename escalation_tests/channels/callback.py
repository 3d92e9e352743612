"""A bot that takes events and calls the platform back: the suite plays the platform.

No message is lost or counted twice: one call is one delivery, counted when it was read whole and
before it is answered, so that a bot that repeats what was not answered repeats nothing that
counted under an id; calls wait in the order of their arrival until the conversation hears them.
A platform shows its customer what it took, so a call without an id that a bot makes twice is
heard twice.
"""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace

from escalation_tests.channels.platform import Platform
from escalation_tests.channels.routes import Table, signals
from escalation_tests.channels.session import SentSession, number
from escalation_tests.channels.way import Way
from escalation_tests.contract.callback import CallbackBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.deed import Deed, Does, Refusal
from escalation_tests.model.event import Event, Said
from escalation_tests.model.message import Speaker
from escalation_tests.ports import Clock, Opening, Session

UNKNOWN_YET = {"platform_url": ""}


class CallbackChannel:
    """The platform, and the way to the bot that it posts its events to."""

    def __init__(self, bot: CallbackBot, clock: Clock) -> None:
        """Raises `UnknownName` and `ChannelError` for what cannot be used in `bot`."""
        self._bot, self._clock = bot, clock
        self._way = Way(bot, clock, UNKNOWN_YET)
        self._sessions: dict[str, _CallbackSession] = {}
        self.line = self._way.line
        self._table = Table(bot.routes, self._way.show)
        self._platform = Platform(self._table, bot.listen, bot.max_reply, self._way.show)
        people = bot.human
        self.human = _PersonOnPlatform(self._sessions, people.can) if people else None
        self.signal_mapped = self._table.signals or (
            bot.receive is not None and bot.receive.signal is not None
        )

    async def start(self) -> None:
        url = await self._platform.start()
        self._way.given = {"platform_url": url}
        await self._way.transport.start()

    async def open(self, opening: Opening) -> Session:
        if self._bot.ids == "number":
            opening = replace(opening, conversation=str(number(opening.conversation)))
        session = _CallbackSession(self._way, self._platform, opening, self._sessions)
        try:
            await session.begin()
        except BaseException:
            await session.close()
            raise
        return session

    def strays(self) -> Mapping[str, int]:
        """Calls of the bot that no conversation heard, by reason."""
        return self._platform.strays()

    async def stop(self) -> None:
        await self._platform.stop()
        await self._way.transport.stop()


class _CallbackSession:
    """One conversation on the platform."""

    listens = True

    def __init__(
        self,
        way: Way,
        platform: Platform,
        opening: Opening,
        sessions: "dict[str, _CallbackSession]",
    ) -> None:
        self._sent = SentSession(way, opening)
        self.conversation = opening.conversation
        if opening.conversation.isdigit():
            self._sent.values["conversation_number"] = int(opening.conversation)
        self._calls = _Calls(self._sent.events)
        self._sent.attach(self._calls)
        self._platform = platform
        self._telling: asyncio.Task[None] | None = None
        self._sending = 0
        self.waits = False
        platform.join(self.conversation, self)
        sessions[self.conversation] = self
        self._sessions = sessions

    async def begin(self) -> None:
        """Post the event that tells of the conversation, if the platform has one."""
        await self._sent.begin()

    async def send(self, text: str) -> None:
        self.waits, self._sending = True, self._sending + 1
        try:
            await self._sent.send(text)
        finally:
            self._sending -= 1
        self._calls.arrived()

    async def repeat(self) -> None:
        """Deliver the last bubble once more, as a platform does that missed the answer."""
        await self._sent.repeat()
        self._calls.arrived()

    async def receive(self) -> Event | None:
        return await self._sent.receive()

    async def close(self) -> None:
        self._platform.leave(self.conversation)
        self._sessions.pop(self.conversation, None)
        telling, self._telling = self._telling, None
        if telling is not None:
            telling.cancel()
            await asyncio.wait({telling})
        await self._sent.close()

    async def act(self, deed: Deed) -> None:
        """A person on the platform does this: the customer sees it, the bot is told."""
        if deed.does is Does.SAYS:
            self._sent.take([Said(deed.text, Speaker.HUMAN)])
        await self._sent.act(deed)
        self._calls.arrived()

    def hear(self, events: Sequence[Event]) -> None:
        """Take what the bot did by one call."""
        self.waits = self.waits and not events
        self._sent.take(events)
        self._calls.arrived()
        if signals(events) and not self._sending and self._telling is None:
            self._telling = asyncio.create_task(self._tell())

    def fail(self, error: ChannelError) -> None:
        """Whoever waits learns `error` once what came before it has been heard."""
        self._calls.fail(error)

    async def _tell(self) -> None:
        """Tell the bot that its handoff was taken; the bot itself waits for no answer of ours."""
        try:
            await self._sent.inform()
        except ChannelError as error:
            self.fail(error)
        self._telling = None
        self._calls.arrived()


class _PersonOnPlatform:
    """A scripted person on the platform that the suite plays."""

    def __init__(self, sessions: Mapping[str, _CallbackSession], can: frozenset[Does]) -> None:
        self._sessions, self.can = sessions, can

    async def does(
        self,
        deed: Deed,
        conversation: str,
        handoff: str,  # noqa: ARG002 - on the platform a conversation has one name
        token: str,  # noqa: ARG002
    ) -> Refusal | None:
        """Raises `ChannelError` where the bot cannot be told."""
        await self._sessions[conversation].act(deed)
        return None


class _Calls:
    """Waits for what the bot's calls bring into a conversation's events."""

    def __init__(self, events: deque[Event]) -> None:
        self._events, self._news = events, asyncio.Event()
        self._error: ChannelError | None = None

    def arrived(self) -> None:
        """Something may have been added to the events."""
        self._news.set()

    def fail(self, error: ChannelError) -> None:
        """Let `next` raise `error` when there is nothing left to hear."""
        self._error = self._error or error
        self._news.set()

    async def hurry(self) -> None:
        """The bot calls when it calls."""

    async def next(self) -> Event:
        """The next event; raises `ChannelError` when the bot did what it may not do."""
        while not self._events:
            if self._error is not None:
                raise self._error
            self._news.clear()
            await self._news.wait()
        return self._events.popleft()

    async def stop(self) -> None:
        """Nothing is under way."""
