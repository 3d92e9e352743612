"""Leaves out what nobody would ever say: turns after the one by which a handoff must come."""

from dataclasses import replace

from escalation_tests.contract.material import Material
from escalation_tests.customers.generated.sketch import Recipe, Sketch
from escalation_tests.customers.generated.walking import Footstep, Walker


class Trimmer:
    """Shortens recipes to what can matter, by their labels alone."""

    def __init__(self, material: Material) -> None:
        self._walk = Walker(material)

    def __call__(self, recipe: Recipe) -> Recipe:
        """Each visit of the recipe up to the last turn that can matter."""
        turns, again = self._matter(recipe, recipe.turns), self._matter(recipe, recipe.again)
        return replace(recipe, turns=turns, again=again)

    def _matter(self, recipe: Recipe, turns: tuple[Sketch, ...]) -> tuple[Sketch, ...]:
        for number, step in enumerate(self._walk.along(recipe, turns)):
            if _pointless(step):
                return turns[:number]
        return turns


def _pointless(step: Footstep) -> bool:
    """The turn comes after the handoff must have come, or is a second cause for one.

    A bot that has a turn left to hand over may rightly do so for either of two causes.
    """
    due = step.before.due
    if due is None:
        return False
    return step.before.turn >= due.by_turn or bool(step.draft.triggers - {due.trigger})
