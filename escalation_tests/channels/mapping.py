"""A reply of the bot → the events it stands for."""

from collections.abc import Iterator
from typing import Any

from escalation_tests.channels.arrived import Show, whole
from escalation_tests.channels.expressions import Expression, proposal
from escalation_tests.channels.roles import speaker_of
from escalation_tests.contract.bot import Receive
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Confided, Event, Replied, Said, Signalled
from escalation_tests.model.message import Speaker


class Mapper:
    """Reads replies as one `Receive` says."""

    def __init__(self, receive: Receive, where: str, show: Show) -> None:
        """`where` is the key of `receive` in the configuration, for error messages.

        Raises `ChannelError` for an expression that does not parse.
        """

        def maybe(name: str) -> Expression | None:
            text = getattr(receive, name)
            return Expression(text, f"{where}.{name}") if text is not None else None

        self._messages = Expression(receive.messages, f"{where}.messages")
        self._text, self._speaker, self._id = maybe("text"), maybe("speaker"), maybe("id")
        self._signal, self._queue = maybe("signal"), maybe("queue")
        self._confidence = maybe("confidence")
        self._roles = receive.roles
        self._optional, self._where, self._show = receive.optional, where, show

    def read(self, body: Any, silence: bool = False) -> list[Event]:
        """The events of one reply: confidence, messages, signal, then the reply itself.

        With `silence` a reply without messages is fine, whatever `optional` says. Raises
        `ChannelError` when the reply does not have the configured shape.
        """
        events: list[Event] = [*self._confided(body)]
        said = self._said(body, silence or self._optional)
        events += said
        events += self._signalled(body)
        blank = bool(said) and not any(one.text.strip() for one in said)
        events.append(self._replied(body, blank and not silence))
        return events

    def nothing(self) -> list[Event]:
        """The events of the reply `null`."""
        return [self._replied(None, blank=True)]

    def _replied(self, body: Any, blank: bool) -> Replied:
        return Replied(body, self._show(body) if blank and not self._optional else None)

    def _said(self, body: Any, silent: bool) -> list[Said]:
        found = self._messages.find(body)
        if found is None or found is False or found == []:
            if not silent and (found != [] or self._messages.passed_over(body)):
                raise self._no_match(self._messages, body)
            return []
        items = found if isinstance(found, list) else [found]
        said = [message for item in items for message in self._message(item, body)]
        if not silent and not said and all(self._pick(item) is None for item in items):
            raise self._no_match(self._text or self._messages, items[0])
        return [message for message in said if message.speaker is not Speaker.CUSTOMER]

    def _message(self, item: Any, body: Any) -> Iterator[Said]:
        text = self._pick(item)
        if text is None:
            return
        if not isinstance(text, str):
            raise self._wrong_type(text, body)
        identity = self._id.find(item) if self._id else None
        yield Said(whole(text), self.author(item, body), _word(identity) or "")

    def _pick(self, item: Any) -> Any:
        return self._text.find(item) if self._text else item

    def hushed(self, body: Any) -> bool:
        """Whether the reply says that there is no message, by an empty list of them."""
        return self._messages.find(body) == [] and not self._messages.passed_over(body)

    def author(self, item: Any, body: Any) -> Speaker:
        """Who wrote the message `item` of `body`; raises `ChannelError` for an unknown role."""
        if self._speaker is None:
            return Speaker.BOT
        word = self._speaker.find(item)
        speaker = speaker_of(word, self._roles)
        if speaker is None:
            raise ChannelError(
                "unknown-role",
                f"the reply names an author {self._show(word)[:80]} that is not known; "
                f"{self._where}.roles says who that is (customer, bot, human or system)",
                self._show(body),
            )
        return speaker

    def _confided(self, body: Any) -> Iterator[Confided]:
        value = self._confidence.find(body) if self._confidence else None
        if value is None:
            return
        number = _number(value)
        if number is None:
            raise ChannelError(
                "wrong-type",
                f"{self._where}.confidence picks {self._show(value)[:80]}, "
                "which is no number from 0 to 1 and no percentage",
                self._show(body),
            )
        yield Confided(number)

    def _signalled(self, body: Any) -> Iterator[Signalled]:
        value = self._signal.find(body) if self._signal else None
        if value:
            queue = self._queue.find(body) if self._queue else None
            yield Signalled(_word(queue), self._show(value))

    def _no_match(self, expression: Expression, body: Any) -> ChannelError:
        return ChannelError(
            "no-match",
            f"`{expression.text}` matches nothing in the bot's reply: "
            f"{self._show(proposal(expression.text, body))} ({expression.where}; set "
            f"`{self._where}.optional` when a reply may be without messages)",
            self._show(body),
        )

    def _wrong_type(self, text: Any, body: Any) -> ChannelError:
        picked = self._text or self._messages
        kind = "an object" if isinstance(text, dict) else f"a {type(text).__name__}"
        hint = "" if self._text else f"; `{self._where}.text` says where in it the text is"
        return ChannelError(
            "wrong-type",
            f"`{picked.text}` gives {kind} where a text was expected"
            f"{hint if isinstance(text, dict) else ''} ({picked.where})",
            self._show(body),
        )


def _word(value: Any) -> str | None:
    """A text or number as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return whole(str(value))


def _number(value: Any) -> float | None:
    """A confidence from 0 to 1, also when it was written as text or as a percentage."""
    try:
        number = float(value) if not isinstance(value, bool) else -1.0
    except (TypeError, ValueError, OverflowError):
        return None
    if 0 <= number <= 1:
        return number
    return number / 100 if 1 < number <= 100 else None
