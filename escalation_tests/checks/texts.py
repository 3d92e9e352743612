"""Texts as people compare them: without mark-up, typography and invisible characters."""

import html
import re
import unicodedata
from functools import lru_cache

LONGEST = 500_000
"""Characters of a text that are compared."""
REMEMBERED = 500
"""Characters of a text whose words are remembered."""
SEARCHED = 20_000
"""Characters of a text that are searched for what a program left behind, or an internal note."""
SHOWN = 120
"""Characters of a text that a message shows."""

_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """`text` without tags, entities, link targets and compatibility forms."""
    text = text[:LONGEST]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def visible(text: str) -> str:
    """`plain` text without characters that nobody sees."""
    text = plain(text)
    if text.isascii():
        return text
    return "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Mn"})


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case; apostrophes and hyphens part words."""
    return list(_short(text) if len(text) <= REMEMBERED else _words(text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(visible(text)))


_short = lru_cache(8_192)(_words)
"""The same lines are compared by many checks, and in many conversations."""


def key(text: str) -> str:
    """Only the letters and digits of a text, in lower case: equal keys, equal messages."""
    return "".join(words(text))


def folded(text: str) -> str:
    """The words of a text without accents, one space between them and at both ends."""
    joined = " ".join(words(text))
    if not joined.isascii():
        apart = unicodedata.normalize("NFKD", joined)
        joined = "".join(char for char in apart if not unicodedata.combining(char))
    return f" {joined} "


def has_phrase(text: str, phrases: "tuple[str, ...] | frozenset[str]") -> bool:
    """Whether a folded text holds one of the phrases; a phrase ending in `*` is a beginning."""
    return any(
        f" {phrase[:-1]}" in text if phrase.endswith("*") else f" {phrase} " in text
        for phrase in phrases
    )


def cut(text: str, limit: int = SHOWN) -> str:
    """`text` on one line, at most `limit` characters, printable."""
    line = " ".join(text[: limit * 4].split())
    line = "".join(char if char.isprintable() else "\ufffd" for char in line)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def quoted(text: str, limit: int = SHOWN) -> str:
    """`text` cut and in quotation marks, for a message."""
    return f"“{cut(text, limit)}”"


def listed(names: "list[str] | tuple[str, ...]") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(", ".join(names).rsplit(", ", 1))


def spoken(name: str) -> str:
    """A queue's or step's name as words: `tech_support` is `tech support`."""
    return " ".join(words(name))
