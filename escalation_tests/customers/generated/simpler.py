"""Shrinking: the recipes that are one step simpler than a given one.

Hypothesis shrinks the numbers from which a value was drawn, one try after the other. The steps
here are those of a conversation and known in advance, so many can be tried at once. Each makes a
recipe simpler by one measure, so shrinking ends: fewer turns, less that is out of the ordinary,
the plain persona, plainer kinds of turns, plainer subjects, plainer words.
"""

from collections.abc import Iterator
from dataclasses import replace

from escalation_tests.contract.material import Material
from escalation_tests.customers.generated.order import truthful
from escalation_tests.customers.generated.palette import Palette, palette
from escalation_tests.customers.generated.plainness import plainest, plainness, sayable
from escalation_tests.customers.generated.sketch import Does, Recipe, Sketch
from escalation_tests.customers.matrix import hindrance
from escalation_tests.customers.shelf import Shelf

PLAIN = "plain"
"""The persona to whom shrinking turns."""
Turns = tuple[Sketch, ...]


def turns_of(recipe: Recipe) -> int:
    """How many turns a recipe has in all visits."""
    return len(recipe.turns) + len(recipe.again)


class Simpler:
    """Knows what is simpler under one policy.

    Args:
        material: the loaded configuration.
    """

    def __init__(self, material: Material) -> None:
        self._material = material
        self._palettes: dict[tuple[str, str], Palette] = {}
        plain = material.personas.get(PLAIN)
        self._plain = plain is not None and not hindrance(Shelf(material), plain)

    def __call__(self, recipe: Recipe) -> Iterator[Recipe]:
        """Recipes one step simpler, the boldest steps first."""
        for one in self._steps(recipe):
            if one.turns and one != recipe and self._sayable(one):
                yield one

    def _steps(self, recipe: Recipe) -> Iterator[Recipe]:
        yield from self._barest(recipe)
        yield from _ordinary(recipe)
        yield from (replace(recipe, turns=fewer) for fewer in _shorter(recipe.turns))
        yield from (replace(recipe, again=fewer) for fewer in _shorter(recipe.again) if fewer)
        if self._plain and recipe.persona != PLAIN:
            yield self._plainly(recipe)
        yield from _first_words(recipe)
        spoken = self._palette(recipe)
        yield from (replace(recipe, turns=turns) for turns in _plainer(recipe.turns, spoken))
        yield from (replace(recipe, again=turns) for turns in _plainer(recipe.again, spoken))

    def _barest(self, recipe: Recipe) -> Iterator[Recipe]:
        """Each turn alone in its plainest words, and nothing beside it; the last one first."""
        bare = replace(recipe, again=(), faults=(), bubbles=0, waits=1)
        bare = self._plainly(bare) if self._plain else bare
        for turn in reversed((*recipe.turns, *recipe.again)):
            yield replace(bare, turns=truthful(_plainest((turn,))))

    def _plainly(self, recipe: Recipe) -> Recipe:
        """The same of the plain persona; who has words for topics asks about one."""
        plain = replace(recipe, persona=PLAIN, voice=None)
        asks = Sketch(Does.ASKS, next(iter(self._palette(plain).topics), ""))

        def said(turns: Turns) -> Turns:
            return tuple(
                turn if turn.about or turn.does is not Does.ASKS else asks for turn in turns
            )

        return replace(plain, turns=said(plain.turns), again=said(plain.again))

    def _palette(self, recipe: Recipe) -> Palette:
        key = recipe.persona, recipe.language
        if key not in self._palettes:
            persona = self._material.personas[recipe.persona]
            self._palettes[key] = palette(self._material, persona, recipe.language)
        return self._palettes[key]

    def _sayable(self, recipe: Recipe) -> bool:
        """Whether the persona has words for all of it in their language."""
        spoken = self._palette(recipe)
        return all(sayable(turn, spoken) for turn in (*recipe.turns, *recipe.again))


def _ordinary(recipe: Recipe) -> Iterator[Recipe]:
    """With nothing out of the ordinary, then without each such thing alone."""
    plain = replace(recipe, again=(), faults=(), bubbles=0, waits=1)
    yield plain
    yield replace(recipe, again=())
    yield replace(recipe, turns=recipe.again, again=())
    for number in range(len(recipe.faults)):
        yield replace(recipe, faults=recipe.faults[:number] + recipe.faults[number + 1 :])
    yield replace(recipe, bubbles=0)
    yield from (replace(recipe, waits=waits) for waits in range(1, recipe.waits))


def _shorter(turns: Turns) -> Iterator[Turns]:
    """With each run of turns left out, the longest runs first; then with the plainest cause in
    place of the last few.
    """
    count = len(turns)
    for length in range(count - 1, 0, -1):
        for at in range(count - length + 1):
            yield truthful((*turns[:at], *turns[at + length :]))
    for kept in range(count - 1):
        yield (*turns[:kept], Sketch(Does.WANTS_HUMAN))


def _first_words(recipe: Recipe) -> Iterator[Recipe]:
    """Everything in its plainest words."""
    yield replace(recipe, turns=_plainest(recipe.turns), again=_plainest(recipe.again))


def _plainest(turns: Turns) -> Turns:
    return tuple(replace(turn, words=0) for turn in turns)


def _plainer(turns: Turns, spoken: Palette) -> Iterator[Turns]:
    """With one turn that is plainer."""
    for number, turn in enumerate(turns):
        now = plainness(turn, spoken)
        for other in plainest(turn, spoken):
            changed = (*turns[:number], other, *turns[number + 1 :])
            if plainness(other, spoken) < now and truthful(changed) == changed:
                yield changed
