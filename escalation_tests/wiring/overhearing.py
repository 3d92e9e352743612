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

    def sent(self, request: str) -> None:
        self.lines.append(Passed("sent", request))

    def came(self, value: object) -> None:
        self.lines.append(Passed("came", value))

    @property
    def replies(self) -> list[Any]:
        """The replies as they came."""
        return [line.value for line in self.lines if line.what == "came"]


class Overheard:
    """`channel`, with all that passes in `log`."""

    def __init__(self, channel: Channel, log: Log) -> None:
        self._channel, self._log = channel, log
        self.signal_mapped = channel.signal_mapped
        self._tapped = tap(channel, log)

    async def start(self) -> None:
        await self._channel.start()

    async def open(self, opening: Opening) -> Session:
        return _Session(await self._channel.open(opening), self._log, self._tapped)

    async def stop(self) -> None:
        await self._channel.stop()


class _Session:
    """One conversation, overheard."""

    def __init__(self, session: Session, log: Log, tapped: bool) -> None:
        self._session, self._log, self._tapped = session, log, tapped
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
            self._log.lines += [] if self._known(event.body) else [Passed("came", event.body)]
        elif event is not None:
            self._log.lines.append(Passed("read", event))
        return event

    async def close(self) -> None:
        await self._session.close()

    def _known(self, body: Any) -> bool:
        """Whether the reply has been overheard as it came."""
        return any(body is reply or body == reply for reply in self._log.replies[-20:])
