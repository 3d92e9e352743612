"""Plans of the matrix: what they promise holds for every persona, seed and policy."""

import re
from collections import Counter

import pytest

from escalation_tests.contract.persona import Persona, Tactic
from escalation_tests.customers import cases, planted
from escalation_tests.customers.cases import own_values
from escalation_tests.customers.machine import advance, duty, start
from escalation_tests.customers.tactics import TACTICS
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Plan
from escalation_tests.model.trigger import Trigger
from tests.customers.conftest import material_of, personas

POLICIES = {
    "usual": {},
    "patient": {
        "triggers": {
            "explicit_request": {"after": 3, "within": 2},
            "frustration": {"after": 3, "within": 0, "consecutive": True},
            "low_confidence": {"after": 3, "within": 1},
            "out_of_scope": {"after": 2, "within": 1},
            "unsupported_language": {"after": 2, "within": 1},
        }
    },
    "asks": {"asks_first": True, "languages": ["en", "de", "es"]},
}


@pytest.fixture(scope="module", params=POLICIES)
def material(request):
    return material_of(policy=POLICIES[request.param])


@pytest.fixture(scope="module")
def drawn(material):
    return [(case, case.plan(7)) for case in cases(material)]


def duties(material, plan: Plan, moves: tuple[Move, ...]):
    policy, topics = material.config.policy, material.config.topics
    state = start(policy, topics, plan.language)
    for move in moves:
        state = advance(state, move)
        yield duty(state)


def test_the_case_knows_which_trigger_its_plans_are_about(drawn):
    assert [case.id for case, plan in drawn if case.trigger != plan.trigger] == []


def test_every_visit_brings_the_trigger_to_its_due(material, drawn):
    for case, plan in drawn:
        for visit in plan.visits:
            last = [*duties(material, plan, visit.moves)][-1]
            assert (last.due.trigger if last.due else None) == plan.trigger, case.id


def test_a_handoff_is_due_with_the_last_scripted_turn_and_not_before(material, drawn):
    for case, plan in drawn:
        if plan.trigger and "explicit_request" not in case.scenario:
            demanded = [*duties(material, plan, plan.moves)]
            assert demanded[-1].due.turn == len(plan.moves), case.id


def test_twins_are_never_due(material, drawn):
    twins = [(case, plan) for case, plan in drawn if plan.trigger is None]
    assert len(twins) > 100
    for case, plan in twins:
        for visit in plan.visits:
            for demanded in duties(material, plan, visit.moves):
                assert demanded.due is None, case.id
                assert not demanded.tolerated, case.id


def test_every_trigger_has_its_twins(material, drawn):
    names = {case.scenario.rsplit("-", 1)[0] for case, _ in drawn}
    for trigger, rule in material.config.policy.triggers.items():
        assert trigger.value in names
        assert f"decoys-{trigger.value}" in names
        if rule.after > 1:
            assert f"almost-{trigger.value}" in names
        if rule.after > 1 and rule.in_a_row(trigger) and trigger is Trigger.LOW_CONFIDENCE:
            assert f"broken-{trigger.value}" in names


def test_equal_arguments_give_equal_plans(material, drawn):
    """Also from other objects, and in another order."""
    again = {case.id: case for case in cases(material)}
    for case, plan in reversed(drawn[::4]):
        other = again[case.id].plan(7)
        assert plan == other
        assert hash(plan) == hash(other)


def test_another_seed_or_trial_gives_another_customer(drawn):
    for case, plan in drawn[::9]:
        others = [case.plan(8), case.plan(7, 2)]
        assert len({plan.token, *(other.token for other in others)}) == 3
        assert len({plan.identity.email, *(other.identity.email for other in others)}) == 3


def test_tokens_are_unique_and_planted_in_name_and_address(drawn):
    plans = [plan for _, plan in drawn]
    assert len({plan.token for plan in plans}) == len(plans)
    for plan in plans:
        assert plan.token in plan.identity.name
        assert re.fullmatch(r"[a-z.]+\+[a-z0-9]{8}@example\.(com|net|org)", plan.identity.email)


def test_order_numbers_belong_to_one_conversation(drawn):
    orders = Counter(f.value for _, plan in drawn for f in plan.facts if f.name == "order_id")
    assert len(orders) > 200
    assert max(orders.values()) == 1


def test_planted_values_have_one_owner_and_are_long_enough(drawn):
    plans = {plan.id: plan for _, plan in drawn}
    owners = planted(plans.values())
    assert all(value in own_values(plans[owner]) for value, owner in owners.items())
    assert min(map(len, owners)) >= 6
    assert len(owners) > 2 * len(plans)


def test_stated_facts_stand_in_the_text(drawn):
    for case, plan in drawn:
        for move in (move for visit in plan.visits for move in visit.moves):
            for fact in move.facts:
                assert any(fact.value in text for text in move.texts), (case.id, fact)


