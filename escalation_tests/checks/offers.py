"""What a bot offers when nobody is there: a callback, a ticket, opening hours."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from escalation_tests.checks.reading.finding import Found, Span, Words
from escalation_tests.checks.reading.lexicon import lexicon_from
from escalation_tests.checks.reading.words import Sentence, sentences
from escalation_tests.checks.texts import has_phrase
from escalation_tests.checks.ways import WAYS

IN_WORDS = MappingProxyType(
    {"callback": "a callback", "ticket": "a ticket", "hours": "the opening hours"}
)
"""The offers as a message names them."""

_LISTS = MappingProxyType(
    {
        "callback": "callback",
        "ticket": "ticket",
        "message": "ticket",
        "hours": "hours",
        "until": "hours",
    }
)
"""List of phrases → what they offer; who is asked for a message is offered a ticket."""
_CASES = ("callback", "ticket")
_PERHAPS = (
    "if", "can", "could", "shall", "may", "would you like", "do you want", "should you",
    "si", "puedo", "podemos", "puede", "quiere", "desea",
    "s il", "peux", "pouvons", "pouvez", "voulez", "souhaitez",
    "wenn", "falls", "kann", "konnen", "konnte*", "mochte*", "soll", "sollen",
    "se quiser*", "se desejar*", "posso", "podemos", "pode", "quer", "gostaria*", "deseja",
)  # fmt: skip
_LEAVES = (
    "leave us your", "leave your", "leave me your",
    "hinterlassen sie", "hinterlass uns",
    "dejenos su", "deje su", "dejanos tu",
    "laissez nous votre", "laissez votre",
    "deixe seu", "deixe nos", "deixe o seu",
)  # fmt: skip
"""What the customer has to do first: what follows in the sentence is only offered."""
_NOON = re.compile(r"\b([ap])\.\s?m\b(?:\.(?=\s*[a-z0-9,;)]))?", re.IGNORECASE)


def offered(text: str) -> frozenset[str]:
    """Which of `callback`, `ticket`, `hours` a text offers."""
    found = (name for sentence in _sentences(text) for name in _said(sentence))
    return frozenset(_LISTS[name] for name in found)


def makes_case(text: str) -> bool:
    """The text says that the case has been passed on, not that it could be, although nobody is
    there to chat.
    """
    return any(
        _said(_unasked(sentence)) & set(_CASES) and not _only_offers(sentence)
        for sentence in _sentences(text)
    )


def _unasked(sentence: Sentence) -> Sentence:
    """The sentence up to where the customer is asked to leave a number or an address."""
    words = f" {' '.join(sentence.tokens)} "
    stops = [at for phrase in _LEAVES if (at := words.find(f" {phrase} ")) >= 0]
    return replace(sentence, tokens=tuple(words[: min(stops)].split())) if stops else sentence


def _sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text; “8 a.m. to 6 p.m.” ends none."""
    return sentences(_NOON.sub(r"\1m", text))


@lru_cache(2_048)
def _said(sentence: Sentence) -> frozenset[str]:
    """The lists of which a sentence holds a phrase, in whatever language."""
    rows = [Found(words, sentence) for words in _words()]
    return frozenset(name for row in rows for name in _LISTS if any(_offers(row, name)))


@lru_cache(1)
def _words() -> tuple[Words, ...]:
    """The languages, ready for matching; made when they are first asked for."""
    return tuple(
        Words(lexicon_from({"language": code, "negation_follows": code == "de", "words": lists}))
        for code, lists in WAYS.items()
    )


def _offers(row: Found, name: str) -> Iterator[Span]:
    """Where a phrase of the list stands that speaks of the shop's people and is not denied."""
    masks = list(row.longest("elsewhere"))
    for span in row.spans(name):
        masked = any(span[0] < stop and start < span[1] for start, stop in masks)
        if not masked and (name == "until" or not row.has("not", *row.clause(span))):
            yield span


def _only_offers(sentence: Sentence) -> bool:
    return sentence.question or has_phrase(f" {' '.join(sentence.tokens)} ", _PERHAPS)
