"""Finding a lexicon's phrases in one sentence."""

from collections.abc import Iterator
from functools import lru_cache

from escalation_tests.checks.reading.lexicon import Lexicon
from escalation_tests.checks.reading.phrase import Choice, Named, Part, Row, may_end
from escalation_tests.checks.reading.words import START, Sentence

Span = tuple[int, int]
Begun = dict[str, tuple[Row, ...]]


class Words:
    """A lexicon that remembers which of its lists may begin with a word."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.begun = lru_cache(maxsize=8192)(self._begun)

    def _begun(self, token: str) -> Begun:
        """List → its rows that may begin with this word."""
        lexicon = self.lexicon
        found = dict.fromkeys(lexicon.starts.get(token, ()))
        for length in lexicon.lengths:
            if length > len(token):
                break
            found.update(dict.fromkeys(lexicon.prefixes.get(token[:length], ())))
        found.update(dict.fromkeys(lexicon.loose))
        begun: dict[str, list[Row]] = {}
        for name, row in found:
            begun.setdefault(name, []).append(row)
        return {name: tuple(rows) for name, rows in begun.items()}


class Found:
    """The phrases found in one sentence, looked up on demand."""

    def __init__(self, words: Words, sentence: Sentence) -> None:
        self.tokens = (START, *sentence.tokens)
        self.question, self.opens = sentence.question, sentence.opens
        self.negation_follows = words.lexicon.negation_follows
        self._begun = [words.begun(token) for token in self.tokens]
        self._ends: dict[tuple[str, int], frozenset[int]] = {}

    def ends(self, name: str, at: int) -> frozenset[int]:
        """Where phrases of the list end that begin at `at`."""
        if at >= len(self.tokens) or name not in self._begun[at]:
            return frozenset()
        key = (name, at)
        if key not in self._ends:
            rows = self._begun[at][name]
            self._ends[key] = frozenset(end for row in rows for end in self._row(row, at))
        return self._ends[key]

    def _row(self, row: Row, at: int) -> set[int]:
        reached = {at}
        for part in row:
            reached = {end for start in reached for end in self._part(part, start)}
            if not reached:
                break
        return reached

    def _part(self, part: Part, at: int) -> set[int] | frozenset[int]:
        if isinstance(part, Named):
            return self.ends(part.name, at)
        if isinstance(part, Choice):
            ends = {end for row in part.rows for end in self._row(row, at)}
            return ends | {at} if part.optional else ends
        return may_end(part, self.tokens, at)

    def spans(self, name: str) -> Iterator[Span]:
        """The shortest match from each place where the list matches, in order."""
        for at, begun in enumerate(self._begun):
            if name in begun:
                ends = self.ends(name, at)
                if ends:
                    yield at, min(ends)

    def longest(self, name: str) -> Iterator[Span]:
        """The longest match from each place where the list matches, in order."""
        for at, begun in enumerate(self._begun):
            if name in begun:
                ends = self.ends(name, at)
                if ends:
                    yield at, max(ends)

    def has(self, name: str, start: int = 0, stop: int | None = None) -> bool:
        """Whether a match of the list lies within the tokens from `start` up to `stop`."""
        last = len(self.tokens) if stop is None else stop
        return any(
            any(end <= last for end in self.ends(name, at)) for at in range(max(start, 0), last)
        )
