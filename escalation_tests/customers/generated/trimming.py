"""Leaves out what nobody would ever say: turns after the one by which a handoff must come."""

from dataclasses import replace

from escalation_tests.contract.material import Material
from escalation_tests.customers.generated.sketch import Recipe
from escalation_tests.customers.generated.walking import Footstep, Walker


class Trimmer:
    """Shortens recipes to what can matter, by their labels alone."""

    def __init__(self, material: Material) -> None:
        self._walk = Walker(material)

    def __call__(self, recipe: Recipe) -> Recipe:
        """The recipe up to the last turn that can matter."""
        for number, step in enumerate(self._walk(recipe)):
            if _pointless(step):
                return replace(recipe, turns=recipe.turns[:number])
        return recipe


def _pointless(step: Footstep) -> bool:
    """The turn comes after the handoff must have come, or is a second cause for one.

    A bot that has a turn left to hand over may rightly do so for either of two causes.
    """
    due = step.before.due
    if due is None:
        return False
    return step.before.turn >= due.by_turn or bool(step.draft.triggers - {due.trigger})
