"""A desk in this process: a function is asked for the handoffs of a conversation.

**Nothing counts twice.** A handoff counts under its mapped id, or else under its place in the
list; what changes there changes the handoff. **Nothing is lost.** The function gives all handoffs
of the conversation at each call, and is called once more before the conversation is judged.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from escalation_tests.contract.inprocess import PythonDesk
from escalation_tests.desks.calling import Raised, called, found
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.payload import Delivery, text_of, whole_tree
from escalation_tests.desks.tray import Tray, seen_state
from escalation_tests.desks.watch import Watch
from escalation_tests.errors import DeskError
from escalation_tests.model.handoff import Source
from escalation_tests.ports import Answer, Clock, Inbox, Opening

Held = Callable[[str], Any]
"""A conversation's id → its handoffs so far."""


class PythonObserver:
    """Asks one function for each conversation by itself."""

    def __init__(self, desk: PythonDesk, held: Held | None, clock: Clock) -> None:
        self._desk, self._held, self._clock = desk, held, clock
        self._mapper = HandoffMapper(desk, Source.PYTHON)
        self._watches: set[Watch] = set()

    async def start(self) -> None:
        if self._held is None:
            self._held = found(self._desk.call, "desk.call")

    async def open(
        self,
        opening: Opening,  # noqa: ARG002 - the function knows conversations by their id
        conversation: str,
        answers: Sequence[Answer],  # noqa: ARG002 - a function refuses nothing
    ) -> Inbox:
        seen: dict[str, str] = {}

        async def look() -> bool:
            fresh = [
                (thing, payload)
                for thing, essence, payload in self._things(await self._asked(conversation))
                if seen.get(thing) != essence and not seen.update({thing: essence})
            ]
            for thing, payload in fresh:
                tray.take(Delivery(payload, self._clock.now(), 0, thing=thing))
            return bool(fresh)

        def lost(error: DeskError) -> None:
            tray.lose(error)

        async def close() -> None:
            self._watches.discard(watch)
            await watch.stop()

        pauses = (self._desk.every, self._desk.slowest)
        watch = Watch(look, self._clock, pauses, lost)
        state = seen_state(self._mapper, ())
        tray = Tray(conversation, self._mapper, state, close, watch.caught_up)
        self._watches.add(watch)
        watch.begin()
        return tray

    def strays(self) -> Mapping[str, int]:
        return {}

    async def stop(self) -> None:
        watches, self._watches = self._watches, set()
        for watch in watches:
            await watch.stop()

    async def _asked(self, conversation: str) -> list[Any]:
        """What the function returns, as a list. Raises `DeskError`."""
        assert self._held is not None, "a desk is started before it is used"
        name, limit = self._desk.call, self._desk.timeout
        try:
            async with self._clock.timeout(limit):
                found = await called(self._held, conversation)
        except TimeoutError:
            told = (
                f"`{name}` did not answer within {limit:g} s; desk.timeout sets how long is waited"
            )
            raise DeskError("timeout", told) from None
        except Raised as raised:
            told = f"`{name}` raised {type(raised.error).__name__}: {str(raised.error)[:300]}"
            raise DeskError("raised", told) from None
        return list(found) if isinstance(found, list | tuple) else [found] if found else []

    def _things(self, found: list[Any]) -> list[tuple[str, str, Any]]:
        """Name, essence and payload of each handoff. Raises `DeskError`."""
        told = []
        for place, item in enumerate(found):
            if is_dataclass(item) and not isinstance(item, type):
                item = asdict(item)  # noqa: PLW2901 - the same thing in another form
            if not isinstance(item, Mapping):
                kind = type(item).__name__
                raise DeskError(
                    "wrong-type",
                    f"`{self._desk.call}` returned a {kind} where a handoff was expected: "
                    "a mapping, such as {'queue': …, 'transcript': […]}",
                )
            payload = whole_tree(dict(item))
            named = self._mapper.handoff(Delivery(payload, 0.0), "")[0].id
            essence = hashlib.sha256(text_of(payload).encode("utf-8", "replace")).hexdigest()
            told.append((named or f"#{place + 1}", essence, payload))
        return told
