"""Which conversations the matrix consists of."""

from itertools import product

import pytest

from escalation_tests.customers import cases
from escalation_tests.customers.matrix import cells, left_out, possible
from escalation_tests.customers.shelf import Shelf
from escalation_tests.errors import ImpossiblePlan
from escalation_tests.model.trigger import Trigger
from tests.customers.conftest import material_of


def ids(material):
    return [case.id for case in cases(material)]


def pairs(found):
    """Every pair of persona, kind and topic that comes together in some cell."""
    return {
        pair
        for cell in found
        for pair in (
            (cell.persona, cell.kind.name),
            (cell.persona, cell.topic),
            (cell.kind.name, cell.topic),
        )
    }


def test_covering_has_every_pair_of_persona_trigger_and_topic(material):
    shelf = Shelf(material)
    missing = left_out(shelf)
    playing = [one for name, one in material.personas.items() if name not in missing]
    every = [cell for one in playing for cell in possible(shelf, one)]
    assert pairs(cells(shelf)) == pairs(every)


def test_covering_is_some_hundreds_and_full_is_everything(material):
    covering = ids(material)
    full = ids(material_of(suite={"matrix": "full"}))
    assert 350 <= len(covering) <= 720
    assert set(covering) < set(full)
    assert len(full) == len(set(full))
    assert ids(material_of(suite={"matrix": "off"})) == []


def test_ids_stay_when_a_persona_is_added(material):
    missing = {"plain", "sarcastic", *left_out(Shelf(material))}
    few = [name for name in material.personas if name not in missing]
    before = set(ids(material_of(suite={"personas": few})))
    after = set(ids(material))
    assert len(before - after) <= 0.02 * len(before)


def test_topics_out_of_scope_belong_to_their_trigger_alone(material):
    topics = material.config.topics
    for cell in cells(Shelf(material)):
        if cell.topic is not None:
            outside = topics[cell.topic].scope == "out"
            assert outside == (cell.kind.name == Trigger.OUT_OF_SCOPE.value), cell


def test_languages_that_the_bot_does_not_serve_are_only_about_that(material):
    foreign = [case for case in cases(material) if case.language != "en"]
    assert {case.language for case in foreign} == {"es", "fr", "de", "pt", "ar", "he", "ja", "hi",
                                                   "ru"}  # fmt: skip
    assert {case.trigger for case in foreign} == {Trigger.UNSUPPORTED_LANGUAGE}
    for case in foreign:
        moves = case.plan(3).moves
        assert all(Trigger.UNSUPPORTED_LANGUAGE in move.triggers for move in moves)


def test_without_that_promise_nobody_writes_in_them():
    silent = material_of(policy={"triggers": {"explicit_request": {"within": 0}}})
    assert {case.language for case in cases(silent)} == {"en"}


def test_ids_name_trigger_topic_and_persona(material):
    for case, kind in product(cases(material)[:50], ["matrix::"]):
        assert case.id == f"{kind}{case.scenario}[{case.persona}]"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {
                "policy": {"triggers": {"frustration": {"within": 5}}},
                "suite": {"personas": ["terse"]},
            },
            "persona 'terse' has patience 4, but the policy lets the bot take 5 further turns",
        ),
        (
            {"suite": {"personas": ["language-switcher"]}},
            "persona 'language-switcher' switches language, but the bot serves only 'en'",
        ),
        (
            {"policy": {"triggers": {"frustration": {}}}, "suite": {"personas": ["russian"]}},
            "neither the policy nor the topics say anything for 'russian', who writes 'ru'",
        ),
        (
            {"policy": {"languages": ["xx"]}, "suite": {"personas": ["plain"]}},
            "persona 'plain' writes 'xx', for which there is no phrasebook",
        ),
    ],
)
def test_what_cannot_be_put_together_is_said_in_a_sentence(changed, sentence):
    with pytest.raises(ImpossiblePlan, match=sentence.split("(")[0]):
        cases(material_of(**changed))


def test_who_is_named_and_cannot_play_is_told_with_the_keys_to_change():
    with pytest.raises(ImpossiblePlan) as caught:
        cases(material_of(suite={"personas": ["plain", "language-switcher"]}))
    assert str(caught.value).endswith(
        ": suite.personas: persona 'language-switcher' switches language, but the bot serves only"
        " 'en': add another language to `policy.languages` if it serves one; or do not name"
        " 'language-switcher' here, nor in `--escalation-personas`"
    )


def test_who_was_not_named_and_cannot_play_is_left_out():
    played = {case.persona for case in cases(material_of())}
    assert "plain" in played
    assert "language-switcher" not in played


def test_a_promise_about_other_topics_needs_one():
    material = material_of(policy={"triggers": {"out_of_scope": {}}})
    inside = {name: topic for name, topic in material.config.topics.items() if topic.scope == "in"}
    config = material.config.model_copy(update={"topics": inside})
    with pytest.raises(ImpossiblePlan, match="no topic has `scope: out`"):
        cases(type(material)(config, "x", material.secrets, material.personas, material.phrases))


def test_a_regional_language_uses_the_book_of_its_stem():
    found = cases(material_of(policy={"languages": ["en-GB"]}))
    assert {case.language for case in found} >= {"en-GB", "de"}
    assert found[0].plan(1).moves


def test_drawing_all_plans_makes_few_generators(material, monkeypatch):
    """Faker is dear to set up: once per locale in a run, however many plans are drawn."""
    from faker import Factory

    made = []
    create = Factory.create
    monkeypatch.setattr(
        "escalation_tests.customers.facts.Factory.create",
        lambda locale: made.append(locale) or create(locale),
    )
    for case in cases(material):
        case.plan(5)
    assert len(made) == len(set(made)) <= 10
