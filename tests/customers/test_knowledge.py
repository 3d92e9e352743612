"""What other rooms learn about facts and steps."""

from collections import Counter

from escalation_tests.contract.topic import FactRule
from escalation_tests.customers import fact_names, recognised_steps
from escalation_tests.customers.chance import Deck, stream
from escalation_tests.customers.facts import patterned
from escalation_tests.customers.shelf import Shelf
from tests.customers.conftest import material_of


def test_the_shops_facts_and_the_known_ones():
    material = material_of(facts={"pet": {"choices": ["cat", "dog"]}})
    assert {"pet", "order_id", "email", "iban"} <= fact_names(material)


def test_steps_are_recognised_in_every_language(material):
    steps = recognised_steps(material)
    assert {"Cache", "caché", "кэш"} <= set(steps["cleared_cache"])
    assert set(steps) >= {"help_article", "password_reset", "contacted_bank", "waited"}


def test_the_shops_own_fields_win_one_by_one():
    own = {"order_id": {"pattern": "Z##"}, "amount": {"say": ["It was {value}!"]}}
    shelf = Shelf(material_of(facts=own))
    order, amount = shelf.fact("order_id", "en"), shelf.fact("amount", "en")
    assert order.pattern == "Z##"
    assert order.say[""] == shelf.book("en").facts["order_id"].say[""]
    assert amount.say[""] == ("It was {value}!",)
    assert amount.pattern == shelf.book("en").facts["amount"].pattern
    german = shelf.fact("amount", "de")
    assert german.say[""] == shelf.book("de").facts["amount"].say[""]


def test_a_kind_of_fact_replaces_another_as_a_whole():
    shelf = Shelf(material_of(facts={"email": {"choices": ["a@example.com"]}}))
    assert shelf.fact("email", "fr") == FactRule(
        choices=("a@example.com",), say={"": shelf.book("fr").facts["email"].say[""]}
    )


def test_patterns_never_begin_with_zero_or_spell_words():
    values = [patterned("??-######", stream("x", n)) for n in range(500)]
    assert all(value[3] != "0" and not set(value[:2]) & set("AEIOUY") for value in values)
    assert len(set(values)) == 500


def test_a_deck_repeats_nothing_before_it_is_used_up():
    deck = Deck(stream("deck"))
    picked = [deck.pick("bank", "abcde") for _ in range(10)]
    assert Counter(picked) == dict.fromkeys("abcde", 2)
    assert len(set(picked[:5])) == 5
