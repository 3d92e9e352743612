"""The hunt: many conversations at once, then for each defect the smallest one that shows it.

A hunt has two passes under the same seed. The first only draws, and starts everything drawn at
once; the second judges what came of it. Then Hypothesis shrinks, one hunt per defect: a defect
that never comes alone would hide behind the other if both were hunted together. Every answer is
remembered, so that a bot which does not repeat itself cannot contradict itself while it is hunted.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from unittest import SkipTest

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.database import ExampleDatabase, InMemoryExampleDatabase, MultiplexedDatabase
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy

from escalation_tests.model.plan import Plan

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
    """A conversation could not be held; carries its plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(plan.id)


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
    """

    def __init__(self, strategy: SearchStrategy[T], arena: Arena[T], terms: Terms) -> None:
        self._strategy, self._arena, self._terms = strategy, arena, terms
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
        shortest = min(shown, key=lambda one: len(repr(one)))
        best = InMemoryExampleDatabase()
        self._find(lambda one: one == shortest, (Phase.generate,), best)
        return self._shrunk(check, best) or shortest

    def _shrunk(self, check: str, best: ExampleDatabase) -> T | None:
        """What shrinking makes of the best conversation so far."""
        phases = (Phase.reuse, Phase.shrink)
        current = InMemoryExampleDatabase()
        both = MultiplexedDatabase(_Rough(best), current)
        return self._find(lambda one: self._shows(one, check, current), phases, both)

    def _shows(self, one: T, check: str, best: ExampleDatabase) -> bool:
        if one not in self._begun:
            self._start([one, *self._likely(check, best)])
        try:
            return check in self._broken(one)
        except Halt:
            return False

    def _broken(self, one: T) -> frozenset[str]:
        if one not in self._known:
            self._known[one] = self._arena.broken(one)
        return self._known[one]

    def _start(self, drawn: Sequence[T]) -> None:
        fresh = [one for one in dict.fromkeys(drawn) if one not in self._begun]
        self._begun.update(fresh)
        if self._terms.ahead:
            self._arena.start(fresh)

    def _likely(self, check: str, best: ExampleDatabase) -> list[T]:
        """What shrinking will try next, as long as nothing of it shows the defect.

        Another shrinking, which begins with the smallest conversation so far, is told just that.
        """
        likely: list[T] = []

        def supposed(one: T) -> bool:
            if one in self._known:
                return check in self._known[one]
            likely.append(one)
            if len(likely) >= self._terms.ahead:
                raise _Enough
            return False

        if self._terms.ahead:
            with suppress(_Enough):
                self._find(supposed, (Phase.reuse, Phase.shrink), _Rough(best))
        return likely

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
    with an ending for the raw material. If it ever changes that, nothing is begun ahead while
    shrinking; nothing else depends on it.
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


class _Enough(BaseException):
    """Enough is known of what comes next; Hypothesis lets nothing else through."""
