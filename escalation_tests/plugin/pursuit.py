"""Hunts that run ahead of their tests.

A hunt waits for conversations, and most of what it waits for does not depend on other hunts. So
while one test is told, those that come next have their conversations held, and the defects that
they show are shrunk side by side.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from escalation_tests.customers.generated import Recipe
from escalation_tests.customers.generated.hunt import Hunt
from escalation_tests.model.played import Played
from escalation_tests.plugin.lens import Lens, found_by

REPLAYS = 5
"""How often the smallest conversation is held again, to tell how often it shows the defect."""
LEAST, MOST = 2, 24
"""Hunts that are under way at once, the awaited one among them."""
SIDE_BY_SIDE = 16
"""Defects that are shrunk at once."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect with the smallest conversation that shows it."""

    check: str
    recipe: Recipe
    plays: tuple[Played, ...]
    """The first, which showed it, and then the replays."""
    shown: int
    """How many of the replays showed it again."""
    elsewhere: str = ""
    """The item that tells a smaller conversation with the same defect."""

    @property
    def about(self) -> str:
        """How reliably it shows, as a sentence."""
        if self.elsewhere:
            return f"{self.check} shows here too; {self.elsewhere} has its smallest conversation."
        return f"{self.check} shows in {self.shown} of {len(self.plays) - 1} replays."


class Pursuit:
    """One hunt, from its first conversation to the smallest for each defect.

    Args:
        name: the item that it belongs to.
        lens: what the item looks at.
        hunt: not begun.
        known: conversations that showed a defect in earlier runs.
        told: defect → the item that tells its smallest conversation; each takes what is left.
    """

    def __init__(
        self,
        name: str,
        lens: Lens,
        hunt: Hunt[Recipe],
        known: tuple[Recipe, ...],
        told: dict[str, str],
    ) -> None:
        self.name, self.lens, self.hunt, self.known = name, lens, hunt, known
        self._told = told

    def begin(self) -> None:
        """Have what is drawn held; returns at once."""
        self.hunt.draw()

    def survey(self, threads: ThreadPoolExecutor) -> list[Future[Defect]]:
        """Wait for what was drawn; what it shows is shrunk by `threads` from now on."""
        found = self.hunt.survey(self.known)
        claimed = {check: self._told.setdefault(check, self.name) for check in found}
        return [
            threads.submit(self._defect, check, first, claimed[check])
            for check, first in found.items()
        ]

    def _defect(self, check: str, first: Recipe, owner: str) -> Defect:
        """A defect is shrunk where it shows first; what others find of it is told as it is."""
        if owner != self.name:
            return Defect(check, first, self.lens.plays(first, 0), 0, owner)
        halted = self.hunt.halted is not None
        kept = first in self.known or halted
        smallest = first if kept else self.hunt.smallest(check) or first
        plays = self.lens.plays(smallest, 0 if halted else REPLAYS)
        shown = sum(check in found_by(play) for play in plays[1:])
        return Defect(check, smallest, plays, shown)


class Hunter(Protocol):
    """An item that hunts."""

    @property
    def nodeid(self) -> str:
        """Its name within the run."""

    def pursuit(self) -> Pursuit:
        """Its hunt, not begun."""


class Pursuits:
    """The hunts of this process, in the order of their items.

    Args:
        width: conversations that there is room for at once.
        examples: conversations of each hunt.
    """

    def __init__(self, width: int, examples: int) -> None:
        self._most = min(MOST, max(LEAST, 4 * width // max(1, examples)))
        # One after the other, because the first that finds a defect shrinks it.
        self._surveyor = ThreadPoolExecutor(1, "escalation-survey")
        self._shrinkers = ThreadPoolExecutor(SIDE_BY_SIDE, "escalation-shrinking")
        self._begun: dict[str, tuple[Pursuit, Future[list[Future[Defect]]]]] = {}

    def outcome(self, item: Hunter, next_ones: Sequence[Hunter]) -> tuple[Pursuit, list[Defect]]:
        """The item's hunt and all that it found, each shrunk; those that come next are begun."""
        self._begin(item)
        for one in next_ones[: self._most - 1]:
            with suppress(Exception):  # whatever keeps it from hunting, it tells by itself
                self._begin(one)
        pursuit, surveyed = self._begun.pop(item.nodeid)
        return pursuit, [defect.result() for defect in surveyed.result()]

    def close(self) -> None:
        """Give up what has not begun; what is under way ends with the run."""
        for threads in (self._surveyor, self._shrinkers):
            threads.shutdown(wait=False, cancel_futures=True)

    def _begin(self, item: Hunter) -> None:
        if item.nodeid not in self._begun:
            pursuit = item.pursuit()
            pursuit.begin()
            surveyed = self._surveyor.submit(pursuit.survey, self._shrinkers)
            self._begun[item.nodeid] = pursuit, surveyed
