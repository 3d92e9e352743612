"""Server-sent events, found in bytes as they come."""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass

from escalation_tests.errors import ChannelError

_LINE = re.compile(r"\r\n|\n|\r(?=.)", re.DOTALL)
"""The end of a line; a `\\r` at the very end may be half of one."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One event as it was sent."""

    event: str
    data: str
    id: str | None
    """None where the event has none of its own."""


class Frames:
    """Cuts a stream into events, wherever its bytes were cut on their way.

    An event counts once the empty line behind it has come.
    """

    def __init__(self, largest: int) -> None:
        """`largest` is how many characters one event may have."""
        self.retry: float | None = None
        """Seconds to wait before the stream is opened again, where the bot has named them."""
        self._decoder = getincrementaldecoder("utf-8-sig")()
        self._largest, self._rest, self._read = largest, "", 0
        self._lines: list[str] = []
        self._size = 0

    def feed(self, chunk: bytes, last: bool = False) -> Iterator[Frame]:
        """The events that `chunk` completes.

        Raises `ChannelError` for what is not UTF-8 and for an event that is too large.
        """
        searched = max(0, len(self._rest) - 1)
        self._rest += self._decoded(chunk, last)
        start = 0
        for end in _LINE.finditer(self._rest, searched):
            line, start = self._rest[start : end.start()], end.end()
            yield from self._line(line)
        self._rest = self._rest[start:]
        if self._size + len(self._rest) > self._largest:
            raise ChannelError("too-large", f"an event has more than {self._largest} bytes")

    def finish(self) -> Iterator[Frame]:
        """The last event of a stream that ended; raises `ChannelError` where it is broken off."""
        yield from self.feed(b"", last=True)
        if self._rest == "\r":
            self._rest = ""
            yield from self._line("")
        if self._rest or any(line.startswith("data") for line in self._lines):
            raise ChannelError(
                "cut",
                "the stream broke off in the middle of an event; an empty line ends each of them",
            )

    def _decoded(self, chunk: bytes, last: bool) -> str:
        self._read += len(chunk)
        try:
            return self._decoder.decode(chunk, last)
        except UnicodeDecodeError as error:
            raise ChannelError(
                "not-utf8", f"the stream is not UTF-8 text (about byte {self._read})"
            ) from error

    def _line(self, line: str) -> Iterator[Frame]:
        if line:
            self._size += len(line)
            self._lines.append(line)
            return
        lines, self._lines, self._size = self._lines, [], 0
        frame = self._frame(lines)
        if frame is not None:
            yield frame

    def _frame(self, lines: list[str]) -> Frame | None:
        event, data, identity = "", list[str](), None
        for line in lines:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "data":
                data.append(value)
            elif name == "event":
                event = value
            elif name == "id" and "\0" not in value:
                identity = value
            elif name == "retry" and value.isascii() and value.isdigit() and len(value) < 7:
                self.retry = int(value) / 1000
        if not data and not event:
            return None
        return Frame(event or "message", "\n".join(data), identity)
