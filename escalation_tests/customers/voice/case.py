"""Capitals: too many, or none."""

from escalation_tests.customers.voice.brush import Brush


def lower(text: str, brush: Brush) -> str:
    """No capitals at all."""
    return text.lower() if brush.voice.lower else text


def shout(text: str, brush: Brush) -> str:
    """A share of the words in capitals."""
    share = brush.voice.shout
    return brush.words(text, lambda word: word.upper() if brush.chance(share) else word)
