"""JMESPath expressions of the desk: compiled once, never raising on what bots post."""

from collections.abc import Iterator
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions

from escalation_tests.errors import DeskError, nearest


class Expression:
    """One compiled expression; never raises on any JSON value."""

    def __init__(self, text: str, where: str) -> None:
        """Raises `DeskError` of kind `mapping` when `text` cannot be used."""
        problem = expression_problem(text)
        if problem:
            raise DeskError("mapping", f"{where}: {problem}")
        self.text = text
        self._compiled = jmespath.compile(text)

    def find(self, value: Any) -> Any:
        """What the expression picks; None when it picks nothing or cannot be applied."""
        try:
            return self._compiled.search(value)
        except (JMESPathError, RecursionError):
            return None

    def holds(self, value: Any) -> bool:
        """Whether what it picks counts as true: all but null, false and empty."""
        found = self.find(value)
        return found is not None and found is not False and found not in ("", [], {})


def expression_problem(expression: str) -> str | None:
    """Why `expression` is no JMESPath expression, in one sentence; None when it is one."""
    try:
        tree = jmespath.compile(expression).parsed
    except JMESPathError as error:
        return f"{expression!r} is no JMESPath expression: {_reason(error)}"
    for name in _functions(tree):
        if name not in Functions.FUNCTION_TABLE:
            known = nearest(name, Functions.FUNCTION_TABLE)
            return f"{expression!r} uses an unknown JMESPath function {name!r}{known}"
    return None


def _reason(error: JMESPathError) -> str:
    where = getattr(error, "lex_position", None)
    token = getattr(error, "token_value", None)
    if token and where is not None:
        return f"{token!r} is out of place at character {int(where) + 1}"
    if where is not None:
        return f"it ends or breaks off at character {int(where) + 1}"
    return str(error).partition("\n")[0][:200]


def _functions(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "function_expression":
            yield node["value"]
        for child in node.get("children", ()):
            yield from _functions(child)
