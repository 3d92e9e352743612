"""Where made-up conversations are held: each once, for all properties that look at it."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from escalation_tests.customers.generated import Recipe, Writer
from escalation_tests.customers.generated.hunt import Halt
from escalation_tests.model.plan import Plan
from escalation_tests.model.played import Played
from escalation_tests.wiring import Run


@dataclass(slots=True)
class Arena:
    """The conversations of one run; what was judged once is not judged again.

    May be used from several threads.
    """

    run: Run
    writer: Writer
    told: dict[str, str] = field(default_factory=dict)
    """Defect → the item that tells its smallest conversation."""
    _plans: dict[Recipe, Plan] = field(default_factory=dict)
    _played: dict[Recipe, Played] = field(default_factory=dict)
    _untold: dict[Recipe, Played] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

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
            judged = self.run.played(self.plan(recipe))
            with self._lock:
                if recipe not in self._played:
                    self._played[recipe] = judged
                    self._untold[recipe] = judged
        played = self._played[recipe]
        if played.record.trouble is not None:
            raise Halt(played)
        return played

    def untold(self, recipes: Iterable[Recipe]) -> list[Played]:
        """What became of those of these that nobody has asked for before."""
        with self._lock:
            asked = [self._untold.pop(recipe, None) for recipe in dict.fromkeys(recipes)]
        return [played for played in asked if played is not None]

    def again(self, recipe: Recipe, times: int) -> tuple[Played, ...]:
        """The same conversation held anew so many times, side by side."""
        if not times:
            return ()
        plan = self.plan(recipe)
        with ThreadPoolExecutor(times) as threads:
            return tuple(threads.map(lambda _: self.run.played(plan, anew=True), range(times)))
