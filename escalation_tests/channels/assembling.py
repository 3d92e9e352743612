"""The events of a stream → what the bot did."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from escalation_tests.channels.arrived import Show, parsed, whole
from escalation_tests.channels.drafts import Drafts
from escalation_tests.channels.expressions import Expression, proposal
from escalation_tests.channels.frames import Frame
from escalation_tests.channels.line import Came, unheard
from escalation_tests.channels.mapping import Mapper
from escalation_tests.channels.sequence import Sequence
from escalation_tests.contract.streaming import StreamReceive
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Event, Replied, Said, Signalled

_DONE = "[DONE]"
_JSON = ("{", "[", '"')
"""How data begins that was meant to be JSON."""


class Reading:
    """How the events of one bot are read: what its configuration says, compiled."""

    def __init__(self, receive: StreamReceive, show: Show, where: str = "bot.receive") -> None:
        """Raises `ChannelError` for an expression that does not parse."""

        def maybe(name: str) -> Expression | None:
            text = getattr(receive, name)
            return Expression(text, f"{where}.{name}") if text is not None else None

        self.receive, self.show, self.where = receive, show, where
        self.mapper = Mapper(receive, where, show)
        self.part, self.whole, self.message = maybe("part"), maybe("whole"), maybe("message")
        self.ends, self.done, self.error = maybe("ends"), maybe("done"), maybe("error")
        self.identity, self.order = maybe("identity"), maybe("order")

    def value(self, frame: Frame) -> dict[str, Any]:
        """What expressions see of an event."""
        data: Any = whole(frame.data)
        if self.receive.data == "json" and data:
            try:
                data = parsed(frame.data)
            except ValueError:
                data = whole(frame.data)
        return {"event": frame.event, "id": frame.id, "data": data}


class Assembler:
    """Reads the events of one conversation, in order, each once.

    `done` is set once the bot has said that nothing more will come before the customer writes.
    """

    def __init__(self, reading: Reading, lasting: bool, came: Came = unheard) -> None:
        """`lasting`: names and ids keep their meaning from one turn to the next."""
        self._how, self._lasting, self._came = reading, lasting, came
        self._drafts = Drafts(reading.receive.assemble)
        self._seen: dict[str, bytes] = {}
        self._sequence: Sequence[dict[str, Any]] = Sequence()
        self._last: Any = None
        self.done = self._ever = False
        self._begin()

    @property
    def in_between(self) -> bool:
        """Whether no message is half heard."""
        return not self._drafts

    def turn(self) -> None:
        """The customer writes: what is signalled from now on is signalled anew."""
        self.done = False
        self._ever = self._ever or self._found
        self._begin()
        if not self._lasting:
            self._drafts.forget()
            self._seen.clear()

    def value(self, frame: Frame) -> dict[str, Any]:
        """What expressions see of an event."""
        return self._how.value(frame)

    def read(self, frame: Frame) -> Iterator[Event]:
        """What `frame` adds. Raises `ChannelError` for what does not have the configured shape."""
        value: dict[str, Any] = self._how.value(frame)
        self._last = value
        self._came(value)
        if self._repeats(value):
            return
        number = self._number(value)
        ready = [value] if number is None else self._sequence.feed(number, value)
        for each in ready:
            yield from self._heard(each)

    def lack(self) -> ChannelError | None:
        """Why nothing was understood of all that has come; None where something was, or nothing
        has come.
        """
        if self._ever or self._found or self._last is None or self._how.receive.optional:
            return None
        return self._nothing()

    def finish(self) -> Iterator[Event]:
        """What becomes complete by the end of the stream; raises `ChannelError` for its lacks."""
        self._sequence.finish()
        how = self._how
        if how.done and not self.done:
            raise self._error("cut", "the stream ended without the event that ends it", how.done)
        if how.ends and self._drafts:
            raise self._error("cut", "the stream ended in the middle of a message", how.ends)
        for said in self._drafts.end(""):
            self._found = True
            yield said
        if not self._found and not how.receive.optional:
            raise self._nothing()

    def _begin(self) -> None:
        self._found = False
        self._signals: set[Event] = set()
        self._last = None

    def _heard(self, value: dict[str, Any]) -> Iterator[Event]:
        how = self._how
        if how.done is None and value["data"] == _DONE:
            self.done = True
            yield from self._drafts.end("") if self._lasting else ()
            return
        told = how.error.find(value) if how.error else None
        if told:
            message = f"the bot tells an error: {how.show(told)[:300]} (bot.receive.error)"
            raise ChannelError("told", message, how.show(value))
        events = how.mapper.read(value, silence=True)
        self._found = self._found or how.mapper.hushed(value)
        pieces = self._pieces(value)
        said = list(self._said(value, pieces))
        ended = bool(how.ends and how.ends.find(value))
        if ended:
            said += self._drafts.end(self._name(value))
        if self._over(value):
            self.done = True
            said += self._drafts.end("") if self._lasting else ()
        piece = pieces != (None, None)
        if not (piece or ended or self.done or len(events) > 1):
            self._refuse_garbled(value)
        yield from self._fresh([*said, *events], piece)

    def _said(
        self, value: dict[str, Any], pieces: tuple[str | None, str | None]
    ) -> Iterator[Said]:
        part, text = pieces
        if pieces == (None, None):
            return
        name = self._name(value)
        author = self._how.mapper.author(value, value)
        if self._how.ends is None:
            for other in self._drafts.others(name):
                yield from self._drafts.end(other)
        if part is not None:
            self._drafts.add(name, part, author)
            self._found = True
        if text is not None:
            self._found = True
            yield from self._drafts.settle(name, text, author)

    def _pieces(self, value: dict[str, Any]) -> tuple[str | None, str | None]:
        how = self._how
        return self._text(how.part, value), self._text(how.whole, value)

    def _text(self, expression: Expression | None, value: dict[str, Any]) -> str | None:
        found = expression.find(value) if expression else None
        if found is None or found is False:
            return None
        if isinstance(found, str):
            return found
        kind = "an object" if isinstance(found, dict) else f"a {type(found).__name__}"
        assert expression is not None, "nothing is found without an expression"
        message = f"`{expression.text}` gives {kind} where a text was expected"
        raise self._error("wrong-type", message, expression, value)

    def _fresh(self, events: list[Event], piece: bool) -> Iterator[Event]:
        """Without a signal that was given in this turn, and without pieces as replies."""
        for event in events:
            if isinstance(event, Signalled):
                if event in self._signals:
                    continue
                self._signals.add(event)
            self._found = self._found or isinstance(event, Said | Signalled)
            if not (piece and isinstance(event, Replied)):
                yield event

    def _name(self, value: dict[str, Any]) -> str:
        found = self._how.message.find(value) if self._how.message else None
        return "" if found is None else str(found)

    def _over(self, value: dict[str, Any]) -> bool:
        return bool(self._how.done and self._how.done.find(value))

    def _repeats(self, value: dict[str, Any]) -> bool:
        """Whether this very event came before; raises `ChannelError` for another of its id."""
        found = self._how.identity.find(value) if self._how.identity else None
        if found is None:
            return False
        content = repr((value["event"], value["data"])).encode("utf-8", "replace")
        digest, name = sha256(content).digest(), str(found)
        first = self._seen.get(name)
        self._seen.setdefault(name, digest)
        if first not in {None, digest}:
            raise ChannelError(
                "same-id",
                f"two different events have the id {name[:80]!r}; where ids do not tell events "
                "apart, set `bot.receive.identity` to null",
                self._how.show(value),
            )
        return first is not None

    def _number(self, value: dict[str, Any]) -> int | None:
        found = self._how.order.find(value) if self._how.order else None
        if found is None:
            return None
        if isinstance(found, str) and found.isascii() and found.isdigit():
            found = int(found[:18])
        if isinstance(found, bool) or not isinstance(found, int) or found < 0:
            assert self._how.order is not None, "nothing is found without an expression"
            message = f"{self._how.show(found)[:80]} is no number of an event"
            raise self._error("wrong-type", message, self._how.order, value)
        return found

    def _refuse_garbled(self, value: dict[str, Any]) -> None:
        data = value["data"]
        if self._how.receive.data == "text" or not isinstance(data, str) or data == _DONE:
            return
        if data.startswith(_JSON):
            try:
                parsed(data)
            except ValueError as error:
                message = f"the data of an event is not JSON: {str(error)[:200]}"
                raise ChannelError("not-json", message, self._how.show(value)) from None

    def _nothing(self) -> ChannelError:
        how, last = self._how, self._last
        if last is None:
            return ChannelError("empty", "the stream ended without any event")
        wanted = how.part or how.whole
        text = wanted.text if wanted else how.receive.messages
        return ChannelError(
            "no-match",
            f"`{text}` matches nothing in the bot's stream: {how.show(proposal(text, last))} "
            f"({wanted.where if wanted else f'{how.where}.messages'}; set `{how.where}.optional` "
            "when an answer may be without messages)",
            how.show(last),
        )

    def _error(
        self, kind: str, message: str, expression: Expression, value: Any = None
    ) -> ChannelError:
        shown = self._last if value is None else value
        return ChannelError(kind, f"{message} ({expression.where})", self._how.show(shown))
