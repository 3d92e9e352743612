"""What must fit together for a bot behind chat completions."""

from collections.abc import Iterator

from escalation_tests.contract.completions import ChatBot, Tool
from escalation_tests.loading.document import Path
from escalation_tests.loading.promise_rules import Mistakes
from escalation_tests.loading.request_rules import (
    LATER,
    address,
    header_mistakes,
    name_mistakes,
    strings,
)


def completion_mistakes(bot: ChatBot) -> Mistakes:
    """Everything wrong in such a bot once each key is well-formed."""
    if address(bot.url) is None:
        yield (
            ("bot", "url"),
            "expected an address such as https://shop.example/v1/chat/completions",
        )
    for here, text, known in _written(bot):
        for message in name_mistakes(text, known):
            yield here, message
    for name in sorted({"model", "messages", "stream", "tools"} & bot.body.keys()):
        yield ("bot", "body", name), f"is sent anyway; `bot.{name}` says what, if it can be said"
    yield from _twice(bot)
    yield from header_mistakes(("bot", "headers"), bot.headers)


def _twice(bot: ChatBot) -> Mistakes:
    if bot.receive.signal and any(tool.handoff for tool in bot.tools):
        message = "a call of a tool is the handoff signal already (`handoff: true`)"
        yield ("bot", "receive", "signal"), message
    seen: set[str] = set()
    for place, tool in enumerate(bot.tools):
        if tool.name in seen:
            yield ("bot", "tools", place, "name"), f"there is another tool {tool.name!r}"
        seen.add(tool.name)


def _written(bot: ChatBot) -> Iterator[tuple[Path, str, set[str]]]:
    """Every text in which placeholders are filled in, its place, and what it may hold."""
    yield ("bot", "url"), bot.url, LATER - {"text"}
    yield ("bot", "system"), bot.system or "", LATER - {"text"}
    for place, text in strings(("bot", "body"), bot.body):
        yield place, text, LATER
    for number, tool in enumerate(bot.tools):
        known = LATER | {"call_id", *(f"arguments.{name}" for name in _arguments(tool))}
        for place, text in strings(("bot", "tools", number, "result"), tool.result):
            yield place, text, known


def _arguments(tool: Tool) -> list[str]:
    properties = tool.parameters.get("properties")
    return list(properties) if isinstance(properties, dict) else []
