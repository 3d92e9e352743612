"""The hunt: many conversations at once, then for each defect the smallest one that shows it.

All conversations are dealt before the first is judged, so they can be held side by side. Then each
defect is shrunk by itself: one that never comes alone would hide behind the other if both were
hunted together. What may come next is begun while the boldest step is still being judged. Every
answer is remembered, so that a bot which does not repeat itself cannot contradict itself while it
is hunted.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Generic, Protocol, TypeVar

from hypothesis.strategies import SearchStrategy

from escalation_tests.customers.generated.dealing import deals
from escalation_tests.model.played import Played

T = TypeVar("T", bound=Hashable)
C_contra = TypeVar("C_contra", bound=Hashable, contravariant=True)


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
            must be simpler than the one that it is made from, by one measure for all.
        size: of the conversations that show a defect, the least of these is shrunk.
        hand: what is judged, where that has been dealt already.
    """

    def __init__(
        self,
        strategy: SearchStrategy[T],
        arena: Arena[T],
        terms: Terms,
        simpler: Callable[[T], Iterable[T]] = lambda _: (),
        size: Callable[[T], int] = lambda _: 0,
        hand: Iterable[T] | None = None,
    ) -> None:
        self._strategy, self._arena, self._terms = strategy, arena, terms
        self._simpler, self._size = simpler, size
        self._source = iter(deals(strategy, terms.seed) if hand is None else hand)
        self._drawn: dict[T, None] = {}
        self._known: dict[T, frozenset[str]] = {}
        self._begun: set[T] = set()
        self._asked: dict[T, None] = {}
        self.halted: Halt | None = None
        """The conversation that could not be held, if any; the survey ended with it."""

    @property
    def judged(self) -> int:
        """How many different conversations have been judged so far."""
        return len(self._known)

    @property
    def drawn(self) -> tuple[T, ...]:
        """What has been drawn so far, in that order."""
        return tuple(self._drawn)

    @property
    def asked(self) -> tuple[T, ...]:
        """What the arena was asked about so far, also where it could not be held."""
        return tuple(self._asked)

    def draw(self) -> tuple[T, ...]:
        """All that the hunt is going to judge; it is begun while the rest is still being drawn."""
        for one in self._drawing():
            self._start((one,))
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

        The shortest of those that were drawn is made simpler, one step after the other, until no
        step is left after which the defect still shows.
        """
        shown = [one for one in self._drawn if check in self._known.get(one, ())]
        best = min(shown, key=lambda one: (self._size(one), len(repr(one))), default=None)
        plainer = best
        while plainer is not None:
            best, plainer = plainer, self._plainer(plainer, check)
        return best

    def _drawing(self) -> Iterator[T]:
        for dealt in islice(self._source, max(0, self._terms.examples - len(self._drawn))):
            self._drawn[dealt] = None
            yield dealt

    def _plainer(self, now: T, check: str) -> T | None:
        """The boldest step after which the defect still shows; None where there is none."""
        steps = list(dict.fromkeys(self._simpler(now)))
        for number, one in enumerate(steps):
            self._start(steps[number : number + max(1, self._terms.ahead)])
            if self._shows(one, check):
                return one
        return None

    def _shows(self, one: T, check: str) -> bool:
        try:
            return check in self._broken(one)
        except Halt:
            return False

    def _broken(self, one: T) -> frozenset[str]:
        self._asked[one] = None
        if one not in self._known:
            self._known[one] = self._arena.broken(one)
        return self._known[one]

    def _start(self, drawn: Sequence[T]) -> None:
        fresh = [one for one in dict.fromkeys(drawn) if one not in self._begun]
        self._begun.update(fresh)
        if self._terms.ahead:
            self._arena.start(fresh)
