"""The hunt: many conversations at once, then for each defect the smallest one that shows it.

A hunt has two passes under the same seed. The first only draws, and starts everything drawn at
once; the second judges what came of it. Then Hypothesis shrinks, one hunt per defect: a defect
that never comes alone would hide behind the other if both were hunted together. Every answer is
remembered, so that a bot which does not repeat itself cannot contradict itself while it is hunted.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Generic, Protocol, TypeVar
from unittest import SkipTest

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.database import ExampleDatabase, InMemoryExampleDatabase
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy

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
        simpler: what shrinking may make of a conversation in one step; a guess is enough.
        size: what must not grow while it is made smaller in other respects.
    """

    def __init__(
        self,
        strategy: SearchStrategy[T],
        arena: Arena[T],
        terms: Terms,
        simpler: Callable[[T], Iterable[T]] = lambda _: (),
        size: Callable[[T], int] = lambda _: 0,
    ) -> None:
        self._strategy, self._arena, self._terms = strategy, arena, terms
        self._simpler, self._size = simpler, size
        self._known: dict[T, frozenset[str]] = {}
        self._begun: set[T] = set()
        self._drawn: tuple[T, ...] | None = None
        self.halted: Halt | None = None
        """The conversation that could not be held, if any; the survey ended with it."""

    @property
    def judged(self) -> int:
        """How many different conversations have been judged so far."""
        return len(self._known)

    def draw(self) -> tuple[T, ...]:
        """What the hunt is going to judge; all of it is begun at once."""
        if self._drawn is None:
            drawn: dict[T, None] = {}

            def noted(one: T) -> bool:
                drawn[one] = None
                self._start([one])
                return False

            self._find(noted, (Phase.generate,))
            self._drawn = tuple(drawn)
        return self._drawn

    def survey(self, kept: Iterable[T] = ()) -> dict[str, T]:
        """Each defect that shows, with the first conversation that shows it.

        Those `kept` from earlier runs are tried first.
        """
        found: dict[str, T] = {}
        first = tuple(dict.fromkeys(kept))
        self._start(first)
        for one in (*first, *self.draw()):
            try:
                for name in sorted(self._broken(one)):
                    found.setdefault(name, one)
            except Halt as halt:
                self.halted = halt
                return found
        return found

    def smallest(self, check: str) -> T | None:
        """The smallest conversation that breaks `check`; None where no drawn one does.

        Shrinking begins with the shortest of those that were drawn.
        """
        shown = [one for one in self.draw() if check in self._known.get(one, ())]
        if not shown:
            return None
        shortest = min(shown, key=lambda one: (self._size(one), len(repr(one))))
        start = InMemoryExampleDatabase()
        self._find(lambda one: one == shortest, (Phase.generate,), start)
        phases, shrinking = (Phase.reuse, Phase.shrink), _Shrinking(shortest)
        shows = partial(self._shows, check=check, shrinking=shrinking)
        return self._find(shows, phases, _Rough(start)) or shortest

    def _shows(self, one: T, check: str, shrinking: "_Shrinking[T]") -> bool:
        if self._size(one) > self._size(shrinking.best):
            return False
        if one not in self._begun:
            self._start([one, *self._likely(shrinking.best)])
        try:
            shows = check in self._broken(one)
        except Halt:
            return False
        if shows:
            shrinking.best = one
        return shows

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

    def _find(
        self,
        condition: Callable[[T], bool],
        phases: tuple[Phase, ...],
        database: ExampleDatabase | None = None,
    ) -> T | None:
        """The smallest value that meets a condition; None where none drawn does.

        As Hypothesis's own `find`, which keeps no database when it is given a seed.
        """
        met: list[T] = []

        def tried(one: T) -> None:
            if condition(one):
                met[:] = [one]
                raise _Met

        how = settings(
            max_examples=self._terms.examples,
            phases=phases,
            database=database,
            deadline=None,
            verbosity=Verbosity.quiet,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        try:
            how(seed(self._terms.seed)(given(self._strategy)(tried)))()
        except _Met:
            return met[0]
        except (Unsatisfiable, SkipTest):
            return None
        return None


class _Met(Exception):
    """The condition is met."""


class _Rough(ExampleDatabase):
    """What another search holds, handed out as examples that are still to be shrunk.

    Hypothesis takes what lies under a key for shrunk already, and what lies under the same key
    with an ending for the raw material.
    """

    def __init__(self, best: ExampleDatabase) -> None:
        super().__init__()
        self._best = best

    def fetch(self, key: bytes) -> Iterable[bytes]:
        return self._best.fetch(key.removesuffix(_RAW)) if key.endswith(_RAW) else ()

    def save(self, key: bytes, value: bytes) -> None:
        """Keeps nothing."""

    def delete(self, key: bytes, value: bytes) -> None:
        """Keeps everything."""


@dataclass(slots=True)
class _Shrinking(Generic[T]):
    """How far shrinking has come."""

    best: T
