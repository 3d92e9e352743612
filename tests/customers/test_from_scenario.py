"""A scripted scenario, changed: each kind of change, and labels that stay true."""

from itertools import pairwise

import pytest
import yaml
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from escalation_tests.contract.material import Script
from escalation_tests.contract.scenario import Scenario
from escalation_tests.customers.generated import from_scenario
from escalation_tests.customers.generated.altering import Alters, Change
from escalation_tests.customers.generated.mutating import Mutator
from escalation_tests.customers.generated.retelling import Retelling
from escalation_tests.customers.machine import after, duty, start
from escalation_tests.errors import ImpossiblePlan
from escalation_tests.model.move import Act
from escalation_tests.model.plan import Expectation
from escalation_tests.model.trigger import Trigger
from tests.customers.conftest import material_of

PARCELS = {
    "facts": ["order_id"],
    "ask": {
        "en": ["Where is my order {order_id}?", "Where is my parcel?"],
        "de": ["Wo ist meine Bestellung {order_id}?"],
    },
}
MATERIAL = material_of(policy={"languages": ["en", "de"]}, topics={"order_status": PARCELS})
WRITTEN = yaml.safe_load("""
scenario: parcel-lost
topic: order_status
conversation:
  - customer: "Where is my order {order_id}? It should be here, and it is not."
    bot: {not: handoff}
  - customer: I have read the help article already.
    tried: help_article
  - customer: I want to talk to a human.
    trigger: explicit_request
expect:
  handoff: {by_turn: 3}
  queue: vip
""")
SCRIPT = Script(Scenario.model_validate(WRITTEN), "scenarios/parcels.yaml", 1)
PLAIN = MATERIAL.personas["plain"]
RETELL = Retelling(MATERIAL, Mutator(MATERIAL, SCRIPT, PLAIN))


def said(*changes: Change) -> list[str]:
    """Every bubble of the changed conversation, with the drawn order number taken out again."""
    plan = RETELL(changes)
    values = {fact.value: f"{{{fact.name}}}" for fact in plan.facts}
    texts = [text for move in plan.moves for text in move.texts]
    for value, name in values.items():
        texts = [text.replace(value, name) for text in texts]
    return texts


FIRST, SECOND, THIRD = said()


def test_without_changes_it_is_the_scenario_as_it_was_written():
    assert FIRST == "Where is my order {order_id}? It should be here, and it is not."
    assert [turn["customer"] for turn in WRITTEN["conversation"][1:]] == [SECOND, THIRD]


def test_what_its_author_expected_is_left_out_and_the_policy_stays():
    plan = RETELL([])
    assert plan.expect == Expectation()
    assert not any(move.forbids_handoff for move in plan.moves)
    assert plan.trigger is Trigger.EXPLICIT_REQUEST
    assert plan.topic is None
    assert plan.moves[0].topic == "order_status"


def test_a_turn_is_left_out():
    assert said(Change(Alters.DROPS, 1)) == [FIRST, THIRD]


def test_a_turn_is_said_twice():
    assert said(Change(Alters.REPEATS, 0)) == [FIRST, FIRST, SECOND, THIRD]


def test_two_turns_change_places():
    assert said(Change(Alters.SWAPS, 0)) == [SECOND, FIRST, THIRD]


def test_a_turn_comes_in_several_bubbles():
    texts = RETELL([Change(Alters.SPLITS, 0, 1)]).moves[0].texts
    assert len(texts) == 3
    assert texts[1:] == ("It should be here,", "and it is not.")


def test_a_turn_is_shouted_and_its_facts_are_not():
    assert said(Change(Alters.RECASES, 0))[0] == FIRST.upper().replace("{ORDER_ID}", "{order_id}")
    assert said(Change(Alters.RECASES, 2, 1))[2] == "i want to talk to a human."


def test_a_turn_is_said_in_other_words_that_mean_the_same():
    plan = RETELL([Change(Alters.REWORDS, 2, 5)])
    assert plan.moves[2].texts != ("I want to talk to a human.",)
    assert plan.moves[2].act is Act.REQUESTS_HUMAN
    assert plan.moves[2].triggers == {Trigger.EXPLICIT_REQUEST}
    claim = RETELL([Change(Alters.REWORDS, 1, 1)]).moves[1]
    assert claim.tried == ("help_article",)
    assert claim.texts != (SECOND,)


