"""Follows a conversation by its labels alone, before it has any words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from escalation_tests.contract.material import Material
from escalation_tests.customers.draft import Draft
from escalation_tests.customers.generated.drafting import drafted
from escalation_tests.customers.generated.sketch import Recipe, Sketch
from escalation_tests.customers.machine import State, advance, start
from escalation_tests.customers.scene import Scene
from escalation_tests.customers.shelf import Shelf
from escalation_tests.model.move import Move


@dataclass(frozen=True, slots=True)
class Footstep:
    """One turn, with what held before and after it."""

    sketch: Sketch
    draft: Draft
    before: State
    after: State


class Walker:
    """Follows recipes; cheap enough to be asked about many that are never held."""

    def __init__(self, material: Material) -> None:
        self._material, self._shelf = material, Shelf(material)

    def __call__(self, recipe: Recipe) -> Iterator[Footstep]:
        """Each turn of a recipe's first visit."""
        return self.along(recipe, recipe.turns)

    def along(self, recipe: Recipe, turns: Iterable[Sketch]) -> Iterator[Footstep]:
        """Each of `turns`, as one visit of the customer of a recipe."""
        language = self.language(recipe)
        persona = self._material.personas[recipe.persona]
        scene = Scene(self._shelf, persona, language, None, {}, "", lambda name: name, Random(0))
        state = start(self._shelf.policy, self._shelf.topics, language)
        for sketch in turns:
            draft = drafted(sketch, scene)
            labels = Move(draft.act, (), topic=draft.topic, triggers=draft.triggers,
                          language=draft.language)  # fmt: skip
            moved = advance(state, labels)
            yield Footstep(sketch, draft, state, moved)
            state = moved

    def language(self, recipe: Recipe) -> str:
        """The language in which a recipe is spoken."""
        return recipe.language or self._shelf.language(self._material.personas[recipe.persona])
