"""What has arrived for one conversation."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from escalation_tests.desks.ledger import refuses_all
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.payload import Delivery
from escalation_tests.errors import DeskError
from escalation_tests.model.handoff import DeskState, Handoff, Relayed
from escalation_tests.ports import Answer

MOST_HANDOFFS = 200
MOST_RELAYED = 1_000


class Tray:
    """One conversation's inbox, filled by whoever sees the deliveries."""

    def __init__(
        self,
        conversation: str,
        mapper: HandoffMapper,
        state: DeskState,
        close: Callable[[], Awaitable[None]],
        caught_up: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`close` is called once nobody waits for this conversation any more; `caught_up` returns
        once what the desk holds has been taken, and is None where deliveries come by themselves.
        """
        self.state = state
        self._conversation, self._mapper, self._close = conversation, mapper, close
        self._catch_up = caught_up
        self._handoffs: list[Handoff] = []
        self._relayed: list[Relayed] = []
        self._taken: set[str] = set()
        self._places: dict[str, int] = {}
        self._fresh = asyncio.Event()
        self._lost: DeskError | None = None

    def handoffs(self) -> tuple[Handoff, ...]:
        return tuple(self._handoffs)

    def relayed(self) -> tuple[Relayed, ...]:
        return tuple(self._relayed)

    async def arrival(self) -> None:
        if self._lost is None:
            await self._fresh.wait()
        if self._lost is not None:
            raise self._lost

    async def caught_up(self) -> None:
        if self._lost is not None:
            raise self._lost
        if self._catch_up is not None:
            await self._catch_up()

    def overhear(self, reply: object) -> None:
        """A desk that is seen itself does not believe the bot's reply."""

    async def close(self) -> None:
        await self._close()

    def take(self, delivery: Delivery) -> None:
        """Keep what `delivery` holds, once."""
        self._note_name(delivery)
        if self._mapper.is_message(delivery.payload):
            self._take_message(delivery)
        elif self._mapper.is_handoff(delivery.payload):
            self._take_handoff(delivery)
        elif not delivery.thing:
            self._count("ignored")

    def lose(self, error: DeskError) -> None:
        """The desk can no longer be seen: whoever waits is told, and nothing counts as seen."""
        self._lost = error
        self.state = replace(self.state, observed=False)
        self.note({"lost": error.trouble.message})
        self._announce()

    def note(self, notes: Mapping[str, str]) -> None:
        """Add to what the state says."""
        self.state = replace(self.state, notes={**self.state.notes, **notes})

    def _take_handoff(self, delivery: Delivery) -> None:
        handoff, notes = self._mapper.handoff(delivery, self._conversation)
        handoff = replace(handoff, id=handoff.id or delivery.thing)
        if delivery.thing in self._places:
            self._renew(self._places[delivery.thing], handoff, notes)
            return
        if handoff.id and handoff.id in self._taken:
            self._count("redelivered")
            return
        if len(self._handoffs) >= MOST_HANDOFFS:
            self._count("dropped")
            return
        if handoff.accepted:
            self._taken |= {handoff.id} - {""}
        if delivery.thing and handoff.accepted:
            self._places[delivery.thing] = len(self._handoffs)
        self._handoffs.append(handoff)
        self.note({f"handoff.{name}": text for name, text in notes.items()})
        self._announce()

    def _renew(self, place: int, handoff: Handoff, notes: Mapping[str, str]) -> None:
        """What the desk holds has changed; when it arrived has not. A refusal changes nothing."""
        if not handoff.accepted:
            return
        self._handoffs[place] = replace(handoff, at=self._handoffs[place].at)
        fresh = {f"handoff.{name}": text for name, text in notes.items()}
        kept = {key: text for key, text in self.state.notes.items() if key[:8] != "handoff."}
        self.state = replace(self.state, notes={**kept, **fresh})
        self._announce()

    def _take_message(self, delivery: Delivery) -> None:
        message = self._mapper.relayed(delivery, self._conversation)
        if not delivery.accepted:
            self._count("refused messages")
        elif message.id and any(message.id == other.id for other in self._relayed):
            self._count("redelivered messages")
        elif len(self._relayed) >= MOST_RELAYED:
            self._count("dropped")
        else:
            self._relayed.append(message)
            self._announce()

    def _note_name(self, delivery: Delivery) -> None:
        named = self._mapper.conversation(delivery.payload)
        if named and named != self._conversation:
            self.note({"conversation": f"found by its token; the desk calls it {named[:200]!r}"})

    def _count(self, what: str) -> None:
        self.note({what: str(int(self.state.notes.get(what, "0")) + 1)})

    def _announce(self) -> None:
        self._fresh.set()
        self._fresh = asyncio.Event()


def seen_state(mapper: HandoffMapper, answers: Sequence[Answer]) -> DeskState:
    """What can be known of a desk whose every delivery is seen and answered by us."""
    return DeskState(
        observed=True,
        fields=mapper.fields,
        relays=mapper.relays,
        renews=mapper.renews,
        refusing=refuses_all(answers),
    )
