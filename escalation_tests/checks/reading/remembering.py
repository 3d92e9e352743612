"""Reads each line once: bots say few different things, and say them often."""

from functools import lru_cache

from escalation_tests.model.reading import Reading
from escalation_tests.ports import Reader

LONGEST = 2_000
"""Characters of a text that is worth remembering."""
MOST = 8_192
"""Texts that are remembered."""


class Remembering:
    """A reader in front of another one, which remembers what that one has read."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known = lru_cache(MOST)(reader.read)

    def read(self, text: str, language: str | None = None) -> Reading:
        """As the other reader."""
        read = self._known if len(text) <= LONGEST else self._reader.read
        return read(text, language)
