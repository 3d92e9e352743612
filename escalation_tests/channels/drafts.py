"""Messages that arrive in pieces, until they are complete."""

from collections.abc import Iterator
from typing import Literal

from escalation_tests.channels.arrived import whole
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Said
from escalation_tests.model.message import Speaker

Assemble = Literal["append", "replace", "final"]


class Drafts:
    """The messages under way, by their ids; each becomes one `Said`, once.

    `append` joins pieces, `replace` keeps the last, and `final` waits for the text that counts.
    """

    def __init__(self, assemble: Assemble) -> None:
        self._assemble = assemble
        self._pieces: dict[str, list[str]] = {}
        self._speakers: dict[str, Speaker] = {}
        self._said: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def forget(self) -> None:
        """Names mean other messages from now on."""
        self._said.clear()

    def others(self, name: str) -> list[str]:
        """The messages under way that are not `name`."""
        return [other for other in self._pieces if other != name]

    def add(self, name: str, piece: str, speaker: Speaker) -> None:
        """Take a piece of the message `name`; raises `ChannelError` when that is over."""
        if name and name in self._said:
            if piece in self._said[name]:
                return
            raise ChannelError(
                "out-of-order", f"a piece of the message {name[:80]!r} came after its end"
            )
        pieces = self._pieces.setdefault(name, [])
        if self._assemble == "replace":
            pieces.clear()
        pieces.append(piece)
        self._note(name, speaker)

    def settle(self, name: str, text: str, speaker: Speaker) -> Iterator[Said]:
        """The message `name`, now that its whole text is known; nothing when it was said."""
        self._note(name, speaker)
        self._pieces.pop(name, None)
        if name and name in self._said:
            if self._said[name] != text:
                raise ChannelError(
                    "out-of-order", f"the message {name[:80]!r} was changed after its end"
                )
            return
        yield from self._complete(name, text)

    def end(self, name: str) -> Iterator[Said]:
        """The message `name`, complete; all that are under way when it has no name.

        Raises `ChannelError` when only provisional text has come.
        """
        names = [name] if name in self._pieces else [] if name else list(self._pieces)
        for each in names:
            if self._assemble == "final":
                raise ChannelError(
                    "cut", "a message ended before its final text came (`bot.receive.whole`)"
                )
            yield from self._complete(each, "".join(self._pieces.pop(each)))

    def _complete(self, name: str, text: str) -> Iterator[Said]:
        speaker = self._speakers.pop(name, Speaker.BOT)
        if name:
            self._said[name] = text
        if text and speaker is not Speaker.CUSTOMER:
            yield Said(whole(text), speaker, whole(name))

    def _note(self, name: str, speaker: Speaker) -> None:
        if speaker is not Speaker.BOT:
            self._speakers[name] = speaker
