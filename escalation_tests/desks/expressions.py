"""JMESPath expressions of the desk: refused with a sentence, never raising on what bots post."""

from typing import Any

from escalation_tests.errors import DeskError
from escalation_tests.wire.expressions import Compiled, expression_problem


class Expression(Compiled):
    """One compiled expression of the desk's mapping."""

    def __init__(self, text: str, where: str) -> None:
        """Raises `DeskError` of kind `mapping` when `text` cannot be used."""
        problem = expression_problem(text)
        if problem:
            raise DeskError("mapping", f"{where}: {problem}")
        super().__init__(text)

    def holds(self, value: Any) -> bool:
        """Whether what it picks counts as true: all but null, false and empty."""
        found = self.find(value)
        return found is not None and found is not False and found not in ("", [], {})
