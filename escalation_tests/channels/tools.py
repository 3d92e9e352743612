"""The functions that a bot may call: what a call signals, and how it is answered."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from escalation_tests.channels.arrived import Show, parsed
from escalation_tests.channels.expressions import Expression
from escalation_tests.channels.templates import Fill, tree
from escalation_tests.contract.completions import Tool
from escalation_tests.errors import ChannelError, nearest
from escalation_tests.model.event import Signalled


class Tools:
    """All tools of a bot, compiled."""

    def __init__(self, tools: Sequence[Tool], names: Iterable[str], show: Show) -> None:
        """`names` are the placeholders that results may hold beside those of a call.

        Raises `ChannelError` and `UnknownName` for what cannot be used in a tool.
        """
        self._show = show
        self._known = {
            tool.name: _Known(tool, f"bot.tools[{place}]", names)
            for place, tool in enumerate(tools)
        }
        self.signal = any(tool.handoff for tool in tools)
        self.described = [_described(tool) for tool in tools]
        """As requests list them."""

    def signals(self, message: Mapping[str, Any]) -> list[Signalled]:
        """The handoffs that the calls of a message signal; raises as `answers` does."""
        return [
            Signalled(known.queue(arguments), self._show({"tool": known.tool.name, **arguments}))
            for known, arguments, _ in self._calls(message)
            if known.tool.handoff
        ]

    def answers(
        self, message: Mapping[str, Any], values: Mapping[str, object]
    ) -> list[dict[str, Any]]:
        """The messages that answer the calls of a message, in order.

        Raises `ChannelError` for a call of a tool that is not there, or without arguments that
        can be read.
        """
        return [
            {
                "role": "tool",
                "tool_call_id": call,
                "content": known.result(arguments, call, values),
            }
            for known, arguments, call in self._calls(message)
        ]

    def _calls(self, message: Mapping[str, Any]) -> list[tuple["_Known", dict[str, Any], str]]:
        calls = message.get("tool_calls") or []
        if not isinstance(calls, list):
            raise ChannelError("wrong-type", "`tool_calls` is no list", self._show(message))
        return [self._call(call) for call in calls]

    def _call(self, call: Any) -> tuple["_Known", dict[str, Any], str]:
        function = call.get("function") if isinstance(call, Mapping) else None
        if not isinstance(function, Mapping):
            told = "a call of the bot names no function"
            raise ChannelError("wrong-type", told, self._show(call))
        name = str(function.get("name"))
        if name not in self._known:
            told = f"the bot calls {name[:80]!r}, which is none of `bot.tools`"
            raise ChannelError("unknown-tool", told + nearest(name, self._known), self._show(call))
        arguments = self._arguments(name, function.get("arguments"))
        return self._known[name], arguments, str(call.get("id") or "")

    def _arguments(self, name: str, written: Any) -> dict[str, Any]:
        if isinstance(written, Mapping):
            return dict(written)
        try:
            read = parsed(written) if isinstance(written, str) and written.strip() else {}
        except ValueError as error:
            told = f"the arguments with which the bot calls {name!r} are not JSON: {error}"
            raise ChannelError("not-json", told[:400], self._show(written)) from None
        if not isinstance(read, dict):
            told = f"the arguments with which the bot calls {name!r} are no object"
            raise ChannelError("wrong-type", told, self._show(written))
        return read


class _Known:
    """One tool, compiled."""

    def __init__(self, tool: Tool, where: str, names: Iterable[str]) -> None:
        self.tool = tool
        self._queue = Expression(tool.queue, f"{where}.queue") if tool.queue else None
        own = [f"arguments.{name}" for name in argument_names(tool)]
        self._result: Fill = tree(tool.result, (*names, *own, "call_id"))

    def queue(self, arguments: dict[str, Any]) -> str | None:
        found = self._queue.find(arguments) if self._queue else None
        return str(found) if isinstance(found, str | int | float) else None

    def result(self, arguments: dict[str, Any], call: str, values: Mapping[str, object]) -> str:
        own = {f"arguments.{name}": value for name, value in arguments.items()}
        filled = self._result({**values, **own, "call_id": call})
        return filled if isinstance(filled, str) else json.dumps(filled, ensure_ascii=False)


def argument_names(tool: Tool) -> list[str]:
    """The arguments that a tool's schema names."""
    properties = tool.parameters.get("properties")
    return list(properties) if isinstance(properties, dict) else []


def _described(tool: Tool) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.about, "parameters": tool.parameters}
    return {"type": "function", "function": function}
