"""No desk: whatever concerns the human's side cannot be seen."""

import asyncio
from collections.abc import Mapping, Sequence

from escalation_tests.model.handoff import DeskState, Handoff, Relayed
from escalation_tests.ports import Answer, Clock, Inbox, Opening


class UnseenDesk:
    """Sees nothing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def start(self) -> None:
        """Nothing to do."""

    async def open(
        self,
        opening: Opening,  # noqa: ARG002 - there is nothing to correlate
        conversation: str,  # noqa: ARG002
        answers: Sequence[Answer],  # noqa: ARG002
    ) -> Inbox:
        return _Nothing()

    def strays(self) -> Mapping[str, int]:
        return {}

    async def stop(self) -> None:
        """Nothing is held."""


class _Nothing:
    """What an unseen desk holds."""

    def __init__(self) -> None:
        self.state = DeskState()

    def handoffs(self) -> tuple[Handoff, ...]:
        return ()

    def relayed(self) -> tuple[Relayed, ...]:
        return ()

    async def arrival(self) -> None:
        """Waits for what cannot come; whoever waits sets a limit."""
        await asyncio.Event().wait()

    async def caught_up(self) -> None:
        """There is nothing to see."""

    def overhear(self, reply: object) -> None:
        """A reply says nothing about a desk that was not configured."""

    async def close(self) -> None:
        """Nothing is held."""
