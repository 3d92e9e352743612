"""The hunt: many conversations at once, then for each defect the smallest one that shows it.

All conversations are dealt before the first is judged, so they can be held side by side. Then
Hypothesis shrinks, one hunt per defect: a defect that never comes alone would hide behind the
other if both were hunted together. Every answer is remembered, so that a bot which does not repeat
itself cannot contradict itself while it is hunted.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import Generic, Protocol, TypeVar
from unittest import SkipTest

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.database import ExampleDatabase
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy

from escalation_tests.customers.generated.dealing import Dealt, deals
from escalation_tests.model.played import Played

T = TypeVar("T", bound=Hashable)
C_contra = TypeVar("C_contra", bound=Hashable, contravariant=True)

_RAW = b".secondary"


class Arena(Protocol[C_contra]):
    """Where conversations are held."""

    def start(self, drawn: Sequence[C_contra]) -> None:
        """Begin these as soon as there is room; returns at once."""

    def broken(self, drawn: C_contra) -> frozenset[str]:
        """The names of what `drawn` breaks, waiting for it; the same at every call.

        Raises `Halt` where the conversation could not be held.
        """


class Halt(Exception):
    """A conversation could not be held; carries how it went."""

    def __init__(self, played: Played) -> None:
        self.played = played
        super().__init__(played.record.plan.id)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a hunt goes about it."""

    examples: int
    """Conversations that are drawn."""
    seed: int = 0
    ahead: int = 16
    """Likely next conversations that are begun while a defect is being shrunk; 0: none, and what
    is drawn is held one after the other."""


class Hunt(Generic[T]):
    """One hunt with one strategy in one arena.

    Args:
        strategy: what is drawn; equal values must be the same conversation.
        arena: where it is held.
        terms: how many, under which seed.
        simpler: what shrinking may make of a conversation in one step, the boldest first; each
            must be simpler than the one that it is made from.
        size: what must not grow while it is made smaller in other respects.
        hand: what is judged, where that has been dealt already.
    """

    def __init__(
        self,
        strategy: SearchStrategy[T],
        arena: Arena[T],
        terms: Terms,
        simpler: Callable[[T], Iterable[T]] = lambda _: (),
        size: Callable[[T], int] = lambda _: 0,
        hand: Iterable[Dealt[T]] | None = None,
    ) -> None:
        self._strategy, self._arena, self._terms = strategy, arena, terms
        self._simpler, self._size = simpler, size
        self._source = iter(deals(strategy, terms.seed) if hand is None else hand)
        self._choices: dict[T, bytes] = {}
        self._known: dict[T, frozenset[str]] = {}
        self._begun: set[T] = set()
        self.halted: Halt | None = None
        """The conversation that could not be held, if any; the survey ended with it."""

    @property
    def judged(self) -> int:
        """How many different conversations have been judged so far."""
        return len(self._known)

    @property
    def drawn(self) -> tuple[T, ...]:
        """What has been drawn so far, in that order."""
        return tuple(self._choices)

    def draw(self) -> tuple[T, ...]:
        """All that the hunt is going to judge; all of it is begun at once."""
        for _ in self._drawing():
            pass
        self._start(self.drawn)
        return self.drawn

    def survey(
        self, kept: Iterable[T] = (), enough: Callable[[str], bool] = lambda _: False
    ) -> dict[str, T]:
        """Each defect that shows, with the first conversation that shows it.

        Args:
            kept: conversations from earlier runs; they are tried first.
            enough: whether nothing more need be judged once this defect has shown.
        """
        found: dict[str, T] = {}
        first = tuple(dict.fromkeys(kept))
        self._start(first)
        for one in chain(first, self.draw() if self._terms.ahead else self._drawing()):
            try:
                broken = sorted(self._broken(one))
            except Halt as halt:
                self.halted = halt
                return found
            for name in broken:
                found.setdefault(name, one)
            if any(map(enough, broken)):
                break
        return found

    def smallest(self, check: str) -> T | None:
        """The smallest conversation that breaks `check`; None where no drawn one does.

        Hypothesis shrinks the shortest of those that were drawn; what then is left to be made
        plainer, one step at a time, is made plainer.
        """
        shown = [one for one in self._choices if check in self._known.get(one, ())]
        if not shown:
            return None
        best = _Best(min(shown, key=lambda one: (self._size(one), len(repr(one)))))
        said: dict[
            T, bool
        ] = {}  # Hypothesis asks again, and what was too big by then is not flaky

        def shows(one: T) -> bool:
            if one not in said:
                said[one] = self._shows(one, check, best)
            return said[one]

        self._shrink(best.one, shows)
        while self._plainer(check, best):
            pass
        return best.one

    def _drawing(self) -> Iterator[T]:
        for dealt in islice(self._source, max(0, self._terms.examples - len(self._choices))):
            self._choices[dealt.value] = dealt.choices
            yield dealt.value

    def _shows(self, one: T, check: str, best: "_Best[T]") -> bool:
        if self._size(one) > self._size(best.one):
            return False
        if one not in self._begun:
            self._start([one, *self._likely(best.one)])
        try:
            shows = check in self._broken(one)
        except Halt:
            return False
        if shows:
            best.one = one
        return shows

    def _plainer(self, check: str, best: "_Best[T]") -> bool:
        """Whether one step made it plainer."""
        now = best.one
        return any(self._shows(one, check, best) for one in self._simpler(now) if one != now)

    def _likely(self, best: T) -> list[T]:
        """What shrinking may well try next: what is simpler by one step, some at a time."""
        fresh = (one for one in self._simpler(best) if one not in self._begun)
        return list(islice(fresh, self._terms.ahead))

    def _broken(self, one: T) -> frozenset[str]:
        if one not in self._known:
            self._known[one] = self._arena.broken(one)
        return self._known[one]

    def _start(self, drawn: Sequence[T]) -> None:
        fresh = [one for one in dict.fromkeys(drawn) if one not in self._begun]
        self._begun.update(fresh)
        if self._terms.ahead:
            self._arena.start(fresh)

    def _shrink(self, begin: T, shows: Callable[[T], bool]) -> None:
        """Let Hypothesis make a conversation smaller for as long as it `shows` what it must."""

        def tried(one: T) -> None:
            if shows(one):
                raise _Met

        how = settings(
            max_examples=self._terms.examples,
            phases=(Phase.reuse, Phase.shrink),
            database=_Rough(self._choices[begin]),
            deadline=None,
            verbosity=Verbosity.quiet,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        with suppress(_Met, Unsatisfiable, SkipTest):
            how(seed(self._terms.seed)(given(self._strategy)(tried)))()


class _Met(Exception):
    """The condition is met."""


class _Rough(ExampleDatabase):
    """One example that is still to be shrunk.

    Hypothesis takes what lies under a key for shrunk already, and what lies under the same key
    with an ending for the raw material.
    """

    def __init__(self, example: bytes) -> None:
        super().__init__()
        self._example = example

    def fetch(self, key: bytes) -> Iterable[bytes]:
        return (self._example,) if key.endswith(_RAW) else ()

    def save(self, key: bytes, value: bytes) -> None:
        """Keeps nothing."""

    def delete(self, key: bytes, value: bytes) -> None:
        """Keeps everything."""


@dataclass(slots=True)
class _Best(Generic[T]):
    """How far shrinking has come."""

    one: T
