"""Text as typed, made plain: one alphabet, no mark-up, nothing invisible."""

import html
import re
import unicodedata
from functools import lru_cache

LIMIT = 50_000
"""Characters of a message that are read."""
_LOOKALIKES = str.maketrans(
    "аеорсухкмтвніјѕԁԛԝгьпАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχωɑɡıՕօհոսցԍӏ",
    "aeopcyxkmtbhijsdqwrbnABEKMHOPCTYXIJSABEZHIKMNOPTYXaeiknoptuxwagiOohnugGl",
)
_FILLERS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u2800\ufffc\ufffd"))
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_QUOTES = str.maketrans("‘’‚‛´`ʼ′“”„‟«»–—‐‑−", "'" * 8 + '"' * 6 + "-" * 5)
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_WORD = re.compile(r"[^\W_]+")
_ENDLESS = re.compile(r"(\S{100})(?=\S)")
"""No word is longer; it would only keep the rules busy."""
_LINES = re.compile(r"\s*\n\s*")
_SPACES = re.compile(r"[ \t\xa0]{2,}")


def unmasked(text: str) -> str:
    """`text` without mark-up, invisible characters, stray marks and look-alike letters."""
    text = _ENDLESS.sub(r"\1 ", text[:LIMIT])
    if "\n" in text:
        text = _LINES.sub("\n", text)
    if text.isascii() and text.isprintable() and not set("<&[") & set(text):
        return text
    text = _LINK.sub(r"\1", _TAG.sub(" ", html.unescape(_seen(text))))
    text = unicodedata.normalize("NFKC", text).translate(_FILLERS).translate(_QUOTES)
    return _SPACES.sub(" ", _ENDLESS.sub(r"\1 ", _latinised(_unstacked(_seen(text)))))


def _seen(text: str) -> str:
    """`text` without invisible characters, and with spaces for pictures."""
    return "".join(map(_shown, text))


@lru_cache(10_000)
def _shown(char: str) -> str:
    if char in "\n\t":
        return char
    category = unicodedata.category(char)
    if category in _HIDDEN:
        return ""
    return " " if category == "So" and char not in "°№™®©" else char


def _unstacked(text: str) -> str:
    """Latin letters lose the marks that do not belong to any letter."""
    if text.isascii():
        return text
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if not unicodedata.combining(char) or (kept and not _latin(kept[-1])):
            kept.append(char)
    return "".join(_unstruck(char) for char in kept)


def _latin(char: str) -> bool:
    return char < "\u0250" or "\u1e00" <= char <= "\u1eff"


def _unstruck(char: str) -> str:
    """A letter of Vietnamese or African spelling, as stray marks make them, as its base."""
    if not "\u1e00" <= char <= "\u1eff":
        return char
    return unicodedata.normalize("NFD", char)[0]


def _latinised(text: str) -> str:
    """Words of look-alike letters in Latin ones, where the text is a Latin one."""
    if text.isascii():
        return text
    latin = sum(char.isalpha() and char < "\u0250" for char in text)
    foreign = sum(char.isalpha() and char >= "\u0250" for char in text)

    strange = {char for char in text if char.isalpha() and char >= "\u0250"}
    disguised = latin > 0 and all(char.translate(_LOOKALIKES) < "\u0250" for char in strange)

    def mapped(match: re.Match[str]) -> str:
        word = match[0]
        if word.isascii():
            return word
        mixed = any(char.isascii() and char.isalpha() for char in word)
        if not mixed and latin <= foreign and not disguised:
            return word
        plain = word.translate(_LOOKALIKES)
        return plain if max(plain) < "\u0250" else word

    return _WORD.sub(mapped, text)


def fold(text: str) -> str:
    """`text` in lower case and without accents."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()
