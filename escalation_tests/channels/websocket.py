"""A bot that speaks over a WebSocket, one for each conversation.

No message is lost or counted twice. What has been read waits in order of arrival, whoever waits
for it; a message counts once its last piece has come. What goes out is sent once: a ping behind
it, or the bot's own word, says that it was taken, and a connection that breaks before is an error,
because nobody knows whether it was. A connection that breaks at any other time is opened again
from the configured cursor on; what the bot then tells again is known by its id. An event is
acknowledged after it was counted, so that what was not acknowledged comes again and counts once.
Without a cursor nobody knows what was missed, so that is an error.
"""

import json
from typing import Any

from escalation_tests.channels.assembling import Assembler, Reading
from escalation_tests.channels.expressions import Expression
from escalation_tests.channels.handshake import Door
from escalation_tests.channels.manner import Answer, Manner, Text
from escalation_tests.channels.session import SentSession
from escalation_tests.channels.socket import Socket
from escalation_tests.channels.templates import template, tree
from escalation_tests.channels.transport import tls_context
from escalation_tests.channels.way import Way
from escalation_tests.contract.bot import Request
from escalation_tests.contract.socket import SocketBot, SocketMessage
from escalation_tests.model.event import Event
from escalation_tests.ports import Clock, Opening, Session


class SocketChannel:
    """What all conversations with one bot share."""

    def __init__(self, bot: SocketBot, clock: Clock) -> None:
        """Raises `UnknownName` and `ChannelError` for what cannot be used in `bot`."""
        self._clock = clock
        self._sockets = _Sockets(bot, clock)
        self.line = self._sockets.way.line
        self._open: set[_SocketSession] = set()
        self.signal_mapped = bot.receive.signal is not None

    async def start(self) -> None:
        await self._sockets.way.transport.start()

    async def open(self, opening: Opening) -> Session:
        session = _SocketSession(self._sockets, opening, self._clock, self._open)
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
        await self._sockets.way.transport.stop()


class _Sockets:
    """The configuration, compiled."""

    def __init__(self, bot: SocketBot, clock: Clock) -> None:
        # Requests are compiled as for HTTP; only who opens a socket speaks another scheme.
        reached = bot.model_copy(update={"url": f"http{bot.url[2:]}"})
        self.way = Way(reached, clock)
        self.posts = bot.post is not None
        self.reading = Reading(bot.receive, self.way.show)
        self.send = _text(bot.send, (*self.way.names, "text"))
        self.manner = self._manner(bot)

    def _manner(self, bot: SocketBot) -> Manner:
        def maybe(name: str) -> Expression | None:
            text = getattr(bot, name)
            return Expression(text, f"bot.{name}") if text is not None else None

        way, names = self.way, (*self.way.names, "cursor")
        encrypted = bot.url.lower().startswith("wss:")
        context = tls_context(bot.verify_tls, encrypted)
        door = Door(context, bot.protocols, bot.max_reply, bot.timeout, way.secrets)
        return Manner(
            door=door,
            line=way.line,
            handshake=way.built(Request(method="GET", query=bot.query), names),
            greeting=[_text(each, names) for each in bot.connect],
            ready=maybe("ready"),
            taken=maybe("taken"),
            cursor=maybe("cursor"),
            answers=_answers(bot, names),
            ping=_text(bot.ping, names) if bot.ping else None,
            every=bot.ping.every if bot.ping else 0.0,
            retry=bot.retry,
            retries=bot.retries,
            timeout=bot.timeout,
        )


class _SocketSession:
    """One conversation."""

    listens = True

    def __init__(
        self, sockets: _Sockets, opening: Opening, clock: Clock, company: "set[_SocketSession]"
    ) -> None:
        self._sockets, self._company = sockets, company
        self.conversation = opening.conversation
        self._sent = SentSession(sockets.way, opening)
        self._assembler = Assembler(sockets.reading, True, sockets.way.line.came)
        self._socket = Socket(
            sockets.manner, clock, self._assembler, self._sent.take, self._sent.values
        )
        self._sent.attach(_Later(self._sent, self._socket))

    async def begin(self) -> None:
        """Send the opening request, if there is one, and open the socket."""
        await self._sent.begin()
        self.conversation = self._sent.conversation
        await self._socket.open()

    async def send(self, text: str) -> None:
        self._sent.note(text)
        await self.repeat()

    async def repeat(self) -> None:
        """Deliver the last bubble once more, as a platform does that missed the answer."""
        self._assembler.turn()
        if self._sockets.posts:
            await self._sent.ask(self._sockets.way.send, needed=False)
        else:
            await self._socket.say(self._sockets.send(self._sent.values))

    async def receive(self) -> Event | None:
        return await self._sent.receive()

    async def close(self) -> None:
        self._company.discard(self)
        await self._socket.stop()


class _Later:
    """Waits for what the socket brings into a conversation's events."""

    def __init__(self, sent: SentSession, socket: Socket) -> None:
        self._sent, self._socket = sent, socket

    async def hurry(self) -> None:
        """The bot speaks when it speaks."""

    async def next(self) -> Event | None:
        """The next event; None when the bot has said goodbye. Raises what went wrong."""
        while not self._sent.events:
            if not await self._socket.pause() and not self._sent.events:
                return None
        return self._sent.events.popleft()

    async def stop(self) -> None:
        """Close the socket."""
        await self._socket.stop()


def _text(message: SocketMessage, names: tuple[str, ...]) -> Text:
    """What fills `message`."""
    if message.text is not None:
        return template(message.text, names)
    fill = tree(message.json_, names)

    def filled(values: dict[str, Any]) -> str:
        return json.dumps(fill(values), ensure_ascii=False, separators=(",", ":"))

    return filled


def _answers(bot: SocketBot, names: tuple[str, ...]) -> list[Answer]:
    found = []
    for place, each in enumerate(bot.answers):
        where = f"bot.answers[{place}]"
        keep = [(name, Expression(at, f"{where}.keep.{name}")) for name, at in each.keep.items()]
        known = (*names, *(f"event.{name}" for name in each.keep))
        found.append(Answer(Expression(each.when, f"{where}.when"), keep, _text(each, known)))
    return found
