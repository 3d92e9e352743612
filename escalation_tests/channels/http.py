"""A bot behind an HTTP endpoint, connected by configuration alone.

No message is lost or counted twice: replies are read whole before anything of them counts; a
poll under way outlives the waiting for it; what a poll shows again is known by its id or left
out by the cursor, and what was there before the conversation began is of earlier runs.
"""

from typing import Any

from escalation_tests.channels.polling import Poller
from escalation_tests.channels.session import SentSession
from escalation_tests.channels.transport import Carrier
from escalation_tests.channels.way import Polling, Standing, Way
from escalation_tests.contract.bot import AnsweringBot
from escalation_tests.model.event import Event, Replied, Said
from escalation_tests.ports import Clock, Opening, Session


class HttpChannel:
    """What all conversations with one bot share."""

    def __init__(self, bot: AnsweringBot, clock: Clock, carrier: Carrier | None = None) -> None:
        """`carrier` brings requests to a bot that is not reached over HTTP."""
        replies = [bot.receive, *(part.receive for part in (bot.poll, bot.state) if part)]
        self.signal_mapped = any(read.signal is not None for read in replies if read is not None)
        self._clock = clock
        self._way = Way(bot, clock, carrier=carrier)
        self.line = self._way.line
        self._polling = Polling(bot, self._way) if bot.poll else None
        self._standing = Standing(bot, self._way) if bot.state else None

    async def start(self) -> None:
        await self._way.transport.start()

    async def open(self, opening: Opening) -> Session:
        session = SentSession(self._way, opening, self._standing)
        if self._polling is None:
            await session.begin()
            return session
        polled = _Polled(session, self._polling)
        every = self._polling.every
        session.attach(Poller(session.events, polled.question, every, self._clock))
        if self._polling.skips:
            await polled.skip()
        await session.begin()
        return session

    async def stop(self) -> None:
        await self._way.transport.stop()


class _Polled:
    """What is asked, and what is new in the answers, of one conversation that is polled."""

    def __init__(self, session: SentSession, polling: Polling) -> None:
        self._session, self._polling = session, polling
        self._last: object = None

    async def question(self) -> None:
        """Ask once, and keep what is new."""
        body = await self._asked()
        if body is None:
            return
        events = self._polling.receive.read(body)
        self._session.take(self._news(body, events))
        self._advance(body)
        await self._session.inform()

    async def skip(self) -> None:
        """Ask once, and take all of the answer for heard: it is older than the conversation."""
        body = await self._asked()
        if body is None:
            return
        self._session.skip(self._polling.receive.read(body, silence=True))
        self._last = body
        self._advance(body)

    async def _asked(self) -> Any:
        return await self._session.ask(self._polling.ask, needed=False)

    def _advance(self, body: Any) -> None:
        cursor = self._polling.cursor.find(body) if self._polling.cursor else None
        if cursor is not None:
            self._session.values["cursor"] = cursor

    def _news(self, body: Any, events: list[Event]) -> list[Event]:
        """Without what only repeats the state that an earlier answer showed."""
        if body == self._last:
            return [event for event in events if isinstance(event, Said) and not event.id]
        self._last = next(event.body for event in events if isinstance(event, Replied))
        return self._session.fresh(events)
