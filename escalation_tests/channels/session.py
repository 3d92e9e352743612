"""One conversation with a bot to which requests are sent, however it answers them."""

import hashlib
import uuid
from collections import deque
from collections.abc import Iterable
from typing import Any, Protocol

import httpx

from escalation_tests.channels.arrived import whole
from escalation_tests.channels.requests import Build
from escalation_tests.channels.way import Standing, Way
from escalation_tests.errors import ChannelError
from escalation_tests.model.deed import Deed
from escalation_tests.model.event import Event, Said, Signalled
from escalation_tests.ports import Opening


class Later(Protocol):
    """Where that comes from which is no reply."""

    async def hurry(self) -> None:
        """The customer has just written: return when what there is by now has come.

        So it is known what the bot said before the customer wrote on. Raises nothing.
        """

    async def next(self) -> Event | None:
        """The next event, None when nothing more can come before the customer writes.

        Cancelling it loses nothing. Raises `ChannelError`.
        """

    async def stop(self) -> None:
        """Give up what is under way; never raises."""


class SentSession:
    """Sends what the customer says, and keeps in order of arrival what the bot makes of it.

    A message counts once: where messages can be shown again, as by a poll, those whose id was
    seen before are dropped.
    """

    def __init__(self, way: Way, opening: Opening, standing: Standing | None = None) -> None:
        self.conversation = opening.conversation
        self.values = {**way.given, **values_of(opening)}
        self.events: deque[Event] = deque()
        self._way, self._standing = way, standing
        self.later: Later | None = None
        self.listens = False
        self.cookies = httpx.Cookies()
        self._seen: set[str] = set()
        self._bubbles = self._turn = self._deeds = 0
        self._heard = True
        self._signal: Signalled | None = None
        self._untold: list[Signalled] = []

    def attach(self, later: Later) -> None:
        """Hear also what is no reply; before the conversation begins."""
        self.later, self.listens = later, True

    async def begin(self) -> None:
        """Send the opening request, if there is one."""
        if self._way.open is None:
            return
        wanted = bool(self._way.keep or self._way.greeting)
        body = await self.ask(self._way.open, needed=wanted)
        for name, expression in self._way.keep:
            what = "the reply that opened the conversation"
            self.keep(name, self._way.wanted(expression, body, what))
        if self._way.greeting:
            self.take(self._way.greeting.read(body))

    async def send(self, text: str) -> None:
        self.note(text)
        await self.repeat()

    def note(self, text: str) -> None:
        """Make `text` what the next request carries."""
        self._bubbles += 1
        if self._heard:
            self._turn, self._heard = self._turn + 1, False
        label = f"{self.conversation}/{self._bubbles}"
        self.values |= {
            "text": whole(text),
            "turn": self._turn,
            "message_id": str(uuid.uuid5(uuid.NAMESPACE_URL, label)),
            "message_number": number(label),
        }

    async def repeat(self) -> None:
        """Deliver the last bubble once more, as a platform does that missed the answer."""
        body = await self.ask(self._way.send, needed=self.later is None)
        found = self._read(body, silence=self.later is not None)
        self.take(found)
        if self._standing is not None:
            await self._look(self._standing, any(isinstance(event, Said) for event in found))
        await self.inform()
        if self.later is not None:
            await self.later.hurry()

    async def receive(self) -> Event | None:
        self._heard = True
        if self.events:
            return self.events.popleft()
        return await self.later.next() if self.later is not None else None

    async def close(self) -> None:
        if self.later is not None:
            await self.later.stop()

    async def ask(self, build: Build, needed: bool) -> Any:
        """The JSON value of the reply to a request; raises `ChannelError`."""
        return await self._way.exchange.ask(build(self.values), self.cookies, needed)

    def take(self, events: Iterable[Event]) -> None:
        """Keep what is new; only where there is a `later` is a message shown more than once."""
        for event in events:
            if self.later is not None and isinstance(event, Said) and event.id:
                if event.id in self._seen:
                    continue
                self._seen.add(event.id)
            if isinstance(event, Signalled):
                self._signal = event
                self._untold.append(event)
            self.events.append(event)

    def skip(self, events: Iterable[Event]) -> None:
        """Take these for heard already."""
        self._seen |= {event.id for event in events if isinstance(event, Said)}

    def fresh(self, events: Iterable[Event]) -> list[Event]:
        """Without the signal that an earlier reply showed: a state that is told again."""
        return [event for event in events if event != self._signal]

    async def inform(self) -> None:
        """Tell the bot, where the platform does, of each signal that its handoff was taken."""
        untold, self._untold = self._untold, []
        if self._way.taken is None:
            return
        for signal in untold:
            self.values["queue"] = signal.queue
            body = await self.ask(self._way.taken, needed=False)
            self.take(self._read(body, silence=True))

    async def act(self, deed: Deed) -> None:
        """Tell the bot, where the platform does, what a person does with the conversation."""
        build = self._way.people.get(deed.does)
        if build is None:
            return
        self._deeds += 1
        label = f"{self.conversation}/deed/{self._deeds}"
        event = {"text": whole(deed.text), "queue": deed.queue, "message_number": number(label)}
        event["message_id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, label))
        sending = build({**self.values, **event})
        body = await self._way.exchange.ask(sending, self.cookies, False)
        self.take(self._read(body, silence=True))

    def _read(self, body: Any, silence: bool) -> list[Event]:
        """What a reply says; nothing where replies are mere acknowledgements."""
        reads = self._way.receive
        if reads is None or (body is None and silence):
            return []
        return reads.nothing() if body is None else reads.read(body, silence)

    async def _look(self, standing: Standing, spoke: bool) -> None:
        body = await self.ask(standing.ask, needed=True)
        if not spoke and standing.muted and not standing.muted.find(body):
            raise ChannelError(
                "dead",
                f"the bot said nothing, and its state does not say that it is muted "
                f"(`{standing.muted.text}`, bot.state.muted): it, or a part of it, is dead",
                self._way.show(body),
            )
        events = standing.receive.read(body, silence=True)
        if not any(isinstance(event, Signalled) for event in events):
            self._signal = None
        self.take(self.fresh(events))

    def keep(self, name: str, value: Any) -> None:
        """Keep a value of the reply that opened the conversation."""
        if name == "conversation_id":
            self.conversation = str(value)
            self.values["conversation_id"] = self.conversation
        self.values[f"opened.{name}"] = value


def number(name: str) -> int:
    """A number that stands for `name` wherever ids are numbers; fits into JavaScript's."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big")


def values_of(opening: Opening) -> dict[str, object]:
    """What stands for the placeholders that tell of the customer."""
    return {
        "conversation_id": opening.conversation,
        "conversation_number": number(opening.conversation),
        "customer_id": opening.customer,
        "customer_name": opening.name,
        "customer_email": opening.email,
        "language": opening.language,
        "token": opening.token,
    }
