"""A channel as the configuration has it, with somebody who takes everything down."""

from dataclasses import dataclass, field
from typing import Any, Literal

from escalation_tests.model.event import Event, Replied
from escalation_tests.ports import Channel, Opening, Session, tap


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing that passed between us and the bot."""

    what: Literal["sent", "came", "read", "said", "broke"]
    """A request, a reply as it came, what the mapping made of it, what the customer said; or the
    trouble that ended it, where it was begun again."""
    value: Any


@dataclass(slots=True)
class Log:
    """Everything that passed, in order; listens in on a channel."""

    lines: list[Passed] = field(default_factory=list)
    tapped: list[Any] = field(default_factory=list)
    """What came and has not been handed to the conversation yet."""

    def sent(self, request: str) -> None:
        self.lines.append(Passed("sent", request))

    def came(self, value: object) -> None:
        self.lines.append(Passed("came", value))
        self.tapped.append(value)


class Overheard:
    """`channel`, with all that passes in `log`."""

    def __init__(self, channel: Channel, log: Log) -> None:
        self._channel, self._log = channel, log
        self.signal_mapped = channel.signal_mapped
        tap(channel, log)

    async def start(self) -> None:
        await self._channel.start()

    async def open(self, opening: Opening) -> Session:
        return _Session(await self._channel.open(opening), self._log)

    async def stop(self) -> None:
        await self._channel.stop()


class _Session:
    """One conversation, overheard."""

    def __init__(self, session: Session, log: Log) -> None:
        self._session, self._log = session, log
        self.listens = session.listens

    @property
    def conversation(self) -> str:
        return self._session.conversation

    @conversation.setter
    def conversation(self, name: str) -> None:
        self._session.conversation = name

    async def send(self, text: str) -> None:
        self._log.lines.append(Passed("said", text))
        await self._session.send(text)

    async def receive(self) -> Event | None:
        event = await self._session.receive()
        if isinstance(event, Replied):
            self._replied(event.body)
        elif event is not None:
            self._log.lines.append(Passed("read", event))
        return event

    async def close(self) -> None:
        await self._session.close()

    def _replied(self, body: Any) -> None:
        """Take a reply down that was not overheard on its way."""
        if body in self._log.tapped:
            self._log.tapped.remove(body)
        else:
            self._log.lines.append(Passed("came", body))
