"""What shrinking is likely to try next: recipes one step simpler than a given one."""

from collections.abc import Iterator
from dataclasses import replace

from escalation_tests.customers.generated.order import truthful
from escalation_tests.customers.generated.sketch import Recipe, Sketch


def simpler(recipe: Recipe) -> Iterator[Recipe]:
    """Recipes one step simpler: the boldest steps first.

    Runs of turns left out, the plainest persona, the plainest words, other words.
    """
    yield from _shorter(recipe)
    plain = replace(recipe, persona="plain")
    simple = replace(recipe, turns=tuple(replace(turn, words=0) for turn in recipe.turns))
    yield from (plain, simple, replace(simple, persona="plain"))
    for number, turn in enumerate(recipe.turns):
        for other in _plainer(turn):
            yield _with(recipe, number, other)
    yield from _shorter(plain)
    yield from _shorter(simple)


def turns_of(recipe: Recipe) -> int:
    """How many turns a recipe has."""
    return len(recipe.turns)


def _shorter(recipe: Recipe) -> Iterator[Recipe]:
    """With each run of turns left out, the longest runs first."""
    count = len(recipe.turns)
    for length in range(count - 1, 0, -1):
        for at in range(count - length + 1):
            kept = truthful((*recipe.turns[:at], *recipe.turns[at + length :]))
            if kept:
                yield replace(recipe, turns=kept)


def _plainer(turn: Sketch) -> Iterator[Sketch]:
    if turn.text:
        yield replace(turn, text="")
    for words in (0, turn.words // 2, turn.words - 1, 1):
        if 0 <= words < turn.words:
            yield replace(turn, words=words)


def _with(recipe: Recipe, number: int, turn: Sketch) -> Recipe:
    turns = (*recipe.turns[:number], turn, *recipe.turns[number + 1 :])
    return replace(recipe, turns=turns)
