"""Values that must never be shown."""

from dataclasses import dataclass

SHORTEST = 4
"""Shorter values are not masked: they would blank out innocent text everywhere."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secret values of a configuration; knows how to take them out of a text."""

    values: frozenset[str] = frozenset()

    def redact(self, text: str) -> str:
        """`text` with every secret replaced by three asterisks, longest first."""
        for value in sorted(self.values, key=len, reverse=True):
            if len(value) >= SHORTEST:
                text = text.replace(value, "***")
        return text

    def __repr__(self) -> str:
        return f"Secrets({len(self.values)})"
