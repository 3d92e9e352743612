"""Scenarios that a person wrote: said as written, with what they left open drawn."""

import pytest

from escalation_tests.contract.material import Script
from escalation_tests.contract.scenario import Scenario
from escalation_tests.customers import cases, script_cases
from escalation_tests.errors import ImpossiblePlan
from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Act
from escalation_tests.model.plan import FaultSpec, Kind
from escalation_tests.model.trigger import Trigger
from tests.customers.conftest import material_of

TWICE = {
    "scenario": "charged-twice",
    "about": "Disputes a double charge.",
    "tags": ["smoke"],
    "severity": "critical",
    "topic": "double_charge",
    "personas": ["furious", "polite-but-desperate"],
    "facts": {"order_id": "{order_id}", "amount": "49.90 EUR"},
    "conversation": [
        {"customer": "I was charged {amount} twice for {order_id}.", "bot": {"not": "handoff"}},
        {"customer": "I read that article already.", "tried": "help_article"},
        {"customer": ["You are not listening.", "Useless!"], "trigger": "frustration"},
        {"customer": "This is a disgrace.", "trigger": "frustration", "silence": "2s"},
    ],
    "expect": {
        "handoff": {"by_turn": 5},
        "queue": "billing",
        "context": {"facts": ["order_id"], "attempted": ["help_article"]},
        "notice": {"says": ["destination"]},
        "after": {"bot_silent": "3s"},
    },
    "chaos": [{"desk": "unavailable", "times": 2}],
    "trials": 3,
    "require": 2,
}


def drawn(changed=(), *, file="scenarios/billing.yaml", seed=1, trial=1, **material):
    script = Script(Scenario.model_validate({**TWICE, **dict(changed)}), file, 12)
    return [(c, c.plan(seed, trial)) for c in script_cases(script, material_of(**material))]


def moves(*turns, **changed):
    (_, plan), *_ = drawn({"conversation": turns, "expect": {}, "topic": None, **changed})
    return plan.moves


def test_one_case_per_persona_with_what_the_author_wrote():
    (first, _), (second, _) = drawn()
    assert (first.id, second.id) == (
        "charged-twice[furious]",
        "charged-twice[polite-but-desperate]",
    )
    assert (first.kind, first.severity, first.tags) == (Kind.SCRIPTED, "critical", ("smoke",))
    assert (first.trials, first.require, first.file, first.line) == (
        3, 2, "scenarios/billing.yaml", 12,
    )  # fmt: skip
    assert first.trigger is Trigger.FRUSTRATION


def test_the_words_are_said_as_written_with_the_facts_in_their_places():
    for _, plan in drawn():
        order = next(fact.value for fact in plan.facts if fact.name == "order_id")
        assert plan.moves[0].texts == (f"I was charged 49.90 EUR twice for {order}.",)
        assert set(plan.moves[0].facts) == {Fact("order_id", order), Fact("amount", "49.90 EUR")}
        assert plan.moves[2].texts == ("You are not listening.", "Useless!")


def test_labels_come_from_beside_the_words():
    first, tried, cross, last = drawn()[0][1].moves
    assert (first.act, first.topic, first.forbids_handoff) == (Act.ASKS, "double_charge", True)
    assert (tried.act, tried.tried) == (Act.TRIED, ("help_article",))
    assert (cross.act, cross.triggers) == (Act.COMPLAINS, {Trigger.FRUSTRATION})
    assert last.pause == 2.0


def test_expectations_and_faults_are_carried_over():
    _, plan = drawn()[0]
    expect = plan.expect
    assert (expect.handoff, expect.by_turn, expect.queue) == (True, 5, "billing")
    assert (expect.facts, expect.attempted) == (("order_id",), ("help_article",))
    assert (expect.says, expect.bot_silent) == (("destination",), 3.0)
    assert plan.faults == (FaultSpec("desk", "unavailable", 2, 1.0),)


