"""JMESPath expressions: compiled once, refused with a sentence, never a traceback."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import jmespath

from escalation_tests.errors import ChannelError
from escalation_tests.wire.expressions import Compiled, expression_problem


class Expression(Compiled):
    """One compiled expression of the bot's mapping."""

    def __init__(self, text: str, where: str) -> None:
        """Raises `ChannelError` of kind `mapping` when `text` cannot be used."""
        problem = expression_problem(text)
        if problem:
            raise ChannelError("mapping", f"{where}: {problem}")
        super().__init__(text)
        self.where = where

    def passed_over(self, value: Any) -> int:
        """How many elements of a list were there of which the expression picked none."""
        parsed: Any = self._compiled.parsed
        if parsed["type"] != "projection":
            return 0
        base = jmespath.parser.ParsedResult("", parsed["children"][0])
        found = base.search(value, self._options)
        return len(found) if isinstance(found, list) else 0


def proposal(wanted: str, value: Any) -> str:
    """What did arrive, and the nearest path in it: the end of a `no-match` sentence."""
    if not isinstance(value, dict | list):
        return f"a plain {type(value).__name__} did arrive"
    paths = [path for path, _ in zip(_paths(value, "", 0), range(300), strict=False)]
    keys = ", ".join(list(value)[:20]) if isinstance(value, dict) else f"a list of {len(value)}"
    close = get_close_matches(wanted, paths, n=1, cutoff=0.4)
    hint = f"; did you mean `{close[0]}`?" if close else ""
    return f"keys that did arrive: {keys or 'none'}{hint}"


def _paths(value: Any, path: str, depth: int) -> Iterator[str]:
    """Paths to texts in `value`, as they would be written; the outer ones first."""
    if depth > 5:
        return
    if isinstance(value, str):
        yield path or "@"
    elif isinstance(value, list):
        for item in value[:1]:
            yield from _paths(item, f"{path}[]", depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            name = key if key.isidentifier() and key.isascii() else f'"{key}"'
            yield from _paths(item, f"{path}.{name}" if path else name, depth + 1)
