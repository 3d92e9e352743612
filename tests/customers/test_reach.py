"""What a policy can be tried with: never less than the matrix plays, never what makes no sense."""

import pytest

from escalation_tests.customers import cases
from escalation_tests.customers.generated import recipes
from escalation_tests.customers.generated.dealing import deals
from escalation_tests.customers.generated.exercised import Exercises
from escalation_tests.customers.reach import reach
from tests.customers.conftest import material_of

MATERIAL = material_of(suite={"matrix": "full"})
REACH = reach(MATERIAL, ("bot: slow",))


def test_everything_that_the_whole_matrix_plays_is_within_reach():
    for case in cases(MATERIAL):
        plan = case.plan(0)
        tried = REACH[plan.trigger.value if plan.trigger else "none"]
        assert plan.persona in tried["persona"], case.id
        assert plan.language in tried["language"], case.id
        assert case.topic is None or case.topic in tried["topic"], case.id


@pytest.mark.parametrize("seed", range(3))
def test_what_is_made_up_stays_within_reach(seed):
    """The topic aside: a made-up customer may ask for a human before or beside any topic."""
    tell, found = Exercises(MATERIAL), deals(recipes(MATERIAL), seed)
    for _, recipe in zip(range(200), found, strict=False):
        one = tell(recipe)
        for name in ("persona", "language", "position"):
            assert getattr(one, name) in REACH[one.trigger][name], (one, recipe)


def test_topics_out_of_scope_belong_to_their_trigger_alone():
    assert set(REACH["out_of_scope"]["topic"]) == {"press", "legal_threat", "wholesale"}
    assert not {"press", "legal_threat"} & set(REACH["frustration"]["topic"])


def test_a_trigger_cannot_come_due_before_its_turns_are_over():
    assert REACH["frustration"]["position"] == ("turn 2", "turn 3", "turn 4 or later")
    assert REACH["low_confidence"]["position"][0] == "turn 3"
    assert REACH["explicit_request"]["position"][0] == "turn 1"


def test_faults_are_those_that_bot_and_desk_allow():
    assert {values["fault"] for values in REACH.values()} == {("bot: slow",)}
