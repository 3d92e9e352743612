"""A transcript that arrives as one text, divided into its turns."""

import re
from functools import lru_cache

_WHO = (
    "customer|user|client|visitor|guest|end[- ]?user|requester|contact|me|you|bot|chatbot"
    "|assistant|ai|virtual (?:agent|assistant)|agent|human|operator|staff|support"
    "|representative|system"
)
_BEFORE = r"^[ \t>*-]*(?:\[[^\]\n]{1,40}\][ \t]*)?"
_BEHIND = r"[ \t]*(?:\([^)\n]{1,60}\))?\**:\**[ \t]*"
SPEAKER = rf"{_BEFORE}(?P<role>{_WHO}){_BEHIND}"
"""A line that begins with a usual word for an author and a colon, a time before or after it."""

MOST = 5_000
"""Turns that are read."""


def split_blob(text: str, pattern: str | None = None) -> list[dict[str, str | None]] | None:
    """The turns of `text`; what stands before the first is left out.

    None when `pattern` is no regular expression, and when nothing in `text` begins a turn.
    """
    opening = _compiled(pattern or SPEAKER)
    if opening is None:
        return None
    begun = [match for _, match in zip(range(MOST), opening.finditer(text), strict=False)]
    if not begun:
        return None
    ends = [match.start() for match in begun[1:]] + [len(text)]
    return [
        {"role": _role(match), "text": text[match.end() : end].strip()}
        for match, end in zip(begun, ends, strict=True)
    ]


def blob_problem(pattern: str) -> str | None:
    """Why `pattern` cannot divide a text, in one sentence; None when it can."""
    return None if _compiled(pattern) else f"{pattern!r} is no regular expression"


def _role(match: re.Match[str]) -> str | None:
    named = match.groupdict().get("role") if match.re.groupindex else None
    found = named or (match[1] if match.re.groups else None)
    return found.strip() if found else None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    except re.error:
        return None
