"""A shop's own wording, from its policy: plain phrases or regular expressions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from escalation_tests.checks.reading.words import clip, fold, plain
from escalation_tests.model.reading import Reads

REACH = 4_000
"""Characters of a message in which own patterns are sought; of longer ones the two ends."""

LONGEST_PATTERN = 500
"""Characters of one pattern."""

_REPEAT = re.compile(r"[*+]|\{\d*,\d*\}")
_READS = {read.value: read for read in (Reads.ANNOUNCES, Reads.OFFERS, Reads.UNAVAILABLE)}
_ORDER = (Reads.UNAVAILABLE, Reads.ANNOUNCES, Reads.OFFERS)


class BadPattern(ValueError):
    """A pattern of the user that cannot be used; the message quotes it."""


@dataclass(frozen=True, slots=True)
class OwnPattern:
    """One pattern; a text fits if it holds the phrase as it stands or the expression."""

    phrase: str
    expression: "re.Pattern[str]"

    def fits(self, text: str, folded: str) -> bool:
        return self.phrase in folded or self.expression.search(text) is not None


@dataclass(frozen=True, slots=True)
class OwnPatterns:
    """All patterns of one policy."""

    reads: tuple[tuple[Reads, tuple[OwnPattern, ...]], ...] = ()
    asks_for: tuple[tuple[str, tuple[OwnPattern, ...]], ...] = ()

    def read(self, text: str) -> tuple[Reads | None, frozenset[str]]:
        """What the patterns find in a message: a reading, if any, and the facts asked for."""
        if not self.reads and not self.asks_for:
            return None, frozenset()
        shown = " ".join(clip(plain(text), REACH).split())
        folded = fold(shown)
        hits = {read for read, own in self.reads if any(one.fits(shown, folded) for one in own)}
        facts = {
            fact for fact, own in self.asks_for if any(one.fits(shown, folded) for one in own)
        }
        return next((read for read in _ORDER if read in hits), None), frozenset(facts)


def own_patterns(data: Mapping[str, Any] | None) -> OwnPatterns:
    """The patterns of a policy: lists under `announces`, `offers`, `unavailable`, and under
    `asks_for` one list per fact.

    Raises:
        BadPattern: quotes what cannot be used, with the reason.
    """
    data = data or {}
    unknown = sorted(set(data) - {*_READS, "asks_for"})
    if unknown:
        allowed = ", ".join([*_READS, "asks_for"])
        raise BadPattern(f"patterns: unknown key {unknown[0]!r} (allowed: {allowed})")
    reads = tuple((_READS[key], _all(key, data[key])) for key in _READS if data.get(key))
    asks = data.get("asks_for") or {}
    if not isinstance(asks, Mapping):
        raise BadPattern("patterns.asks_for: expected a mapping of fact names to lists")
    return OwnPatterns(
        reads, tuple((str(fact), _all(f"asks_for.{fact}", own)) for fact, own in asks.items())
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
    if _runs_away(pattern):
        raise BadPattern(f"patterns.{where}: a repetition inside a repetition: {pattern!r}")
    try:
        expression = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as problem:
        raise BadPattern(f"patterns.{where}: {pattern!r}: {problem}") from None
    return OwnPattern(fold(" ".join(plain(pattern).split())), expression)


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
