"""The customer who plays: script, reactions, pressing on, and after the handoff."""

from dataclasses import replace

import pytest

from escalation_tests.customers import cases, casting
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Expectation
from escalation_tests.model.reading import Reading, Reads
from tests.customers.conftest import material_of

CLUELESS = "Tell me more."
OFFER = "Shall I connect you?"
ASK = "What is your order number?"
READINGS = {
    OFFER: Reading(Reads.OFFERS),
    ASK: Reading(asks_for=("order_id",)),
    "Which email?": Reading(asks_for=("email",)),
    "Your shoe size?": Reading(asks_for=("shoe_size",)),
}


class Reader:
    def read(self, text, language=None):
        return READINGS.get(text, Reading())


def play(plan, answer, material, *, handed_over_at=None, visit=1, longest=40):
    """Every step of a visit, with a bot that answers `answer` to the nth turn."""
    customer = casting(material, Reader())(plan, visit)
    heard, steps = [], []
    while len(steps) < longest:
        over = handed_over_at is not None and len(steps) >= handed_over_at
        step = customer.next((), tuple(heard), over)
        if step is None:
            return steps
        steps.append(step)
        heard += [Message(Speaker.CUSTOMER, text) for text in step.move.texts]
        said = answer(len(steps)) if callable(answer) else answer
        heard.append(Message(Speaker.BOT, said))
    pytest.fail("the customer never ends")


def plan_of(material, name):
    return next(case.plan(3) for case in cases(material) if case.id == f"matrix::{name}")


def patient(**policy):
    triggers = {"explicit_request": {"within": 3}, "frustration": {"after": 2, "within": 1}}
    suite = {"personas": ["plain", "fact-refuser", "returning", "keeps-writing"], "matrix": "full"}
    return material_of(policy={"triggers": triggers, **policy}, suite=suite)


def test_the_script_is_said_in_order_and_then_the_customer_insists_to_the_last_turn():
    material = patient()
    plan = plan_of(material, "explicit_request-refund[plain]")
    steps = play(plan, CLUELESS, material)
    assert [step.move for step in steps[:2]] == list(plan.moves)
    assert [step.pressed for step in steps] == [False, False, True, True, True]
    assert steps[-1].duty.due.by_turn == len(steps) == 5
    assert all(step.move.act is Act.REQUESTS_HUMAN for step in steps[2:])


def test_each_step_carries_what_the_policy_demands_after_it():
    material = patient()
    plan = plan_of(material, "frustration-refund[plain]")
    steps = play(plan, CLUELESS, material)
    assert [bool(step.duty.due) for step in steps] == [False, False, True, True]
    assert steps[-1].duty.queue == "billing"
    assert steps[-1].duty.priority == "high"
    assert {fact.name for fact in steps[-1].duty.facts} == {"order_id", "amount"}


def test_without_a_due_handoff_the_customer_ends_with_the_script():
    material = patient()
    plan = plan_of(material, "everyday-refund[plain]")
    assert [step.move for step in play(plan, CLUELESS, material)] == list(plan.moves)


def test_after_the_handoff_only_what_is_written_while_waiting():
    material = patient()
    plan = plan_of(material, "explicit_request-refund[keeps-writing]")
    steps = play(plan, CLUELESS, material, handed_over_at=2)
    assert [step.after for step in steps] == [False, False, True, True, True]
    assert [step.move for step in steps[2:]] == list(plan.visits[0].after)


def test_a_needless_handoff_ends_the_script():
    material = patient()
    plan = plan_of(material, "everyday-refund[plain]")
    steps = play(plan, CLUELESS, material, handed_over_at=1)
    assert [step.after for step in steps] == [False, True]


def test_a_question_for_a_fact_is_answered_while_a_handoff_is_outstanding():
    material = patient()
    plan = plan_of(material, "explicit_request-refund[plain]")
    order = next(fact.value for fact in plan.facts if fact.name == "order_id")
    steps = play(plan, lambda n: ASK if n == 2 else CLUELESS, material)
    assert order in steps[2].move.texts[0]
    assert steps[2].pressed
    assert steps[3].move.act is Act.REQUESTS_HUMAN


