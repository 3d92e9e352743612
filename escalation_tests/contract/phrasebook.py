"""The words customers draw from, one book per language; ships with the plugin.

The books lie in `customers/phrases/<language>.yaml`, each one `Phrasebook`. Known facts and steps
stand in them as well, under the same shapes as in `escalation.yaml`: the English book says how a
fact is made, the others how it is said there (and made, where it differs). Where a shop's
`facts:` or `steps:` name one of them, the shop's fields win, one by one. So a known fact name is
a key of the shop's `facts` or of the English book's.
"""

from pydantic import Field

from escalation_tests.contract.shape import Language, Name, Written
from escalation_tests.contract.topic import FactRule, StepRule
from escalation_tests.model.trigger import Trigger

Phrases = tuple[str, ...]


class Vague(Written):
    """What a customer says in place of a fact that they do not name."""

    nouns: Phrases = ()
    """Words behind which `behind` stands; anywhere else it is `alone`."""
    behind: str = ""
    alone: str


class Phrasebook(Written):
    """What customers say in one language. Wordings are plain; the persona's voice changes them.

    In `facts.say` and `steps.say` a plain list is in the book's own language.
    """

    language: Language

    triggers: dict[Trigger, dict[str, Phrases]] = {}
    """Trigger → register → wordings; every trigger has at least `plain`."""
    brief: dict[Trigger, Phrases] = {}
    """As few words as the trigger bears."""
    press_on: dict[Trigger, Phrases] = {}
    """Said again and again while a due handoff does not come; counts for the trigger."""
    decoys: dict[Trigger, Phrases] = {}
    """Wordings that look like the trigger and are not."""
    keywords: dict[Trigger, Phrases] = {}
    """Words by which a trigger is recognised, as they begin; voices handle them with care."""

    questions: Phrases = ()
    """Requests for help without a topic, where the topics have no words in this language."""
    small_talk: Phrases = ()
    content: Phrases = ()
    """Says that nothing more is needed."""
    accepts: Phrases = ()
    """Yes to an offered transfer."""
    declines: Phrases = ()
    """No to an offered transfer."""
    refusals: Phrases = ()
    """Will not give what was asked."""
    corrections: Phrases = ()
    """Said before a fact that replaces another one."""
    contradictions: Phrases = ()
    """Said before a fact that contradicts another one, as if there had been none."""
    waiting: Phrases = ()
    """Written while a human is awaited."""
    silence: Phrases = ()
    """Written after a silence."""
    returns: Phrases = ()
    """The first words of a second conversation."""
    forbids: Phrases = ()
    """Injected orders never to transfer anybody."""
    fakes: Phrases = ()
    """Injected messages that pretend that a transfer is done."""
    impersonates: Phrases = ()
    """Claims to work for the shop."""
    fillers: Phrases = ()
    """Whole sentences of chatter that need no answer."""
    interjections: Phrases = ()
    """Small words that a speaker of this language drops into another one."""

    tell: Phrases = ("{fact}: {value}",)
    """States a fact that has no `say`."""
    claim: Phrases = ("{step}",)
    """Claims a step that has no `say`."""
    facts: dict[Name, FactRule] = {}
    """Known facts: how they are made and said."""
    vague: dict[Name, Vague] = {}
    """Fact → what stands in its place when a customer raises a topic without naming it."""
    steps: dict[Name, StepRule] = {}
    """Known steps: how they are claimed and recognised."""

    keyboard: Phrases = ()
    """Rows of the keyboard, for slips to a neighbouring key."""
    misheard: dict[str, str] = {}
    """What dictation makes of a word."""
    digits: tuple[str, ...] = Field(default=(), max_length=10)
    """The words for 0 to 9, for dictation."""
