"""Steps of shrinking: always simpler, always sayable, and down to the plainest conversation."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation_tests.contract.persona import Voice
from escalation_tests.customers.generated import Does, Recipe, Sketch, Writer, recipes
from escalation_tests.customers.generated.order import truthful
from escalation_tests.customers.generated.palette import palette
from escalation_tests.customers.generated.plainness import plainness
from escalation_tests.customers.generated.simpler import Simpler, turns_of
from escalation_tests.model.plan import FaultSpec
from tests.customers.conftest import material_of

MATERIAL = material_of()
STEPS = Simpler(MATERIAL)
WRITER = Writer(MATERIAL)
DRAWN = recipes(MATERIAL, nasty=True, disturbed=True)


def measure(recipe: Recipe) -> tuple[object, ...]:
    """What every step must make less, in this order."""
    spoken = palette(MATERIAL, MATERIAL.personas[recipe.persona], recipe.language)
    said = (*recipe.turns, *recipe.again)
    return (
        turns_of(recipe) + len(recipe.faults) + recipe.waits + recipe.bubbles,
        recipe.persona != "plain",
        [plainness(turn, spoken) for turn in said],
    )


@settings(max_examples=200, deadline=None)
@given(DRAWN)
def test_every_step_makes_a_conversation_simpler(recipe) -> None:
    for one in STEPS(recipe):
        assert measure(one) < measure(recipe), one


@settings(max_examples=50, deadline=None)
@given(DRAWN, st.data())
def test_every_step_can_be_written_out(recipe, data) -> None:
    steps = list(STEPS(recipe))
    one = data.draw(st.sampled_from(steps)) if steps else recipe
    assert truthful(one.turns) == one.turns
    assert WRITER.plan(one).moves


@settings(max_examples=100, deadline=None)
@given(DRAWN)
def test_without_anything_to_hold_on_to_a_plain_question_is_left(recipe) -> None:
    now = recipe
    while step := next(STEPS(now), None):
        now = step
    spoken = palette(MATERIAL, MATERIAL.personas["plain"])
    assert now == Recipe("plain", (Sketch(Does.ASKS, spoken.topics[0]),), recipe.language)


ASKED = Sketch(Does.ASKS, "order_status")
HOURS = Sketch(Does.ASKS, "opening_hours")
WISH = Sketch(Does.WANTS_HUMAN)


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ({"again": (ASKED, WISH)}, {"again": ()}),
        ({"again": (ASKED, WISH)}, {"again": (WISH,)}),
        ({"waits": 3}, {"waits": 2}),
        ({"bubbles": 2}, {"bubbles": 0}),
        (
            {"faults": (FaultSpec("desk", "refuses"), FaultSpec("bot", "sends_twice"))},
            {"faults": (FaultSpec("bot", "sends_twice"),)},
        ),
        ({"persona": "furious"}, {"persona": "plain"}),
        ({"turns": (ASKED, WISH)}, {"turns": (WISH,)}),
        ({"turns": (replace(WISH, words=7),)}, {"turns": (replace(WISH, words=3),)}),
        ({"turns": (Sketch(Does.CHATS), WISH)}, {"turns": (HOURS, WISH)}),
        (
            {"turns": (Sketch(Does.MUTTERS, text="<b>{{7*7}}"),)},
            {"turns": (Sketch(Does.MUTTERS, text="7*7}}"),)},
        ),
    ],
    ids=lambda one: "-".join(one),
)
def test_what_a_step_takes_away(odd, plain) -> None:
    recipe = Recipe("plain", (ASKED,))
    assert replace(recipe, **plain) in list(STEPS(replace(recipe, **odd)))


def test_the_plain_persona_writes_in_her_own_voice() -> None:
    recipe = Recipe("furious", (ASKED,), voice=Voice(shout=1.0))
    assert Recipe("plain", (ASKED,)) in list(STEPS(recipe))