def test_no_slot_is_left_open(drawn):
    for case, plan in drawn:
        for visit in plan.visits:
            ready = visit.reactions
            answers = [move for _, move in ready.answers]
            moves = [*visit.moves, *visit.after, *ready.press_on, *answers]
            open_ = [t for move in moves for t in move.texts if re.search(r"\{[a-z_]+\}", t)]
            assert open_ == [], case.id


def test_every_turn_says_something_and_in_time(drawn):
    for case, plan in drawn:
        for move in plan.moves:
            assert move.act is Act.SILENT or all(text.strip() for text in move.texts), case.id
            assert move.pause <= 2.0


def test_the_customer_can_press_on_to_the_end_of_every_budget(material, drawn):
    policy = material.config.policy
    budget = max(rule.within for rule in policy.triggers.values()) + policy.asks_first
    for case, plan in drawn:
        moves = plan.visits[0].reactions.press_on
        assert len(moves) >= max(budget + 1, material.personas[case.persona].patience)
        if plan.trigger:
            counts = [plan.trigger in move.triggers for move in moves]
            assert all(counts), case.id


def test_every_owned_fact_has_an_answer(drawn):
    for case, plan in drawn:
        answers = dict(plan.visits[0].reactions.answers)
        assert {fact.name for fact in plan.facts} | {"name", "email", "phone"} <= answers.keys()
        for fact in plan.facts:
            stated = answers[fact.name].facts
            assert stated == ((fact,) if case.persona != "fact-refuser" else ())


def test_injections_and_claims_of_staff_are_no_evidence(drawn):
    moves = [m for _, plan in drawn for v in plan.visits for m in v.moves if m.act is Act.INJECTS]
    assert len(moves) > 20
    assert not any(move.triggers or move.topic for move in moves)


def test_turns_that_count_in_a_row_stand_in_a_row(drawn):
    """And an understood turn stands before the first of them."""
    seen = 0
    for case, plan in drawn:
        if plan.trigger is not Trigger.LOW_CONFIDENCE or "broken" in case.scenario:
            continue
        acts = [move.act for move in plan.moves]
        first = acts.index(Act.BABBLES)
        assert set(acts[first:]) == {Act.BABBLES}, case.id
        assert plan.moves[first - 1].act in (Act.ASKS, Act.DECOYS, Act.TELLS), case.id
        seen += 1
    assert seen > 20


def test_every_tactic_is_known_and_somebody_uses_it():
    assert set(TACTICS) == set(Tactic)
    assert {tactic for one in personas().values() for tactic in one.tactics} == set(Tactic)


def acts(plan: Plan) -> list[Act]:
    return [move.act for move in plan.moves]


def by_persona(drawn, name: str) -> list[Plan]:
    return [plan for case, plan in drawn if case.persona == name]


def test_what_tactics_do(material, drawn):
    for plan in by_persona(drawn, "corrector") + by_persona(drawn, "contradictor"):
        told = [move.facts[0] for move in plan.moves if move.act is Act.TELLS][:2]
        assert told[0].name == told[1].name
        assert told[0].value != told[1].value
        owned = {fact.name: fact.value for fact in plan.facts}
        assert told[1].value == owned.get(told[1].name, plan.identity.phone)
    for plan in by_persona(drawn, "fact-refuser"):
        assert not any(move.facts for move in plan.moves)
    for plan in by_persona(drawn, "late-teller"):
        telling = [n for n, move in enumerate(plan.moves) if move.facts and move.act is Act.TELLS]
        assert bool(telling) == bool(plan.facts)
    for plan in by_persona(drawn, "returning"):
        assert len(plan.visits) == 2
    for plan in by_persona(drawn, "keeps-writing"):
        assert len(plan.visits[0].after) == 3
    for plan in by_persona(drawn, "silent"):
        assert sum(move.pause for move in plan.moves) == 1.5
    for plan in by_persona(drawn, "chatty"):
        assert Act.CHATS in acts(plan)
        assert acts(plan)[0] is Act.CHATS
    claimed = [plan for plan in by_persona(drawn, "step-claimer") if plan.moves[0].tried]
    assert len(claimed) >= 8
    topics = [
        {m.topic for m in plan.moves} - {None} for plan in by_persona(drawn, "topic-switcher")
    ]
    assert all(len(found) == 2 for found in topics)
    switched = [
        plan
        for plan in by_persona(drawn, "language-switcher")
        if len({move.language for move in plan.moves}) == 2
    ]
    assert bool(switched) == (len(material.config.policy.languages) > 1)


def test_a_persona_speaks_in_its_own_words_first():
    loud = Persona.model_validate(
        {"persona": "plain", "about": "x", "says": {"explicit_request": ["Fetch me a person!"]}}
    )
    material = material_of(suite={"personas": ["plain"]})
    changed = type(material)(
        material.config, material.file, material.secrets, {"plain": loud}, material.phrases
    )
    wanted = [c for c in cases(changed) if c.scenario.startswith("explicit_request")]
    assert wanted
    assert all(c.plan(1).moves[-1].texts == ("Fetch me a person!",) for c in wanted)
