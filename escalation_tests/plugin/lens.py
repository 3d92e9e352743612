"""The arena as one property sees it: what some checks say, or how two conversations compare."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from escalation_tests.checks.relations import Agreement, compared, gist
from escalation_tests.customers.generated import Recipe
from escalation_tests.customers.generated.varying import Variation
from escalation_tests.model.finding import Promise, Result, Status, Verdict
from escalation_tests.model.played import Played
from escalation_tests.plugin.arena import Arena


class Lens(Protocol):
    """The arena as one property sees it."""

    def start(self, drawn: Sequence[Recipe]) -> None:
        """Begin these as soon as there is room."""

    def broken(self, drawn: Recipe) -> frozenset[str]:
        """The names of the checks that found something. Raises `Halt`."""

    def exercised(self, drawn: Recipe) -> bool:
        """Whether the conversation could show anything about the property."""

    def held(self, drawn: Recipe) -> tuple[Recipe, ...]:
        """The conversations that are held for it."""

    def plays(self, drawn: Recipe, again: int) -> tuple[Played, ...]:
        """The play that was judged and so many new ones, as the property sees them."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What some checks say, and nothing else."""

    arena: Arena
    watches: Callable[[str, Promise], bool]

    def start(self, drawn: Sequence[Recipe]) -> None:
        """Begin these as soon as there is room."""
        self.arena.start(drawn)

    def broken(self, drawn: Recipe) -> frozenset[str]:
        """The names of the checks that found something. Raises `Halt`."""
        return found_by(self._seen(self.arena.played(drawn)))

    def exercised(self, drawn: Recipe) -> bool:
        """Whether any of the checks had something to judge."""
        told = {Status.PASSED, Status.FAILED}
        results = self._seen(self.arena.played(drawn)).judgement.results
        return any(one.status in told for one in results)

    def held(self, drawn: Recipe) -> tuple[Recipe, ...]:
        """The conversation itself."""
        return (drawn,)

    def plays(self, drawn: Recipe, again: int) -> tuple[Played, ...]:
        """The play that was judged and so many new ones, judged by these checks alone."""
        anew = self.arena.again(drawn, again)
        return tuple(map(self._seen, (self.arena.played(drawn), *anew)))

    def _seen(self, played: Played) -> Played:
        results = played.judgement.results
        return _judged_by(
            played, tuple(one for one in results if self.watches(one.check, one.promise))
        )


@dataclass(frozen=True, slots=True)
class Related:
    """What a changed conversation says, compared with the one it was made from."""

    arena: Arena
    variation: Variation

    def start(self, drawn: Sequence[Recipe]) -> None:
        """Begin these and their changed copies as soon as there is room."""
        self.arena.start([held for one in drawn for held in self.held(one)])

    def broken(self, drawn: Recipe) -> frozenset[str]:
        """The relation's name where the two do not agree as they must. Raises `Halt`."""
        changed = self._changed(drawn)
        if changed is None:
            return frozenset()
        return found_by(self._compared(self.arena.played(drawn), self.arena.played(changed)))

    def exercised(self, drawn: Recipe) -> bool:
        """Whether there was anything to change."""
        return self._changed(drawn) is not None

    def held(self, drawn: Recipe) -> tuple[Recipe, ...]:
        """The conversation, and the changed one."""
        changed = self._changed(drawn)
        return (drawn,) if changed is None else (drawn, changed)

    def plays(self, drawn: Recipe, again: int) -> tuple[Played, ...]:
        """The changed conversation, judged by the comparison; both are held anew."""
        changed = self._changed(drawn)
        assert changed is not None, "only what was changed can be told"
        before = (self.arena.played(drawn), *self.arena.again(drawn, again))
        after = (self.arena.played(changed), *self.arena.again(changed, again))
        return tuple(map(self._compared, before, after))

    def _changed(self, drawn: Recipe) -> Recipe | None:
        return self.variation.vary(drawn, self.arena.run.material)

    def _compared(self, before: Played, after: Played) -> Played:
        bench, how = self.arena.run.bench, self.variation
        agreement = Agreement.SAME if how.exact else Agreement.NOT_LESS
        gists = gist(before.record, bench), gist(after.record, bench)
        finding = compared(how.name, *gists, agreement)
        status = Status.FAILED if finding else Status.PASSED
        promise = finding.promise if finding else Promise.TRIGGER
        told = Result(f"relation.{how.name}", promise, status, (finding,) if finding else ())
        return _judged_by(after, (told,))


def found_by(played: Played) -> frozenset[str]:
    """The checks that found something."""
    return frozenset(one.check for one in played.judgement.findings)


def _judged_by(played: Played, results: tuple[Result, ...]) -> Played:
    """A play with these results alone; one that could not be held stays as it is."""
    judgement = played.judgement
    if judgement.verdict is Verdict.ERROR:
        return played
    verdict = Verdict.FAILED if any(one.findings for one in results) else Verdict.PASSED
    return replace(played, judgement=replace(judgement, results=results, verdict=verdict))
