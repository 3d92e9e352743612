"""Leaves out what nobody would ever say: turns after the one by which a handoff must come."""

from dataclasses import replace
from random import Random

from escalation_tests.contract.material import Material
from escalation_tests.customers.generated.drafting import drafted
from escalation_tests.customers.generated.sketch import Recipe
from escalation_tests.customers.machine import advance, start
from escalation_tests.customers.scene import Scene
from escalation_tests.customers.shelf import Shelf
from escalation_tests.model.move import Move


class Trimmer:
    """Shortens recipes to what can matter, by their labels alone."""

    def __init__(self, material: Material) -> None:
        self._material, self._shelf = material, Shelf(material)

    def __call__(self, recipe: Recipe) -> Recipe:
        """The recipe up to the last turn that can matter."""
        persona = self._material.personas[recipe.persona]
        language = recipe.language or self._shelf.language(persona)
        scene = Scene(self._shelf, persona, language, None, {}, "", lambda name: name, Random(0))
        state = start(self._shelf.policy, self._shelf.topics, language)
        for number, sketch in enumerate(recipe.turns):
            if state.due and state.turn >= state.due.by_turn:
                return replace(recipe, turns=recipe.turns[:number])
            draft = drafted(sketch, scene)
            labels = Move(draft.act, (), topic=draft.topic, triggers=draft.triggers,
                          language=draft.language)  # fmt: skip
            state = advance(state, labels)
        return recipe
