"""Values that must never be shown."""

import html
import json
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, quote_plus

SHORTEST = 4
"""Shorter values are not masked: they would blank out innocent text everywhere."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secret values of a configuration; knows how to take them out of a text."""

    values: frozenset[str] = frozenset()

    def redact(self, text: str) -> str:
        """`text` with every secret, also an escaped one, replaced by three asterisks."""
        for spelling in _spellings(self.values):
            text = text.replace(spelling, "***")
        return text

    def __repr__(self) -> str:
        return f"Secrets({len(self.values)})"


@lru_cache(maxsize=32)
def _spellings(values: frozenset[str]) -> tuple[str, ...]:
    """The values as they are, and as bots write them into pages, JSON and URLs; longest first."""
    told = {spelling for value in values if len(value) >= SHORTEST for spelling in _escaped(value)}
    return tuple(sorted(told, key=lambda spelling: (-len(spelling), spelling)))


def _escaped(value: str) -> set[str]:
    quoted = {json.dumps(value, ensure_ascii=plain)[1:-1] for plain in (True, False)}
    quoted |= {spelling.replace("/", "\\/") for spelling in quoted}
    in_urls = {quote(value, safe, errors="replace") for safe in ("", "/")}
    in_urls.add(quote_plus(value, errors="replace"))
    in_pages = {html.escape(value), html.escape(value, quote=False)}
    return {value} | quoted | in_urls | in_pages