def test_other_facts_than_the_topics_are_known_too_but_not_just_anything():
    material = patient()
    plan = plan_of(material, "explicit_request-refund[plain]")
    steps = play(plan, "Which email?", material)
    assert plan.identity.email in steps[2].move.texts[0]
    steps = play(plan, "Your shoe size?", material)
    assert steps[2].move.act is Act.REQUESTS_HUMAN


def test_whoever_refuses_facts_says_so():
    material = patient()
    plan = plan_of(material, "explicit_request-refund[fact-refuser]")
    steps = play(plan, ASK, material)
    assert not any(step.move.facts for step in steps)
    assert steps[-1].move.act is Act.CHATS


def test_no_question_interrupts_the_script():
    material = patient()
    plan = plan_of(material, "frustration-refund[plain]")
    steps = play(plan, ASK, material)
    assert [step.move for step in steps[:3]] == list(plan.moves)


def test_an_offer_is_accepted_when_the_handoff_is_due():
    material = patient()
    plan = plan_of(material, "explicit_request-refund[plain]")
    steps = play(plan, lambda n: OFFER if n == 2 else CLUELESS, material)
    assert steps[2].move.act is Act.ACCEPTS


def test_an_offer_to_a_twin_is_declined_once():
    material = patient()
    plan = plan_of(material, "decoys-explicit_request-refund[plain]")
    steps = play(plan, OFFER, material)
    assert [step.move.act for step in steps].count(Act.DECLINES) == 1
    assert steps[1].move.act is Act.DECLINES
    assert [s.move for s in steps if not s.pressed] == list(plan.moves)
    assert steps[-1].duty.due is None


def test_a_bot_that_may_ask_first_gets_its_yes_in_time():
    material = material_of(
        policy={"triggers": {"explicit_request": {"within": 0}}, "asks_first": True},
        suite={"personas": ["plain"], "matrix": "full"},
    )
    plan = plan_of(material, "explicit_request-refund[plain]")
    steps = play(plan, lambda n: OFFER if n == 2 else CLUELESS, material)
    assert [step.move.act for step in steps][2:] == [Act.ACCEPTS]
    assert steps[-1].duty.due.by_turn == 3


def test_the_second_visit_begins_from_nothing():
    material = patient()
    plan = plan_of(material, "explicit_request-refund[returning]")
    steps = play(plan, CLUELESS, material, visit=2)
    assert steps[0].duty.due is None
    assert steps[1].duty.due.turn == 2


def test_an_author_who_wants_a_handoff_later_keeps_the_customer():
    material = patient()
    plan = plan_of(material, "everyday-refund[plain]")
    wanted = replace(plan, expect=Expectation(handoff=True, by_turn=4))
    steps = play(wanted, CLUELESS, material)
    assert len(steps) == 4
    assert steps[-1].pressed


def test_an_author_who_wants_none_is_not_pressed_for():
    material = patient()
    plan = plan_of(material, "explicit_request-refund[plain]")
    quiet = replace(plan, expect=Expectation(handoff=False))
    assert len(play(quiet, CLUELESS, material)) == len(plan.moves)


def test_equal_plans_and_bots_give_equal_conversations():
    material = patient()
    plan = plan_of(material, "frustration-refund[plain]")
    assert play(plan, ASK, material) == play(plan, ASK, material)


def test_a_silence_at_the_end_lengthens_the_budget():
    material = patient()
    plan = plan_of(material, "frustration-refund[plain]")
    visit = plan.visits[0]
    late = replace(visit, moves=(*visit.moves, Move(Act.SILENT, (), pause=1.0)))
    steps = play(replace(plan, visits=(late,)), CLUELESS, material)
    assert [step.move.act for step in steps][-2:] == [Act.SILENT, Act.COMPLAINS]
