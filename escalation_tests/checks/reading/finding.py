"""Finding a lexicon's phrases in one sentence."""

from collections.abc import Iterator
from functools import lru_cache

from escalation_tests.checks.reading.lexicon import Lexicon
from escalation_tests.checks.reading.phrase import Choice, Named, Part, Row, may_end
from escalation_tests.checks.reading.words import MARKS, START, Sentence

Span = tuple[int, int]
Begun = dict[str, tuple[Row, ...]]
Places = tuple[tuple[int, frozenset[int]], ...]


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
    """The phrases found in one sentence, looked up on demand and remembered."""

    def __init__(self, words: Words, sentence: Sentence) -> None:
        self.tokens = (START, *sentence.tokens)
        self.question, self.opens = sentence.question, sentence.opens
        self.negation_follows = words.lexicon.negation_follows
        self._begun = [words.begun(token) for token in self.tokens]
        self._ends: dict[tuple[str, int], frozenset[int]] = {}
        self._found_before: dict[str, Places] = {}
        self._places: dict[str, list[int]] = {}
        for at, begun in enumerate(self._begun):
            for name in begun:
                self._places.setdefault(name, []).append(at)

    def _found(self, name: str) -> Places:
        """Where the list matches, with all the ends of its matches there."""
        found = self._found_before.get(name)
        if found is None:
            matches = ((at, self.ends(name, at)) for at in self._places.get(name, ()))
            found = self._found_before[name] = tuple((at, ends) for at, ends in matches if ends)
        return found

    def ends(self, name: str, at: int) -> frozenset[int]:
        """Where phrases of the list end that begin at `at`."""
        if at >= len(self.tokens) or name not in self._begun[at]:
            return frozenset()
        key = (name, at)
        ends = self._ends.get(key)
        if ends is None:
            rows = self._begun[at][name]
            ends = self._ends[key] = frozenset(end for row in rows for end in self._row(row, at))
        return ends

    def _row(self, row: Row, at: int) -> set[int]:
        reached = {at}
        for part in row:
            here, reached = reached, set()
            for start in here:
                reached |= self._part(part, start)
            if not reached:
                break
        return reached

    def _part(self, part: Part, at: int) -> set[int] | frozenset[int]:
        if isinstance(part, Named):
            return self.ends(part.name, at)
        if isinstance(part, Choice):
            return self._choice(part, at)
        return may_end(part, self.tokens, at)

    def _choice(self, part: Choice, at: int) -> set[int]:
        ends = {at} if part.optional else set()
        token = self.tokens[at] if at < len(self.tokens) else ""
        if token in part.words:
            ends.add(at + 1)
        for row in part.headed.get(token, ()):
            ends |= self._row(row, at)
        for row in part.others:
            ends |= self._row(row, at)
        return ends

    def spans(self, name: str) -> Iterator[Span]:
        """The shortest match from each place where the list matches, in order."""
        return ((at, min(ends)) for at, ends in self._found(name))

    def longest(self, name: str) -> Iterator[Span]:
        """The longest match from each place where the list matches, in order."""
        return ((at, max(ends)) for at, ends in self._found(name))

    def has(self, name: str, start: int = 0, stop: int | None = None) -> bool:
        """Whether a match of the list lies within the tokens from `start` up to `stop`."""
        found = self._found(name)
        if stop is None:
            return any(at >= start for at, _ in found)
        return any(at >= start and min(ends) <= stop for at, ends in found)

    def clause(self, span: Span) -> Span:
        """The part of the sentence whose negations and modal verbs rule what stands there."""
        breaks = [at for at, _ in self.spans("breaks")]
        marks = [at for at, token in enumerate(self.tokens) if token in MARKS]
        before = [at for at in breaks if at <= span[0]] + [at for at in marks if at < span[0]]
        start = max(before, default=0)
        if not self.negation_follows:
            return start, span[1]
        ahead = [at for at in breaks + marks if at >= span[1]]
        return start, min(ahead, default=len(self.tokens))
