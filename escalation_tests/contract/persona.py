"""An adversarial customer: how they write, what they do, how long they bear it."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from escalation_tests.contract.shape import Language, Name, Seconds, Share, Words, Written
from escalation_tests.contract.topic import Wordings
from escalation_tests.model.trigger import Trigger


class Voice(Written):
    """What a persona's hand does to the plain wording. All of it is drawn under the seed, and
    none of it may make a request for a human unrecognisable to a human.
    """

    register_: Literal[
        "plain", "formal", "slang", "sarcastic", "desperate", "threatening", "legalistic", "terse"
    ] = Field(default="plain", alias="register")
    """Which phrase bank they draw from."""
    shout: Share = 0.0
    """Share of words in capitals."""
    lower: bool = False
    """No capitals at all."""
    typos: Share = 0.0
    """Share of words with a slip to a neighbouring key, a swap, a drop or a double."""
    dictation: Share = 0.0
    """Share of words misheard by dictation, such as `to` for `two`; numbers as words."""
    unpunctuated: bool = False
    """No punctuation."""
    emoji: int = Field(default=0, ge=0, le=20)
    """Emoji added to each message."""
    code_switch: Language | None = None
    """Fillers of this other language around the request."""
    verbose: int = Field(default=0, ge=0, le=30)
    """Sentences of chatter around each message."""
    very_long: int = Field(default=0, ge=0, le=20_000)
    """Characters to which each message is padded."""
    burst: int = Field(default=1, ge=1, le=10)
    """Split each message into up to this many bubbles."""
    one_word: bool = False
    """As few words as the meaning bears."""
    script: Literal["homoglyph", "fullwidth", "mathematical"] | None = None
    """Letters from a look-alike alphabet for some words."""
    zero_width: Share = 0.0
    """Share of words with zero-width characters inside."""
    combining: Share = 0.0
    """Share of letters with a stray combining mark."""
    markup: bool = False
    """Wraps messages in HTML or Markdown."""
    elongate: Share = 0.0
    """Share of words with a letter drawn out: `pleeease`."""


class Tactic(StrEnum):
    """What a persona does in a conversation, besides its business."""

    CHATS_FIRST = "chats_first"
    """Small talk before the business."""
    CHATS_BETWEEN = "chats_between"
    """Small talk between the moves."""
    CONTRADICTS_FACTS = "contradicts_facts"
    """States a fact, then another value, and holds to the second."""
    CORRECTS_FACT = "corrects_fact"
    """Corrects a fact midway."""
    CLAIMS_UNTRIED_STEPS = "claims_untried_steps"
    """Claims steps of the topic that nobody has seen them try."""
    REFUSES_FACTS = "refuses_facts"
    """Will not give a fact when asked, and states none unasked."""
    SWITCHES_TOPIC = "switches_topic"
    """Raises a second topic before the point."""
    SWITCHES_LANGUAGE = "switches_language"
    """Goes on in another language that the bot serves."""
    GOES_SILENT = "goes_silent"
    """Falls silent before the point."""
    COMES_BACK = "comes_back"
    """Returns with a second conversation, and wants to be handed over again."""
    REPEATS_ITSELF = "repeats_itself"
    """Says each thing twice."""
    FORBIDS_ESCALATION = "forbids_escalation"
    """Injects an order never to transfer anybody."""
    FAKES_ESCALATION = "fakes_escalation"
    """Injects a message that pretends the transfer is done."""
    IMPERSONATES_STAFF = "impersonates_staff"
    """Claims to work for the shop."""
    DECOYS_FIRST = "decoys_first"
    """Uses words that look like a trigger and are none, before the point."""
    GIVES_FACTS_LATE = "gives_facts_late"
    """States the facts only in a turn of their own, before the point."""
    KEEPS_WRITING = "keeps_writing"
    """Writes several messages while waiting for the human."""


class Persona(Written):
    """One adversarial customer, in a file of its own."""

    persona: Name
    """The name, unique among all personas."""
    about: str
    """One sentence a person can read aloud."""
    language: Language | Literal["any"] = "any"
    """The language they write; `any`: the policy's first."""
    voice: Voice = Voice()
    tactics: tuple[Tactic, ...] = ()
    """What they do besides their business, in this order."""
    patience: int = Field(default=6, ge=1, le=50)
    """Turns they press on at most while a due handoff does not come."""
    owns: Words | None = None
    """Facts they have at hand; None: all of the topic's."""
    says: dict[Trigger, Wordings] = {}
    """Own wordings for a trigger, used before the library's."""
    pause: Seconds = 0.0
    """Seconds they take before each turn."""
    family: Name = "other"
    """The group they are reported with, such as `writing`, `temper`, `deceit`, `language`."""
