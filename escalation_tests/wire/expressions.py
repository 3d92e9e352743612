"""JMESPath expressions on either leg: compiled once, refused with a sentence."""

from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from escalation_tests.wire.functions import function_problem, options


class Compiled:
    """One compiled expression; never raises on any JSON value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._compiled, self._options = jmespath.compile(text), options()

    def find(self, value: Any) -> Any:
        """What the expression picks; None when it picks nothing or cannot be applied."""
        try:
            return self._compiled.search(value, self._options)
        except (JMESPathError, RecursionError):
            return None


def expression_problem(expression: str) -> str | None:
    """Why `expression` is no JMESPath expression, in one sentence; None when it is one."""
    try:
        tree = jmespath.compile(expression).parsed
    except JMESPathError as error:
        return f"{expression!r} is no JMESPath expression: {_reason(error)}"
    problem = function_problem(tree)
    return f"{expression!r} {problem}" if problem else None


def _reason(error: JMESPathError) -> str:
    where = getattr(error, "lex_position", None)
    token = getattr(error, "token_value", None)
    if token and where is not None:
        return f"{token!r} is out of place at character {int(where) + 1}"
    if where is not None:
        return f"it ends or breaks off at character {int(where) + 1}"
    return str(error).partition("\n")[0][:200]
