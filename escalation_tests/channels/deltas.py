"""A completion that arrives in pieces, put together to what it is when it comes whole."""

from collections.abc import Mapping
from typing import Any

from escalation_tests.channels.arrived import Show, parsed, shown
from escalation_tests.channels.frames import Frame
from escalation_tests.errors import ChannelError

_DONE = "[DONE]"


class Deltas:
    """The chunks of one streamed completion."""

    def __init__(self, show: Show = shown) -> None:
        self._show = show
        self._head: dict[str, Any] = {}
        self._message: dict[str, Any] = {"role": "assistant", "content": None}
        self._calls: dict[object, dict[str, Any]] = {}
        self._finish: str | None = None
        self._last: Any = None
        self.done = False

    def take(self, frame: Frame) -> None:
        """Add what an event brings; raises `ChannelError` for what is no chunk."""
        if frame.data == _DONE:
            self.done = True
            return
        try:
            chunk = parsed(frame.data)
        except ValueError as error:
            told = f"an event of the stream is not JSON: {str(error)[:200]}"
            raise ChannelError("not-json", told, self._show(frame.data)) from None
        if not frame.data:
            return
        self._last = chunk
        refuse_error(chunk, self._show)
        choices = self._list(chunk, "choices")
        self._head |= {key: chunk[key] for key in chunk if key != "choices"}
        for choice in choices:
            if isinstance(choice, Mapping) and not choice.get("index"):
                self._choice(choice)

    def whole(self) -> dict[str, Any]:
        """The completion; raises `ChannelError` when the stream ended before it did."""
        if not self.done and self._finish is None:
            told = "the stream ended without [DONE] and without a `finish_reason`"
            raise ChannelError("cut", told, self._show(self._last) if self._last else "")
        message = dict(self._message)
        if self._calls:
            message["tool_calls"] = list(self._calls.values())
        choice = {"index": 0, "message": message, "finish_reason": self._finish}
        return {**self._head, "object": "chat.completion", "choices": [choice]}

    def _choice(self, choice: Mapping[str, Any]) -> None:
        delta = choice.get("delta") or {}
        if not isinstance(delta, Mapping):
            raise self._wrong("delta", delta)
        for key in ("content", "refusal"):
            self._append(self._message, key, delta.get(key))
        for place, call in enumerate(self._list(delta, "tool_calls")):
            self._call(place, call)
        finish = choice.get("finish_reason")
        self._finish = str(finish) if finish else self._finish

    def _call(self, place: int, piece: Any) -> None:
        """Servers number the calls; where one does not, an id begins a new one."""
        if not isinstance(piece, Mapping):
            raise self._wrong("tool_calls", piece)
        key = piece.get("index")
        if not isinstance(key, int):
            key = piece.get("id") or next(reversed(self._calls), place)
        new = {"id": "", "type": "function", "function": {"name": "", "arguments": ""}}
        call = self._calls.setdefault(key, new)
        call["id"] = call["id"] or piece.get("id") or ""
        function = piece.get("function") or {}
        if not isinstance(function, Mapping):
            raise self._wrong("function", function)
        call["function"]["name"] = call["function"]["name"] or function.get("name") or ""
        self._append(call["function"], "arguments", function.get("arguments"))

    def _append(self, into: dict[str, Any], key: str, piece: Any) -> None:
        if piece is None:
            return
        if not isinstance(piece, str):
            raise self._wrong(key, piece)
        into[key] = (into.get(key) or "") + piece

    def _list(self, holder: Any, key: str) -> list[Any]:
        found = holder.get(key) if isinstance(holder, Mapping) else holder
        if found is None:
            return []
        if not isinstance(found, list):
            raise self._wrong(key, found)
        return found

    def _wrong(self, key: str, found: Any) -> ChannelError:
        kind = "an object" if isinstance(found, Mapping) else f"a {type(found).__name__}"
        told = f"`{key}` of a chunk is {kind}, which it cannot be"
        return ChannelError("wrong-type", told, self._show(self._last))


def refuse_error(body: Any, show: Show) -> None:
    """Raise `ChannelError` when `body` tells an error instead of being an answer."""
    told = body.get("error") if isinstance(body, Mapping) else None
    if told:
        raise ChannelError("told", f"the bot tells an error: {error_told(body, show)}", show(body))


def error_told(body: Any, show: Show) -> str:
    """What an error body says, in a line; empty when it is none."""
    error = body.get("error") if isinstance(body, Mapping) else None
    if isinstance(error, Mapping):
        error = error.get("message") or error
    return show(error)[:300] if error else ""
