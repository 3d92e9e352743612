"""The words customers draw from, one book per language; ships with the plugin."""

from escalation_tests.contract.shape import Language, Written
from escalation_tests.model.trigger import Trigger

Phrases = tuple[str, ...]


class Phrasebook(Written):
    """What customers say in one language. Wordings are plain; the persona's voice changes them."""

    language: Language
    triggers: dict[Trigger, dict[str, Phrases]] = {}
    """Trigger → register → wordings; every trigger has at least `plain`."""
    decoys: dict[Trigger, Phrases] = {}
    """Wordings that look like the trigger and are not."""
