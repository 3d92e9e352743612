"""The desk as the bot's replies speak of it: what was asked for, not what arrived."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from escalation_tests.contract.desk import ReplyDesk
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.payload import Delivery, whole_tree
from escalation_tests.desks.tray import Tray
from escalation_tests.model.handoff import DeskState, Handoff, Relayed, Source
from escalation_tests.ports import Answer, Clock, Inbox, Opening


class ReplyObserver:
    """Reads handoffs out of replies."""

    def __init__(self, desk: ReplyDesk, clock: Clock) -> None:
        self._mapper, self._clock = HandoffMapper(desk, Source.REPLY), clock

    async def start(self) -> None:
        """Nothing to do: the replies are brought here."""

    async def open(
        self,
        opening: Opening,  # noqa: ARG002 - a reply needs no correlation
        conversation: str,
        answers: Sequence[Answer],  # noqa: ARG002 - nobody answers a reply
    ) -> Inbox:
        return _Overheard(conversation, self._mapper, self._clock)

    def strays(self) -> Mapping[str, int]:
        return {}

    async def stop(self) -> None:
        """Nothing is held."""


class _Overheard:
    """One conversation's replies."""

    def __init__(self, conversation: str, mapper: HandoffMapper, clock: Clock) -> None:
        self._conversation, self._mapper, self._clock = conversation, mapper, clock
        self._tray = Tray(conversation, mapper, DeskState(fields=mapper.fields), self.close)
        self._seen: set[str] = set()
        self.state = self._tray.state

    def handoffs(self) -> tuple[Handoff, ...]:
        return self._tray.handoffs()

    def relayed(self) -> tuple[Relayed, ...]:
        return ()

    async def arrival(self) -> None:
        await self._tray.arrival()

    async def caught_up(self) -> None:
        """Replies are brought here as they come."""

    def overhear(self, reply: object) -> None:
        """Keep the handoff in `reply`. A bot that repeats its state asks only once."""
        payload: Any = whole_tree(dict(reply) if isinstance(reply, Mapping) else reply)
        if not self._mapper.asks_for_one(payload):
            return
        delivery = Delivery(payload, self._clock.now(), status=0)
        handoff, _ = self._mapper.handoff(delivery, self._conversation)
        essence = repr(replace(handoff, at=0.0, raw=""))
        if handoff.id or essence not in self._seen:
            self._seen.add(essence)
            self._tray.take(delivery)
        self.state = self._tray.state

    async def close(self) -> None:
        """Nobody else holds this conversation."""
