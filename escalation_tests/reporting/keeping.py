"""Takes foreign values into an entry: redacted, bounded, and fit for JSON."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from escalation_tests.model.secrets import Secrets
from escalation_tests.reporting.text import cut, keepable

TEXT = 20_000
"""Characters of one text."""
TRANSCRIPT = 400_000
"""Characters of all messages of one conversation together."""
RAW = 8_000
"""Characters of one payload as it arrived."""
WORD = 300
"""Characters of a name, id or queue."""
ITEMS = 200
"""Entries of one list or mapping."""
DEPTH = 8


@dataclass(frozen=True, slots=True)
class Keeper:
    """Knows which values must never be shown."""

    secrets: Secrets

    def text(self, text: str, limit: int = TEXT) -> str:
        """`text` without secrets, of at most about `limit` characters."""
        return cut(keepable(self.secrets.redact(text)), limit)

    def word(self, text: str | None) -> str | None:
        """A short text; None stays None."""
        return None if text is None else self.text(text, WORD)

    def words(self, texts: Sequence[str]) -> list[str]:
        """Short texts."""
        return [self.text(text, WORD) for text in texts[:ITEMS]]

    def value(self, value: object, depth: int = 0) -> Any:
        """Any value as JSON: mappings and sequences to a bounded depth, the rest as text."""
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else str(value)
        if isinstance(value, Enum):
            return self.value(value.value, depth)
        if isinstance(value, str):
            return self.text(value, RAW)
        return self._nested(value, depth + 1)

    def _nested(self, value: object, depth: int) -> Any:
        if depth > DEPTH:
            return "\u2026"
        if isinstance(value, Mapping):
            pairs = list(value.items())[:ITEMS]
            return {self.text(str(key), WORD): self.value(item, depth) for key, item in pairs}
        if isinstance(value, set | frozenset):
            return [self.value(item, depth) for item in sorted(value, key=repr)[:ITEMS]]
        if isinstance(value, list | tuple):
            return [self.value(item, depth) for item in value[:ITEMS]]
        return self.text(repr(value), RAW)
