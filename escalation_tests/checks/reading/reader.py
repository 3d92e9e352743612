"""Reading one message in the languages whose lexicons are at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from escalation_tests.checks.reading.asking import asked
from escalation_tests.checks.reading.finding import Found, Words
from escalation_tests.checks.reading.lexicon import lexicon_from
from escalation_tests.checks.reading.notice import events, weigh
from escalation_tests.checks.reading.own import OwnPatterns, own_patterns
from escalation_tests.checks.reading.saying import says
from escalation_tests.checks.reading.words import Sentence, sentences
from escalation_tests.model.reading import Reading, Reads, Says


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the bot's words; made by `reader`."""

    words: Mapping[str, Words]
    own: OwnPatterns

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that have a lexicon, sorted."""
        return tuple(sorted(self.words))

    def supports(self, language: str) -> bool:
        """Whether the language has a lexicon; `de-AT` is German."""
        return primary(language) in self.words

    def read(self, text: str, language: str | None = None) -> Reading:
        """How a message is understood; without a language, or in one that has no lexicon, the
        language is guessed from its words.
        """
        text = self.own.rest(text)
        rows = sentences(text)
        readings = [self._in(tongue, rows) for tongue in self._tongues(rows, language)]
        best = next((one for one in readings if one.reads is not Reads.NONE), Reading())
        own = self.own.read(text)
        read = own.reads or best.reads
        facts = own.asks_for.union(*(one.asks_for for one in readings))
        told = self._told(rows, language) if own.reads is Reads.ANNOUNCES else best.says
        announced = read is Reads.ANNOUNCES
        return Reading(read, told | own.says if announced else frozenset(), tuple(sorted(facts)))

    def _told(self, rows: Sequence[Sentence], language: str | None) -> frozenset[Says]:
        tongues = self._tongues(rows, language)
        return frozenset[Says]().union(
            *(says([Found(self.words[one], row) for row in rows]) for one in tongues)
        )

    def _in(self, tongue: str, sentence_rows: Sequence[Sentence]) -> Reading:
        words = self.words[tongue]
        rows = [Found(words, sentence) for sentence in sentence_rows]
        reads = weigh(events(rows), any(row.question and row.has("consent") for row in rows))
        told = says(rows) if reads is Reads.ANNOUNCES else frozenset()
        return Reading(reads, told, tuple(sorted(asked(rows, words.lexicon.facts))))

    def _tongues(self, rows: Sequence[Sentence], language: str | None) -> list[str]:
        """The languages to read in: the one told, then the one that the words give away; all of
        them if there is no other way.
        """
        told = [primary(language)] if language and self.supports(language) else []
        guessed = guess(self.words, rows)
        tongues = list(dict.fromkeys([*told, *guessed]))
        return tongues or sorted(self.words)


def primary(language: str) -> str:
    """`pt` of `pt-BR` or `pt_BR`."""
    return language.replace("_", "-").split("-")[0].strip().lower()


def guess(words: Mapping[str, Words], rows: Sequence[Sentence]) -> list[str]:
    """The languages with the most function words in the text; none if there are none."""
    counts = {
        code: sum(token in one.lexicon.marks for row in rows for token in row.tokens)
        for code, one in words.items()
    }
    most = max(counts.values(), default=0)
    return [code for code in sorted(counts) if counts[code] == most] if most else []


def reader(
    lexicons: Mapping[str, Mapping[str, Any]], patterns: Mapping[str, Any] | None = None
) -> Reader:
    """A reader of the languages described (code → mapping, as `load_lexicon_data` returns them),
    with the shop's own patterns on top.

    Raises:
        ValueError: a lexicon or a pattern that cannot be used; says which and why.
    """
    words = {
        primary(code): Words(lexicon_from({"language": code, **data}))
        for code, data in lexicons.items()
    }
    return Reader(MappingProxyType(words), own_patterns(patterns))


def describe(text: str, reading: Reading) -> dict[str, Any]:
    """The reading as a JSON-able mapping: text, reads, says (on announcements), asks_for."""
    return {
        "text": text,
        "reads": reading.reads.value,
        "says": [part for part in ("who", "wait", "next") if part in reading.says],
        "asks_for": list(reading.asks_for),
    }
