"""A bot behind an HTTP endpoint, connected by configuration alone."""

import uuid
from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import Any

import httpx

from escalation_tests.channels.arrived import shown, whole
from escalation_tests.channels.exchange import Exchange
from escalation_tests.channels.expressions import Expression, proposal
from escalation_tests.channels.mapping import Mapper
from escalation_tests.channels.polling import Poller
from escalation_tests.channels.requests import Build, compiled, secrets_of
from escalation_tests.channels.transport import Transport
from escalation_tests.contract.bot import HttpBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Event, Replied, Said, Signalled
from escalation_tests.ports import Clock, Opening, Session

OPENING = (
    "conversation_id",
    "customer_id",
    "customer_name",
    "customer_email",
    "language",
    "token",
)
"""Placeholders that stand in every request."""


class HttpChannel:
    """What all conversations with one bot share."""

    def __init__(self, bot: HttpBot, clock: Clock) -> None:
        replies = [bot.receive, *([bot.poll.receive] if bot.poll and bot.poll.receive else [])]
        self.signal_mapped = any(receive.signal is not None for receive in replies)
        self._clock = clock
        self._way = _Way(bot, clock)

    async def start(self) -> None:
        self._way.transport.start()

    async def open(self, opening: Opening) -> Session:
        session = _HttpSession(self._way, opening, self._clock)
        await session.begin()
        return session

    async def stop(self) -> None:
        await self._way.transport.stop()


class _Way:
    """The configuration, compiled."""

    def __init__(self, bot: HttpBot, clock: Clock) -> None:
        secrets = secrets_of(bot)
        self.show = partial(shown, secrets=secrets)
        parts = [part for part in (bot.open, bot.send, bot.poll) if part]
        encrypted = any(
            part.url.startswith("https:") for part in parts
        ) or bot.url.lower().startswith("https:")
        self.transport = Transport(bot.verify_tls, encrypted)
        self.exchange = Exchange(self.transport, clock, bot.timeout, bot.max_reply, secrets)
        kept = [f"opened.{name}" for name in (bot.open.keep if bot.open else {})]
        sent = (*OPENING, *kept, "turn", "message_id")
        self.send = compiled(bot.send, bot, (*sent, "text"))
        self.receive = Mapper(bot.receive, "bot.receive", self.show)
        self.open = compiled(bot.open, bot, OPENING) if bot.open else None
        greets = bot.open.receive if bot.open else None
        self.greeting = Mapper(greets, "bot.open.receive", self.show) if greets else None
        self.keep = [
            (name, Expression(text, f"bot.open.keep.{name}"))
            for name, text in (bot.open.keep if bot.open else {}).items()
        ]
        self._set_poll(bot, (*sent, "cursor"))

    def _set_poll(self, bot: HttpBot, names: Iterable[str]) -> None:
        self.poll: Build | None = None
        self.every = 0.0
        self.later, self.cursor = self.receive, None
        if bot.poll is None:
            return
        self.poll, self.every = compiled(bot.poll, bot, names), bot.poll.every
        if bot.poll.receive:
            self.later = Mapper(bot.poll.receive, "bot.poll.receive", self.show)
        if bot.poll.cursor:
            self.cursor = Expression(bot.poll.cursor, "bot.poll.cursor")


class _HttpSession:
    """One conversation over HTTP."""

    def __init__(self, way: _Way, opening: Opening, clock: Clock) -> None:
        self.conversation = opening.conversation
        self.listens = way.poll is not None
        self._way = way
        self._values: dict[str, object] = _values(opening)
        self._cookies = httpx.Cookies()
        self._events: deque[Event] = deque()
        self._seen: set[str] = set()
        self._poller = (
            Poller(self._events, self._poll, way.every, clock) if way.poll is not None else None
        )
        self._bubbles = self._turn = 0
        self._heard = True
        self._signal: Signalled | None = None
        self._polled: object = None

    async def begin(self) -> None:
        """Send the opening request, if there is one."""
        if self._way.open is None:
            return
        wanted = bool(self._way.keep or self._way.greeting)
        body = await self._ask(self._way.open, needed=wanted)
        for name, expression in self._way.keep:
            self._keep(name, expression, body)
        if self._way.greeting:
            self._take(self._way.greeting.read(body))

    async def send(self, text: str) -> None:
        self._bubbles += 1
        if self._heard:
            self._turn, self._heard = self._turn + 1, False
        label = f"{self.conversation}/{self._bubbles}"
        self._values |= {
            "text": whole(text),
            "turn": self._turn,
            "message_id": str(uuid.uuid5(uuid.NAMESPACE_URL, label)),
        }
        await self.repeat()

    async def repeat(self) -> None:
        """Deliver the last bubble once more, as a platform does that missed the answer."""
        body = await self._ask(self._way.send, needed=self._poller is None)
        if body is not None:
            self._take(self._way.receive.read(body, silence=self._poller is not None))
        if self._poller is not None:
            self._poller.hurry()

    async def receive(self) -> Event | None:
        self._heard = True
        if self._events:
            return self._events.popleft()
        return await self._poller.next() if self._poller is not None else None

    async def close(self) -> None:
        if self._poller is not None:
            await self._poller.stop()

    async def _poll(self) -> None:
        assert self._way.poll is not None, "only sessions with a poll make a poller"
        body = await self._ask(self._way.poll, needed=False)
        if body is None:
            return
        cursor = self._way.cursor.find(body) if self._way.cursor else None
        self._take(self._news(self._way.later.read(body)))
        if cursor is not None:
            self._values["cursor"] = cursor

    async def _ask(self, build: Build, needed: bool) -> Any:
        return await self._way.exchange.ask(build(self._values), self._cookies, needed)

    def _take(self, events: list[Event]) -> None:
        """Keep what is new; only a bot that is polled shows a message more than once."""
        for event in events:
            if self._poller is not None and isinstance(event, Said) and event.id:
                if event.id in self._seen:
                    continue
                self._seen.add(event.id)
            if isinstance(event, Signalled):
                self._signal = event
            self._events.append(event)

    def _news(self, events: list[Event]) -> list[Event]:
        """A poll's events without what only repeats the state that an earlier reply showed."""
        body = next(event.body for event in events if isinstance(event, Replied))
        if body == self._polled:
            return [event for event in events if isinstance(event, Said) and not event.id]
        self._polled = body
        return [event for event in events if event != self._signal]

    def _keep(self, name: str, expression: Expression, body: Any) -> None:
        value = expression.find(body)
        if value is None:
            found = self._way.show(proposal(expression.text, body))
            raise ChannelError(
                "no-match",
                f"`{expression.text}` matches nothing in the reply that opened the "
                f"conversation: {found} ({expression.where})",
                self._way.show(body),
            )
        if name == "conversation_id":
            self.conversation = str(value)
            self._values["conversation_id"] = self.conversation
        self._values[f"opened.{name}"] = value


def _values(opening: Opening) -> dict[str, object]:
    return {
        "conversation_id": opening.conversation,
        "customer_id": opening.customer,
        "customer_name": opening.name,
        "customer_email": opening.email,
        "language": opening.language,
        "token": opening.token,
    }
