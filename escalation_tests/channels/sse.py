"""A bot that answers by server-sent events, in the reply to a message or on a stream of its own.

No message is lost or counted twice: an event counts once the empty line behind it has come, and a
message once its last event has; what has been read waits in order of arrival, whoever waits for
it. An event that comes again under the same id counts once; one that comes again without an id is
another one. A connection that breaks is resumed after the last event by its id or by the
configured cursor. Where that cannot be, nobody knows what was missed, so it is an error; the
request that carries a message is never sent twice.
"""

from typing import Any

from escalation_tests.channels.assembling import Assembler, Reading
from escalation_tests.channels.expressions import Expression
from escalation_tests.channels.requests import Build
from escalation_tests.channels.session import SentSession
from escalation_tests.channels.stream import Lasting, Stream
from escalation_tests.channels.way import Way
from escalation_tests.contract.streaming import SseBot
from escalation_tests.model.event import Event
from escalation_tests.ports import Clock, Opening, Session

ONCE = Lasting(conversation=False, again=False, cursor=None, retry=0.0, retries=0)
"""A stream that is the reply to a message."""


class SseChannel:
    """What all conversations with one bot share."""

    def __init__(self, bot: SseBot, clock: Clock) -> None:
        """Raises `UnknownName` and `ChannelError` for what cannot be used in `bot`."""
        self._clock = clock
        self._streams = _Streams(bot, clock)
        self.line = self._streams.way.line
        self._open: set[_SseSession] = set()
        self.signal_mapped = bot.receive.signal is not None

    async def start(self) -> None:
        await self._streams.way.transport.start()

    async def open(self, opening: Opening) -> Session:
        session = _SseSession(self._streams, opening, self._clock, self._open)
        self._open.add(session)
        try:
            await session.begin()
        except BaseException:
            await session.close()
            raise
        return session

    async def stop(self) -> None:
        for session in [*self._open]:
            await session.close()
        await self._streams.way.transport.stop()


class _Streams:
    """The configuration, compiled."""

    def __init__(self, bot: SseBot, clock: Clock) -> None:
        self.way = Way(bot, clock)
        self.way.receive = None  # a reply to `send` is the stream, or only says that it was taken
        self.reading = Reading(bot.receive, self.way.show)
        stream = bot.stream
        keep = stream.keep if stream else {}
        self.keep = [
            (name, Expression(at, f"bot.stream.keep.{name}")) for name, at in keep.items()
        ]
        self.ask: Build | None = None
        self.lasting = ONCE
        if stream is None:
            return
        names = (*self.way.names, "cursor", *(f"sent.{name}" for name in keep))
        self.ask = self.way.built(stream, names)
        self.lasting = Lasting(
            conversation=stream.lasts == "conversation",
            again=True,
            cursor=Expression(stream.cursor, "bot.stream.cursor") if stream.cursor else None,
            retry=stream.retry,
            retries=stream.retries,
        )


class _SseSession:
    """One conversation."""

    def __init__(
        self, streams: _Streams, opening: Opening, clock: Clock, company: "set[_SseSession]"
    ) -> None:
        self._streams, self._company = streams, company
        self.conversation = opening.conversation
        self._sent = SentSession(streams.way, opening)
        self.listens = streams.lasting.conversation
        self._assembler = Assembler(streams.reading, self.listens, streams.way.line.came)
        # What an answer of its own says is new, also under an id that an earlier answer had.
        take = self._sent.take if self.listens else self._sent.events.extend
        self._stream = Stream(streams.way, clock, streams.lasting, self._assembler, take)
        self._sent.attach(_Later(self._sent, self._stream))

    async def begin(self) -> None:
        """Send the opening request, if there is one, and open the stream, if it lasts."""
        await self._sent.begin()
        self.conversation = self._sent.conversation
        if self.listens and self._streams.ask is not None:
            await self._listen(self._streams.ask)

    async def send(self, text: str) -> None:
        await self._stream.ended()
        self._sent.note(text)
        await self.repeat()

    async def repeat(self) -> None:
        """Deliver the last bubble once more, as a platform does that missed the answer."""
        await self._stream.ended()
        self._assembler.turn()
        streams = self._streams
        if streams.ask is None:
            await self._listen(streams.way.send)
            return
        body = await self._sent.ask(streams.way.send, needed=bool(streams.keep))
        self._keep(body)
        if not self.listens:
            await self._listen(streams.ask)

    async def receive(self) -> Event | None:
        return await self._sent.receive()

    async def close(self) -> None:
        self._company.discard(self)
        await self._stream.stop()

    async def _listen(self, build: Build) -> None:
        values, cookies = self._sent.values, self._sent.cookies

        def keep(cursor: object) -> None:
            values["cursor"] = cursor

        await self._stream.open(lambda: build(values), cookies, keep)

    def _keep(self, body: Any) -> None:
        for name, expression in self._streams.keep:
            value = self._streams.way.wanted(expression, body, "the reply to a message")
            self._sent.values[f"sent.{name}"] = value


class _Later:
    """Waits for what the stream brings into a conversation's events."""

    def __init__(self, sent: SentSession, stream: Stream) -> None:
        self._sent, self._stream = sent, stream

    async def hurry(self) -> None:
        """The stream comes as it comes."""

    async def next(self) -> Event | None:
        """The next event; None when the stream is over. Raises what it failed with."""
        while not self._sent.events:
            if not await self._stream.pause() and not self._sent.events:
                return None
        return self._sent.events.popleft()

    async def stop(self) -> None:
        """Give up the stream."""
        await self._stream.stop()
