"""Text of unknown manners made plain: folded words in sentences."""

import html
import re
import unicodedata
from dataclasses import dataclass

LIMIT = 20_000
"""Characters of a message that are read; of longer ones the two ends."""

LONGEST = 150
"""Tokens of one sentence; longer ones are cut."""

_TAG = re.compile(r"</?[a-z!][^<>]{0,300}>", re.IGNORECASE)
_BREAKING = re.compile(r"<(?:/?(?:p|div|li|ul|ol|tr|h[1-6])|br)\b[^<>]{0,300}>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>]{1,500}", re.IGNORECASE)
_QUOTES = str.maketrans("‘’‚‛´`ʼ′“”„‟«»‹›″＂", "''''''''" + '"' * 10)
_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_TOKEN = re.compile(
    r"""[^\s@,;:!?()<>"']{1,64}@[^\s@,;:!?()<>"']{1,64}\w  # an address
    | (?:[#$€£]\s?)?\d+(?:[.,:/-]\d+)*                     # a number
    | [^\W\d_][^\W_]*(?:\.[^\W\d_]\b)*                     # a word, z.B
    | \d?\w+
    | \n | [.!?…]+ | [,;:()"–—] | \s-+\s""",
    re.VERBOSE,
)
START = "^"
"""The token before the first word of every sentence."""

MARKS = frozenset({",", ":", START})
"""Tokens that are no words."""

_ENDS = frozenset(".!?…\n")
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "dra", "sr", "sra", "nr", "num", "tel", "approx", "ca", "bzw", "vs"}
    | {"e.g", "i.e", "z.b", "p.ex", "ej", "ex"}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A row of folded tokens, commas and the like among them as `,`."""

    tokens: tuple[str, ...]
    question: bool = False
    """It ends in a question mark."""
    opens: bool = False
    """It ends in a colon, so that what follows belongs to it."""


def clip(text: str, limit: int = LIMIT) -> str:
    """`text`, or its two ends when it is longer than `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit // 2]}\n{text[-(limit // 2) :]}"


def plain(text: str) -> str:
    """`text` without mark-up and invisible characters, with straight quotes and single spaces."""
    text = clip(text)
    if "<" in text:
        text = _TAG.sub(" ", _BREAKING.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    text = _URL.sub(" url ", text).translate(_QUOTES)
    return _SPACES.sub(" ", _visible(text)).strip()


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\n" or (char.isprintable() and char != "\ufe0f"):
        return char
    if char in "\t\r\v\f\u2028\u2029\x00" or char.isspace():
        return "\n" if char in "\r\u2028\u2029" else " "
    return "" if unicodedata.category(char) in _INVISIBLE else char


def fold(text: str) -> str:
    """`text` in lower case and without accents, so that spelling with or without them is one."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


def tokens(text: str) -> list[str]:
    """The folded words and marks of `text`; apostrophes and hyphens part words."""
    return _TOKEN.findall(fold(plain(text)))


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a message, in order."""
    found: list[Sentence] = []
    row: list[str] = []
    for word in tokens(text):
        if word[0] in _ENDS and not _abbreviates(row, word):
            _close(found, row, word)
            row = []
        elif len(row) >= LONGEST:
            _close(found, row, ".")
            row = [word]
        else:
            row.append(word if _wordlike(word) or word == ":" else ",")
    _close(found, row, ".")
    return tuple(found)


def _abbreviates(row: list[str], mark: str) -> bool:
    last = row[-1] if row else ""
    return mark == "." and (last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()))


def _wordlike(token: str) -> bool:
    return token[-1].isalnum() or token[0].isalnum()


def _close(found: list[Sentence], row: list[str], end: str) -> None:
    """Adds the row as a sentence, or, of a bare mark, its question to the one before."""
    opens = bool(row) and row[-1] == ":"
    while row and row[-1] in MARKS:
        row = row[:-1]
    if row:
        found.append(Sentence(tuple(row), "?" in end, opens))
    elif found and "?" in end:
        found[-1] = Sentence(found[-1].tokens, question=True)
