"""Makes foreign text safe to keep and safe to show."""

import unicodedata
from collections.abc import Iterator

_SHOWN_AS_IS = frozenset("\n\t")
_DIRECTING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ESCAPED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})


def keepable(text: str) -> str:
    """`text` as any JSON reader and file can hold it: no NUL, no lone surrogate."""
    if text.isascii():
        return text.replace("\0", "\u2400")
    return text.replace("\0", "\u2400").encode("utf-8", "backslashreplace").decode("utf-8")


def cut(text: str, limit: int) -> str:
    """The beginning of `text`; where something is left out, with the count of all characters."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}\u2026 ({len(text):,} characters in all)"


def visible(text: str) -> str:
    r"""`text` without anything that could steer a terminal or turn the reading direction.

    Such characters are shown as escapes like `\x1b` and `\u202e`; line breaks stay.
    """
    text = text.replace("\r\n", "\n")
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    if character in _SHOWN_AS_IS:
        return character
    if character in _DIRECTING or unicodedata.category(character) in _ESCAPED_CATEGORIES:
        code = ord(character)
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    return character


def one_line(text: str, limit: int) -> str:
    """`text` visible, in one line of at most about `limit` characters."""
    return cut(" ".join(visible(text).split()), limit)


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(_column(character) for character in text)


def _column(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """`text` visible, in lines of at most `width` columns; its own line breaks are kept."""
    lines = [
        line
        for paragraph in visible(text).expandtabs(4).split("\n")
        for line in _lines(paragraph, max(width, 8))
    ]
    return lines or [""]


def _lines(paragraph: str, width: int) -> Iterator[str]:
    """A paragraph's lines, broken at blanks where there are any and anywhere else where not."""
    line, used = "", 0
    for word in paragraph.split(" "):
        for piece in _pieces(word, width):
            wide = columns(piece)
            if line and used + 1 + wide > width:
                yield line
                line, used = piece, wide
            else:
                line, used = (f"{line} {piece}", used + 1 + wide) if line else (piece, wide)
    yield line


def _pieces(word: str, width: int) -> Iterator[str]:
    """`word` in pieces that fit."""
    if columns(word) <= width:
        yield word
        return
    piece, used = "", 0
    for character in word:
        wide = _column(character)
        if used + wide > width:
            yield piece
            piece, used = "", 0
        piece, used = piece + character, used + wide
    yield piece