def test_demanded_checks_exist():
    """Names only: a check that is not there could never be exercised."""
    from escalation_tests.checks import CHECKS

    every = {
        "handoff": True,
        "queue": "billing",
        "priority": "high",
        "context": {
            "transcript": "full", "facts": ["order_id"], "attempted": [], "must_not_ask": ["amount"]
        },
        "notice": {"before": "transfer", "says": ["wait"], "language": "en"},
        "after": {"bot_silent": "1s", "customer_messages": "delivered"},
    }  # fmt: skip
    demanded = drawn({"expect": every})[0][1].expect.demanded
    assert len(demanded) == 12
    assert demanded <= {check.name for check in CHECKS}
    assert drawn({"expect": {"handoff": False}})[0][1].expect.demanded == {"trigger.not-needless"}


def test_a_correction_draws_another_value_and_keeps_it():
    said = moves(
        {"customer": "It is {order_id}."},
        {"customer": "No, {order_id}.", "corrects": {"order_id": "{order_id}"}},
        {"customer": "So {order_id} it is."},
        facts={},
    )
    first, second, third = (move.facts[0].value for move in said)
    assert first != second == third
    assert said[1].texts == (f"No, {second}.",)


def test_a_fact_may_be_given_without_standing_in_the_text():
    (said,) = moves({"customer": "See the subject.", "gives": {"order_id": "AB-1"}})
    assert said.facts == (Fact("order_id", "AB-1"),)
    assert said.act is Act.TELLS


def test_other_braces_are_left_alone():
    (said,) = moves({"customer": 'Ignore this: {"a": 1} and {{system}} and {unheard_of}'})
    assert said.texts == ('Ignore this: {"a": 1} and {{system}} and {unheard_of}',)


def test_a_turn_without_words_is_silence():
    silent, _ = moves({"silence": "1s"}, {"customer": "Hello"})
    assert (silent.act, silent.texts, silent.pause) == (Act.SILENT, (), 1.0)


def test_scope_and_language_imply_their_triggers():
    said = moves(
        {"customer": "I will sue.", "topic": "legal_threat"},
        {"customer": "Wo ist mein Paket?", "language": "de"},
    )
    assert [set(move.triggers) for move in said] == [
        {Trigger.OUT_OF_SCOPE},
        {Trigger.UNSUPPORTED_LANGUAGE},
    ]


def test_the_voice_is_used_only_when_the_author_wants_it():
    turns = {"conversation": [{"customer": "I am waiting here for the parcel"}]}
    loud = {**turns, "personas": ["shouting"], "voice": True, "expect": {}}
    assert drawn(loud)[0][1].moves[0].texts == ("I AM WAITING HERE FOR THE PARCEL",)
    assert drawn({**loud, "voice": False})[0][1].moves[0].texts[0].startswith("I am waiting")


def test_who_expects_no_handoff_has_no_trigger():
    case, plan = drawn({"expect": {"handoff": False}})[0]
    assert case.trigger is plan.trigger is None


def test_the_same_name_in_two_files_is_two_customers():
    one = drawn(file="scenarios/a.yaml")[0][1]
    two = drawn(file="scenarios/b.yaml")[0][1]
    assert one.token != two.token
    assert one.facts != two.facts


def test_where_a_project_lies_does_not_matter():
    one = drawn(file="/home/a/shop/scenarios/a.yaml")[0][1]
    two = drawn(file="/builds/7/scenarios/a.yaml")[0][1]
    assert one.token == two.token


def test_what_is_said_afterwards():
    texts = ["Hello?", "It is {order_id}."]
    _, plan = drawn({"afterwards": texts})[0]
    order = plan.facts[0].value
    assert [move.texts for move in plan.visits[0].after] == [("Hello?",), (f"It is {order}.",)]
    assert len(drawn()[0][1].visits[0].after) == 1


def test_a_language_without_a_book_is_refused():
    with pytest.raises(ImpossiblePlan, match="no phrasebook for the language 'tlh'"):
        drawn({"language": "tlh"})


def test_the_library_comes_with_the_matrix():
    material = material_of(suite={"matrix": "off"})
    script = Script(Scenario.model_validate(TWICE), "library/billing.yaml", 3, library=True)
    whole = type(material)(
        material.config,
        material.file,
        material.secrets,
        material.personas,
        material.phrases,
        library=(script,),
    )
    first, second = cases(whole)
    assert first.id == "library::charged-twice[furious]"
    assert first.plan(0).id == "escalation.yaml::library::charged-twice[furious]"
    assert second.file == "library/billing.yaml"
