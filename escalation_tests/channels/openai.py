"""A bot behind OpenAI-compatible chat completions.

No message is lost or counted twice: the conversation's messages are kept here and sent each time,
so that the bot hears each of them once in each request; a completion counts when it was read to
its end, and one that breaks off is an error, never half an answer. A request is repeated only when
the bot has said that it did not take it (429, 503).
"""

from typing import Any

from escalation_tests.channels.completions import Completing, Talk
from escalation_tests.channels.mapping import Mapper
from escalation_tests.channels.session import SentSession
from escalation_tests.channels.templates import template
from escalation_tests.channels.tools import Tools
from escalation_tests.channels.way import Way
from escalation_tests.contract.bot import Request
from escalation_tests.contract.completions import ChatBot
from escalation_tests.model.event import Event
from escalation_tests.ports import Clock, Opening, Session


class OpenaiChannel:
    """What all conversations with one bot share."""

    def __init__(self, bot: ChatBot, clock: Clock) -> None:
        """Raises `UnknownName` and `ChannelError` for what cannot be used in `bot`."""
        self._clock, self._way = clock, Way(bot, clock)
        self.line, names = self._way.line, self._way.names
        tools = Tools(bot.tools, names, self._way.show)
        mapper = Mapper(bot.receive, "bot.receive", self._way.show)
        self._way.given = {"tools": tools.described}
        build = self._way.built(_request(bot), (*names, "messages", "tools"))
        self._how = Completing(self._way, build, mapper, tools, bot.rounds, bot.retries)
        self._system = template(bot.system, names) if bot.system else None
        self._open: set[_OpenaiSession] = set()
        self.signal_mapped = tools.signal or bot.receive.signal is not None

    async def start(self) -> None:
        await self._way.transport.start()

    async def open(self, opening: Opening) -> Session:
        session = _OpenaiSession(self._how, opening, self._clock, self._open)
        if self._system is not None:
            session.begin(self._system)
        self._open.add(session)
        return session

    async def stop(self) -> None:
        for session in [*self._open]:
            await session.close()
        await self._way.transport.stop()


class _OpenaiSession:
    """One conversation."""

    listens = False

    def __init__(
        self, how: Completing, opening: Opening, clock: Clock, company: "set[_OpenaiSession]"
    ) -> None:
        self.conversation, self._company = opening.conversation, company
        self._sent = SentSession(how.way, opening)
        sent = self._sent
        self._talk = Talk(how, clock, sent.values, sent.cookies, sent.events.extend)
        self._sent.attach(_Later(sent, self._talk))
        self._asked: list[dict[str, Any]] = []

    def begin(self, system: Any) -> None:
        """Put the bot's instructions first."""
        said = {"role": "system", "content": system(self._sent.values)}
        self._talk.messages.append(said)

    async def send(self, text: str) -> None:
        await self._talk.ended()
        self._sent.note(text)
        self._talk.messages.append({"role": "user", "content": self._sent.values["text"]})
        self._asked = list(self._talk.messages)
        await self._talk.ask(self._asked)

    async def repeat(self) -> None:
        """Deliver the last bubble once more, as a platform does that missed the answer."""
        await self._talk.ended()
        await self._talk.ask(self._asked)

    async def receive(self) -> Event | None:
        return await self._sent.receive()

    async def close(self) -> None:
        self._company.discard(self)
        await self._talk.stop()


class _Later:
    """Waits for what completions bring into a conversation's events."""

    def __init__(self, sent: SentSession, talk: Talk) -> None:
        self._sent, self._talk = sent, talk

    async def hurry(self) -> None:
        """The bot answers when it answers."""

    async def next(self) -> Event | None:
        """The next event; None when the turn is over. Raises what it failed with."""
        while not self._sent.events:
            if not await self._talk.pause() and not self._sent.events:
                return None
        return self._sent.events.popleft()

    async def stop(self) -> None:
        """Give up the turn."""
        await self._talk.stop()


def _request(bot: ChatBot) -> Request:
    """A completion as it is asked for."""
    asked = {"model": bot.model, "messages": "{messages}", "stream": bot.stream}
    tools = {"tools": "{tools}"} if bot.tools else {}
    accept: dict[str, Any] = {"accept": "text/event-stream, application/json"}
    own = accept if bot.stream and "accept" not in {name.lower() for name in bot.headers} else {}
    return Request.model_validate({"json": {**bot.body, **asked, **tools}, "headers": own})
