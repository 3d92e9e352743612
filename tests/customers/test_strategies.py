"""The public strategies: how they print, what they refuse, what they shrink to."""

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from escalation_tests import strategies as ours
from escalation_tests.contract.persona import Voice
from escalation_tests.errors import ImpossiblePlan
from escalation_tests.model.plan import Kind
from escalation_tests.strategies import Does, Sketch
from tests.customers.conftest import material_of

SHOP = material_of()
OFTEN = settings(max_examples=2_000, deadline=None, phases=[Phase.generate])
"""Looks for one, and does not shrink it."""


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: ours.conversations(SHOP), "conversations(<escalation.yaml>)"),
        (
            lambda: ours.conversations(SHOP, ["plain"], max_size=2),
            "conversations(<escalation.yaml>, ['plain'], max_size=2)",
        ),
        (
            lambda: ours.from_persona(SHOP, "furious", seed=3),
            "from_persona(<escalation.yaml>, 'furious', seed=3)",
        ),
        (
            lambda: ours.personas(SHOP, "plain", "terse"),
            "personas(<escalation.yaml>, 'plain', 'terse')",
        ),
        (lambda: ours.facts(SHOP, "order_id"), "facts(<escalation.yaml>, 'order_id')"),
        (lambda: ours.moves(SHOP, "plain"), "moves(<escalation.yaml>, 'plain')"),
        (lambda: ours.voices(odd=False), "voices(False)"),
        (lambda: ours.faults(2), "faults(2)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_strategy_prints_as_the_call_that_made_it(made, told):
    assert repr(made()).replace("odd=", "").replace("most=", "") == told


PATIENT = {"triggers": {"explicit_request": {"within": 5}}}
UNSERVED = {"languages": ["en"], "triggers": {"explicit_request": {"within": 0}}}


@pytest.mark.parametrize(
    ("policy", "persona", "sentence"),
    [
        (PATIENT, "terse", "has patience 4, but the policy lets the bot take 5 further turns"),
        (UNSERVED, "german", "neither the policy nor the topics say anything for 'german'"),
        ({}, "plian", "unknown persona 'plian'; did you mean 'plain'?"),
    ],
)
def test_a_persona_who_cannot_play_is_refused_with_a_sentence(policy, persona, sentence):
    with pytest.raises(ImpossiblePlan) as caught:
        ours.conversations(material_of(policy=policy), [persona])
    assert sentence in str(caught.value)


def test_without_a_topic_out_of_scope_everything_else_is_still_drawn():
    """The matrix refuses a promise that nothing can exercise; strategies draw what there is."""
    topics = {name: {"ask": ["Hello?"]} for name in ("press", "legal_threat", "wholesale")}
    shop = material_of(topics=topics)
    drawn = ours.conversations(shop, ["plain"])
    plan = find(drawn, lambda plan: plan.trigger is not None, settings=OFTEN)
    assert plan.trigger != "out_of_scope"


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (
            lambda: ours.conversations(SHOP, min_size=3, max_size=2),
            ValueError,
            "min_size from 1 to 2",
        ),
        (lambda: ours.conversations(SHOP, max_size=99), ValueError, "max_size from 1 to 50"),
        (
            lambda: ours.conversations(SHOP, max_size=2.0),
            TypeError,
            "expected int but got max_size=2.0",
        ),
        (lambda: ours.faults(9), ValueError, "most from 0 to 3"),
        (lambda: ours.facts(SHOP, 7), TypeError, "expected str but got name=7"),
        (lambda: ours.facts(SHOP, "shoe_size"), ImpossiblePlan, "the fact 'shoe_size' is made"),
        (lambda: ours.plans(SHOP, "plain", st.just(())), TypeError, "got who='plain'"),
    ],
)
def test_wrong_arguments_are_refused_when_the_strategy_is_made(call, kind, told):
    with pytest.raises(kind, match=told):
        call()


def test_a_conversation_shrinks_to_one_plain_turn():
    plan = find(ours.conversations(SHOP, ["plain", "furious"]), lambda _: True)
    assert (plan.persona, len(plan.moves), len(plan.visits)) == ("plain", 1, 1)
    assert plan.kind is Kind.GENERATED


def test_what_few_customers_do_is_drawn_too():
    drawn = ours.conversations(SHOP, ["plain"], disturbed=True)
    assert find(drawn, lambda plan: len(plan.visits) == 2, settings=OFTEN)
    assert find(drawn, lambda plan: len(plan.visits[0].after) == 3, settings=OFTEN)
    assert find(
        drawn, lambda plan: any(f.name == "sends_twice" for f in plan.faults), settings=OFTEN
    )


@settings(max_examples=30, deadline=None)
@given(
    ours.plans(
        SHOP,
        ours.personas(SHOP, "plain", "furious"),
        st.just((Sketch(Does.ASKS, "order_status"), Sketch(Does.WANTS_HUMAN))),
    )
)
def test_plans_are_put_together_from_parts(plan):
    assert plan.persona in ("plain", "furious")
    assert [move.topic for move in plan.moves] == ["order_status", None]
    assert plan.trigger == "explicit_request"


def test_voices_shrink_to_a_plain_one():
    assert find(ours.voices(), lambda _: True) == Voice()
    assert find(ours.voices(), lambda voice: voice.shout == 1.0) == Voice(shout=1.0)
    odd = {"zero_width", "script"}
    assert not odd & set(
        find(ours.voices(False), lambda v: len(v.model_fields_set) > 1).model_fields_set
    )


@settings(max_examples=50, deadline=None)
@given(ours.facts(SHOP, "order_id"), ours.faults(3), ours.moves(SHOP))
def test_parts_are_what_they_are_called(fact, faults, move):
    assert fact.name == "order_id"
    assert fact.value
    assert len({fault.name for fault in faults}) == len(faults)
    assert move.does in Does
