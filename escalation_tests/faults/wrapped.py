"""A channel and a session that hand everything on, for disturbances to change one thing."""

from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable

from escalation_tests.model.event import Event
from escalation_tests.model.screen import Screen
from escalation_tests.ports import Channel, Opening, Session, screen_of

Deliver = Callable[[Session, str, int], Awaitable[None]]
"""How one bubble is sent: the good session, the text, its number in the conversation from 1."""


@runtime_checkable
class _Repeats(Protocol):
    """A session that can deliver its last bubble again, byte for byte."""

    async def repeat(self) -> None: ...


class DisturbedChannel:
    """Opens sessions that send in another way."""

    def __init__(self, channel: Channel, deliver: Deliver) -> None:
        self.signal_mapped = channel.signal_mapped
        self._channel, self._deliver = channel, deliver

    async def start(self) -> None:
        await self._channel.start()

    async def open(self, opening: Opening) -> Session:
        return _DisturbedSession(await self._channel.open(opening), self._deliver)

    async def stop(self) -> None:
        await self._channel.stop()


class _DisturbedSession:
    """One conversation, disturbed."""

    def __init__(self, session: Session, deliver: Deliver) -> None:
        self.conversation, self.listens = session.conversation, session.listens
        self._session, self._deliver, self._sent, self._last = session, deliver, 0, ""

    @property
    def screen(self) -> Screen | None:
        """What a session with a screen saw there."""
        return screen_of(self._session)

    async def send(self, text: str) -> None:
        self._sent, self._last = self._sent + 1, text
        await self._deliver(self._session, text, self._sent)

    async def repeat(self) -> None:
        """Deliver the last bubble once more, undisturbed."""
        await again(self._session, self._last)

    async def receive(self) -> Event | None:
        return await self._session.receive()

    async def close(self) -> None:
        await self._session.close()


async def again(session: Session, text: str) -> None:
    """Deliver `text`, which was the last bubble, once more: the same delivery where possible."""
    if isinstance(session, _Repeats):
        await session.repeat()
    else:
        await session.send(text)


def hits(number: int, times: int) -> bool:
    """Whether a fault of so many `times` (0: always) hits the bubble of this number."""
    return times == 0 or number <= times
