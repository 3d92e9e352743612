"""The reasons for which a shop may promise to hand a customer over."""

from enum import StrEnum


class Trigger(StrEnum):
    """One kind of cause for a handoff."""

    EXPLICIT_REQUEST = "explicit_request"
    """The customer asks for a human, in whatever words."""
    FRUSTRATION = "frustration"
    """The customer shows anger, despair or disappointment with the service."""
    LOW_CONFIDENCE = "low_confidence"
    """The bot could not understand or answer."""
    OUT_OF_SCOPE = "out_of_scope"
    """The question belongs to a topic that the bot must not handle."""
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    """The customer writes in a language that the bot does not serve."""


CONSECUTIVE = frozenset({Trigger.LOW_CONFIDENCE, Trigger.UNSUPPORTED_LANGUAGE})
"""Triggers whose `after` counts turns in a row; the others count all turns so far."""
