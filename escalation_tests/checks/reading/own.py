"""A shop's own wording, from its policy: plain phrases or `/regular expressions/`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from escalation_tests.checks.reading.words import clip, fold, plain
from escalation_tests.model.reading import Reads, Says

REACH = 4_000
"""Characters of a message in which own patterns are sought; of longer ones the two ends."""

LONGEST_PATTERN = 500
"""Characters of one pattern."""

Key = TypeVar("Key", Reads, Says, str)

_SENTENCE = re.compile(r"[^.!?…\n]*[.!?…\n]*")

_REPEAT = re.compile(r"[*+]|\{\d*,\d*\}")
_READS = {read.value: read for read in (Reads.ANNOUNCES, Reads.OFFERS, Reads.UNAVAILABLE)}
_SAYS = {part.value: part for part in (Says.WHO, Says.WAIT, Says.NEXT)}
_ORDER = (Reads.UNAVAILABLE, Reads.ANNOUNCES, Reads.OFFERS)


class BadPattern(ValueError):
    """A pattern of the user that cannot be used; the message quotes it."""


@dataclass(frozen=True, slots=True)
class OwnPattern:
    """One pattern: a folded phrase that the folded text holds, or an expression found in it."""

    phrase: str
    expression: "re.Pattern[str] | None" = None

    def fits(self, text: str, folded: str) -> bool:
        """Whether the text, given as it stands and folded, holds this pattern."""
        if self.expression is None:
            return self.phrase in folded
        return self.expression.search(text) is not None


@dataclass(frozen=True, slots=True)
class OwnReading:
    """What the patterns find in a message."""

    reads: Reads | None = None
    says: frozenset[Says] = frozenset()
    """Parts of a transition that count if the message announces one."""
    asks_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OwnPatterns:
    """All patterns of one policy."""

    reads: Mapping[Reads, tuple[OwnPattern, ...]]
    says: Mapping[Says, tuple[OwnPattern, ...]]
    asks_for: Mapping[str, tuple[OwnPattern, ...]]
    ignored: tuple[OwnPattern, ...] = ()
    """Sentences that hold one of these are not read."""

    def rest(self, text: str) -> str:
        """The text without the sentences that are not to be read."""
        if not self.ignored:
            return text
        parts = _SENTENCE.findall(plain(text))
        return "".join(part for part in parts if not self._ignores(part))

    def _ignores(self, sentence: str) -> bool:
        shown = " ".join(clip(sentence, REACH).split())
        folded = fold(shown)
        return any(pattern.fits(shown, folded) for pattern in self.ignored)

    def read(self, text: str) -> OwnReading:
        """What the patterns find in a message: a reading, if any, parts told and facts asked."""
        if not self.reads and not self.says and not self.asks_for:
            return OwnReading()
        shown = " ".join(clip(plain(text), REACH).split())
        folded = fold(shown)
        hits = _fitting(self.reads, shown, folded)
        return OwnReading(
            next((read for read in _ORDER if read in hits), None),
            _fitting(self.says, shown, folded),
            _fitting(self.asks_for, shown, folded),
        )


def _fitting(own: Mapping[Key, tuple[OwnPattern, ...]], text: str, folded: str) -> frozenset[Key]:
    return frozenset(
        key for key, patterns in own.items() if any(one.fits(text, folded) for one in patterns)
    )


def own_patterns(data: Mapping[str, Any] | None) -> OwnPatterns:
    """The patterns of a policy: lists under `announces`, `offers`, `unavailable`, `who`, `wait`,
    `next`, `ignored`, and under `asks_for` one list per fact.

    Raises:
        BadPattern: quotes what cannot be used, with the reason.
    """
    data = data or {}
    unknown = sorted(set(data) - {*_READS, *_SAYS, "asks_for", "ignored"})
    if unknown:
        allowed = ", ".join([*_READS, *_SAYS, "asks_for", "ignored"])
        raise BadPattern(f"patterns: unknown key {unknown[0]!r} (allowed: {allowed})")
    asks = data.get("asks_for") or {}
    if not isinstance(asks, Mapping):
        raise BadPattern("patterns.asks_for: expected a mapping of fact names to lists")
    return OwnPatterns(
        MappingProxyType({_READS[key]: _all(key, data[key]) for key in _READS if data.get(key)}),
        MappingProxyType({_SAYS[key]: _all(key, data[key]) for key in _SAYS if data.get(key)}),
        MappingProxyType({str(key): _all(f"asks_for.{key}", own) for key, own in asks.items()}),
        _all("ignored", data.get("ignored") or ()),
    )


def _all(where: str, patterns: Any) -> tuple[OwnPattern, ...]:
    if isinstance(patterns, str) or not isinstance(patterns, Iterable):
        raise BadPattern(f"patterns.{where}: expected a list of phrases")
    return tuple(_own(where, pattern) for pattern in patterns)


def _own(where: str, pattern: Any) -> OwnPattern:
    if not isinstance(pattern, str) or not pattern.strip():
        raise BadPattern(f"patterns.{where}: {pattern!r} is not a phrase")
    if len(pattern) > LONGEST_PATTERN:
        raise BadPattern(
            f"patterns.{where}: longer than {LONGEST_PATTERN} characters: {pattern!r}"
        )
    if len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/"):
        return OwnPattern("", _expression(where, pattern))
    phrase = fold(" ".join(plain(pattern).split()))
    if not phrase:
        raise BadPattern(f"patterns.{where}: {pattern!r} has nothing to look for")
    return OwnPattern(phrase)


def _expression(where: str, pattern: str) -> "re.Pattern[str]":
    if _runs_away(pattern):
        raise BadPattern(f"patterns.{where}: a repetition inside a repetition: {pattern!r}")
    try:
        return re.compile(pattern[1:-1], re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as problem:
        raise BadPattern(f"patterns.{where}: {pattern!r}: {problem}") from None


def _runs_away(pattern: str) -> bool:
    """Whether a repeated group holds a repetition or a choice, as in `(a+)+`; such expressions
    may take exponential time.
    """
    bare = re.sub(r"\\.|\[\^?\]?[^\]]*\]", "x", pattern, flags=re.DOTALL)
    risky: list[bool] = [False]
    for at, char in enumerate(bare):
        if char == "(":
            risky.append(False)
        elif char == ")" and len(risky) > 1:
            inner = risky.pop()
            if inner and _REPEAT.match(bare, at + 1):
                return True
            risky[-1] |= inner
        elif char == "|" or _REPEAT.match(bare, at):
            risky[-1] = True
    return False
