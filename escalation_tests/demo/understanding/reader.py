"""Reads a message: facts out of it, its language, then what each sentence says."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from escalation_tests.demo.meaning import Meaning
from escalation_tests.demo.understanding import asides, facts, pretence
from escalation_tests.demo.understanding.languages import Ear, script_language
from escalation_tests.demo.understanding.plain import fold, unmasked
from escalation_tests.demo.understanding.rulebook import blanked, matched
from escalation_tests.demo.understanding.sense import makes_sense
from escalation_tests.demo.understanding.sentences import Sentence, sentences
from escalation_tests.demo.understanding.tongue import SERVED, Tongue, tongue

OUT_OF_SCOPE = ("legal_threat", "product_injury", "data_deletion", "business_invoice")
TOPICS = (
    *OUT_OF_SCOPE,
    "double_charge",
    "refund",
    "cancellation",
    "password",
    "complaint",
    "delivery",
    "order_status",
)
"""Where a sentence speaks of several, the first of these is what it is about."""
_WEAK = frozenset({"order_status"})


_PLACE = re.compile(r"\b(?:[a-z]+fact|e-?mail|wi-?fi|online)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Signs:
    """What was found in the sentences so far."""

    wants: bool = False
    angry: bool = False
    topics: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)


class Understanding:
    """Understands customers of the shop in the languages it serves; loads its rules once."""

    def __init__(self) -> None:
        self._tongues = {language: tongue(language) for language in SERVED}
        known = {name: one.words for name, one in self._tongues.items()}
        self._asides = asides.load()
        borrowed = [one.interjections for one in self._tongues.values()]
        self._borrowed = frozenset(word for words in borrowed for word in words)
        self._ear = Ear(known, self._borrowed)

    def read(self, text: str, before: str = "en") -> Meaning:
        """What `text` means; `before` is the language of the conversation so far."""
        plain = unmasked(text)
        stated, told = facts.found(plain, self._common, self._telling)
        foreign = script_language(_PLACE.sub(" ", told))
        if foreign:
            return Meaning(language=foreign, served=False, facts=stated)
        rows = self._sentences(told)
        words = [word for row in rows for word in row.words if not word.endswith("fact")]
        language = self._ear.language(words, plain, before, self._misspelt(before))
        if language not in SERVED:
            return Meaning(language=language, served=False, facts=stated)
        rest, pretends = pretence.removed(told)
        rows = self._sentences(rest) if pretends else rows
        signs = self._signs(rows, self._tongues[language])
        return self._meaning(language, signs, stated, plain, words, pretends)

    def _sentences(self, text: str) -> list[Sentence]:
        return asides.trimmed(sentences(text), self._asides)

    def _common(self, word: str) -> bool:
        return any(fold(word) in tongue.words for tongue in self._tongues.values())

    def _telling(self, word: str) -> bool:
        return any(fold(word) in tongue.cues for tongue in self._tongues.values())

    def _misspelt(self, language: str) -> Callable[[str], bool]:
        tongue = self._tongues.get(language)
        if tongue is None:
            return lambda _: False
        speller = tongue.speller
        return lambda word: not speller.knows(word) and speller.mended(word) != word

    def _signs(self, rows: list[Sentence], tongue: Tongue) -> _Signs:
        signs = _Signs()
        for row in dict.fromkeys(rows):
            _listen(row, tongue, signs)
        return signs

    def _meaning(
        self,
        language: str,
        signs: _Signs,
        stated: Mapping[str, str],
        plain: str,
        words: list[str],
        pretends: bool,
    ) -> Meaning:
        topic = _topic(signs.topics)
        if topic == "order_status" and "postcode" in stated:
            topic = "delivery"
        sign = signs.wants or signs.angry or topic or signs.steps or stated or pretends
        share = makes_sense(words, plain, self._tongues[language].speller, self._borrowed)
        understood = bool(sign) or share >= 0.4
        return Meaning(
            language=language,
            wants_human=signs.wants,
            frustrated=signs.angry,
            topic=topic,
            facts=dict(stated),
            steps=tuple(dict.fromkeys(signs.steps)),
            chatting=(understood and not sign) or (pretends and not signs.wants and not topic),
            understood=understood,
            confidence=round(max(share, 0.9 if sign else 0.0), 2),
        )


def _listen(row: Sentence, tongue: Tongue, signs: _Signs) -> None:
    """Add what one sentence says."""
    text = tongue.mended(row.text)
    rules = tongue.rules.candidates(text)
    if "request" in rules:
        asks = blanked(rules.get("not request", ()), text)
        signs.wants = signs.wants or matched(rules["request"], asks)
    if "anger" in rules:
        cross = blanked(rules.get("not anger", ()), text)
        signs.angry = signs.angry or matched(rules["anger"], cross)
    steps = [name for name in rules if name.startswith("step ")]
    if steps:
        tried = blanked(rules.get("not step", ()), text)
        steps = [name.removeprefix("step ") for name in steps if matched(rules[name], tried)]
        signs.steps += steps
    about = blanked(rules.get("not topic", ()), text)
    for step in steps:
        about = blanked(rules[f"step {step}"], about)
    for topic in TOPICS:
        if f"topic {topic}" in rules and matched(rules[f"topic {topic}"], about):
            signs.topics.append(topic)
            break


def _topic(found: list[str]) -> str | None:
    """What the message is about: the matter out of scope, else the latest that is more than a
    question for the order.
    """
    for topic in reversed(found):
        if topic in OUT_OF_SCOPE:
            return topic
    strong = [topic for topic in found if topic not in _WEAK]
    told = strong or found
    return told[-1] if told else None
