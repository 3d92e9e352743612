"""Letters that look alike, carry stray marks, or hide invisible ones."""

from collections.abc import Mapping
from types import MappingProxyType

from escalation_tests.customers.voice.brush import WORD, Brush

_HALF = 0.5
"""The share of words that another script takes over."""
_HIDDEN = "\u200b\u200c\u200d\u2060\ufeff"
_MARKS = "\u0301\u0308\u0323\u0332\u0336"
_FULLWIDTH = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_MATHEMATICAL = {
    **{chr(0x61 + n): chr(0x1D41A + n) for n in range(26)},
    **{chr(0x41 + n): chr(0x1D400 + n) for n in range(26)},
}
_HOMOGLYPH = dict(zip("aceopxyisjAEOCPTXHKMB", "асеорхуіѕјАЕОСРТХНКМВ", strict=True))
_SCRIPTS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "homoglyph": str.maketrans(_HOMOGLYPH),
        "fullwidth": str.maketrans(_FULLWIDTH),
        "mathematical": str.maketrans(_MATHEMATICAL),
    }
)


def script(text: str, brush: Brush) -> str:
    """Half of the words in letters that only look like Latin ones."""
    if brush.voice.script is None:
        return text
    table = dict(_SCRIPTS[brush.voice.script])
    return brush.words(text, lambda word: word.translate(table) if brush.chance(_HALF) else word)


def zero_width(text: str, brush: Brush) -> str:
    """A share of the words with an invisible character inside."""

    def hide(word: str) -> str:
        if len(word) < 2 or not brush.chance(brush.voice.zero_width):
            return word
        at = brush.random.randrange(1, len(word))
        return word[:at] + brush.random.choice(_HIDDEN) + word[at:]

    return brush.words(text, hide)


def combining(text: str, brush: Brush) -> str:
    """A share of the letters with a stray combining mark."""
    share = brush.voice.combining
    if not share:
        return text

    def mark(word: str) -> str:
        return "".join(
            letter + brush.random.choice(_MARKS) if brush.chance(share) else letter
            for letter in word
        )

    return WORD.sub(lambda word: mark(word[0]), text)
