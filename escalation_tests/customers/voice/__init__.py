"""A persona's voice: what their hand does to the plain wording, field by field, in one order."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from escalation_tests.customers.voice.brush import Brush, Hand
from escalation_tests.customers.voice.bursts import bursts
from escalation_tests.customers.voice.case import lower, shout
from escalation_tests.customers.voice.letters import combining, script, zero_width
from escalation_tests.customers.voice.marks import emoji, markup, unpunctuated
from escalation_tests.customers.voice.padding import code_switch, verbose, very_long
from escalation_tests.customers.voice.slips import dictation, elongate, typos

HANDS: Mapping[str, Hand] = MappingProxyType(
    {
        "verbose": verbose,
        "very_long": very_long,
        "code_switch": code_switch,
        "dictation": dictation,
        "unpunctuated": unpunctuated,
        "elongate": elongate,
        "typos": typos,
        "lower": lower,
        "shout": shout,
        "script": script,
        "combining": combining,
        "zero_width": zero_width,
        "emoji": emoji,
        "markup": markup,
    }
)
"""Field of `Voice` → its hand, in the order in which they work."""
WORDED = frozenset({"register_", "one_word"})
"""Fields that already choose the plain wording: see `wording.py`."""
SPLITS = frozenset({"burst"})
"""Fields that part the message in the end."""

_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PRIVATE = 0xE000


def voiced(text: str, brush: Brush, values: Iterable[str]) -> tuple[str, ...]:
    """The bubbles in which a persona says `text`; facts' values and addresses stay verbatim."""
    shielded, kept = _shield(text, values)
    for name, hand in HANDS.items():
        if getattr(brush.voice, name):
            shielded = hand(shielded, brush).strip() or shielded
    return tuple(_unshield(bubble, kept) for bubble in bursts(shielded, brush))


def _shield(text: str, values: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """`text` with each protected piece as one private character, and the pieces."""
    pieces = {*values, *_ADDRESS.findall(text)}
    kept = tuple(sorted((piece for piece in pieces if piece in text), key=len, reverse=True))
    for number, piece in enumerate(kept):
        text = text.replace(piece, chr(_PRIVATE + number))
    return text, kept


def _unshield(text: str, kept: tuple[str, ...]) -> str:
    for number, piece in enumerate(kept):
        text = text.replace(chr(_PRIVATE + number), piece)
    return text