def test_small_talk_or_an_order_to_the_bot_comes_between():
    acts = {RETELL([Change(Alters.INSERTS, 0, pick)]).moves[0].act for pick in range(8)}
    assert acts == {Act.CHATS, Act.INJECTS}


def test_another_topic_comes_between():
    plan = RETELL([Change(Alters.INTERLEAVES, 1)])
    assert len(plan.moves) == 4
    assert plan.moves[1].topic not in (None, "order_status")


def test_a_fact_is_corrected_and_the_old_value_no_longer_holds():
    plan = RETELL([Change(Alters.DROPS, 1), Change(Alters.CORRECTS, 0)])
    (first,), (second,) = plan.moves[0].facts, plan.moves[1].facts
    assert first.name == second.name == "order_id"
    assert first.value != second.value
    demanded = duty(after(start(MATERIAL.config.policy, MATERIAL.config.topics, "en"), plan.moves))
    assert demanded.facts == (second,)
    assert demanded.superseded == (first,)


def test_everything_is_said_in_another_language():
    plan = RETELL([Change(Alters.TRANSLATES)])
    assert plan.language == "de"
    assert [move.language for move in plan.moves] == ["de"] * 3
    assert plan.trigger is Trigger.EXPLICIT_REQUEST
    assert plan.moves[0].texts[0].startswith("Wo ist meine Bestellung")


CHANGES = st.lists(
    st.builds(Change, st.sampled_from(Alters), st.integers(0, 9), st.integers(0, 23)), max_size=6
)


@settings(max_examples=100, deadline=None)
@given(CHANGES)
def test_no_change_puts_what_a_bot_may_not_understand_in_a_row(changes):
    doubtful = {Act.TRIED, Act.CHATS, Act.INJECTS, Act.TELLS}
    acts = [move.act for move in RETELL(changes).moves]
    assert acts
    assert not any(a in doubtful and b in doubtful for a, b in pairwise(acts))


@settings(max_examples=100, deadline=None)
@given(CHANGES)
def test_every_changed_conversation_ends_with_the_bots_last_chance(changes):
    plan, policy = RETELL(changes), MATERIAL.config.policy
    state = start(policy, MATERIAL.config.topics, plan.language)
    before = after(state, plan.moves[:-1])
    assert before.due is None or before.turn < before.due.by_turn
    due = after(state, plan.moves).due
    assert (due.trigger if due else None) == plan.trigger


@settings(max_examples=50, deadline=None)
@given(CHANGES)
def test_what_is_stated_is_said(changes):
    for move in RETELL(changes).moves:
        for fact in move.facts:
            assert fact.value in " ".join(move.texts)


OFTEN = settings(max_examples=2_000, deadline=None, phases=[Phase.generate])
DRAWN = from_scenario(MATERIAL, SCRIPT)


def test_it_shrinks_to_the_scenario_as_it_was_written():
    assert find(DRAWN, lambda _: True) == RETELL([])


@pytest.mark.parametrize(
    "shows",
    [
        lambda plan: len(plan.moves) == 1,
        lambda plan: len(plan.moves) > 4,
        lambda plan: plan.language == "de",
        lambda plan: any(len(move.texts) > 1 for move in plan.moves),
        lambda plan: any(move.act is Act.INJECTS for move in plan.moves),
        lambda plan: any("ORDER" in text for move in plan.moves for text in move.texts),
    ],
)
def test_the_strategy_reaches_every_change(shows):
    assert shows(find(DRAWN, shows, settings=OFTEN))


def test_how_it_was_made_can_be_read():
    assert repr(DRAWN).startswith("from_scenario(<escalation.yaml>, Script(")


def test_arguments_are_checked():
    with pytest.raises(ImpossiblePlan, match="no scenario 'parcel-lots' in the library"):
        from_scenario(MATERIAL, "parcel-lots")
    with pytest.raises(ImpossiblePlan, match="unknown persona 'plian'"):
        from_scenario(MATERIAL, SCRIPT, persona="plian")
    with pytest.raises(ValueError, match="changes from 0 to 20"):
        from_scenario(MATERIAL, SCRIPT, changes=21)
    with pytest.raises(TypeError, match="expected str but got script=3"):
        from_scenario(MATERIAL, 3)
