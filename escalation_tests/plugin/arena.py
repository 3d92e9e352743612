"""Where made-up conversations are held: each once, for all properties that look at it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from escalation_tests.customers.generated import Recipe, Writer
from escalation_tests.customers.generated.hunt import Halt
from escalation_tests.model.finding import Promise, Status, Verdict
from escalation_tests.model.plan import Plan
from escalation_tests.model.played import Played
from escalation_tests.wiring import Run

Watches = Callable[[str, Promise], bool]


@dataclass(slots=True)
class Arena:
    """The conversations of one run; what was judged once is not judged again."""

    run: Run
    writer: Writer
    _plans: dict[Recipe, Plan] = field(default_factory=dict)
    _played: dict[Recipe, Played] = field(default_factory=dict)

    def plan(self, recipe: Recipe) -> Plan:
        """The plan of a recipe."""
        if recipe not in self._plans:
            self._plans[recipe] = self.writer.plan(recipe)
        return self._plans[recipe]

    def start(self, recipes: Sequence[Recipe]) -> None:
        """Begin these as soon as there is room."""
        fresh = [recipe for recipe in recipes if recipe not in self._played]
        self.run.start([self.plan(recipe) for recipe in fresh])

    def played(self, recipe: Recipe) -> Played:
        """What became of a conversation. Raises `Halt` where it could not be held."""
        if recipe not in self._played:
            self._played[recipe] = self.run.played(self.plan(recipe))
        played = self._played[recipe]
        if played.record.trouble is not None:
            raise Halt(played.record.plan)
        return played

    def outcome(self, recipe: Recipe) -> Played:
        """As `played`, also where the conversation could not be held."""
        return self._played[recipe]

    def again(self, recipe: Recipe, times: int) -> tuple[Played, ...]:
        """The same conversation held anew so many times, side by side."""
        plan = self.plan(recipe)
        with ThreadPoolExecutor(times) as threads:
            return tuple(threads.map(lambda _: self.run.played(plan, anew=True), range(times)))


@dataclass(frozen=True, slots=True)
class Watched:
    """The arena as one property sees it."""

    arena: Arena
    watches: Watches

    def start(self, drawn: Sequence[Recipe]) -> None:
        """Begin these as soon as there is room."""
        self.arena.start(drawn)

    def broken(self, drawn: Recipe) -> frozenset[str]:
        """The names of the checks that found something."""
        return broken(self.arena.played(drawn), self.watches)

    def exercised(self, drawn: Recipe) -> bool:
        """Whether the conversation could show anything about the property."""
        told = {Status.PASSED, Status.FAILED}
        results = self.arena.outcome(drawn).judgement.results
        return any(self.watches(one.check, one.promise) and one.status in told for one in results)


def as_seen(played: Played, watches: Watches) -> Played:
    """A play, judged by the checks of one property alone."""
    judgement = played.judgement
    if judgement.verdict is Verdict.ERROR:
        return played
    results = tuple(one for one in judgement.results if watches(one.check, one.promise))
    verdict = Verdict.FAILED if any(one.findings for one in results) else Verdict.PASSED
    return replace(played, judgement=replace(judgement, results=results, verdict=verdict))


def broken(played: Played, watches: Watches) -> frozenset[str]:
    """The checks of a property that found something."""
    found = played.judgement.findings
    return frozenset(one.check for one in found if watches(one.check, one.promise))
