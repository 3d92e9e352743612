"""Which ways out a bot offers where nobody is there, in five languages."""

from pathlib import Path

import pytest

from escalation_tests.checks.offers import _said, _words, makes_case, offered
from escalation_tests.checks.reading.finding import Words
from escalation_tests.checks.reading.lexicon import lexicon_from
from escalation_tests.checks.ways import WAYS
from escalation_tests.loading import load_lexicon_data
from tests.checks.reading.sampling import unmatched

LINES = [
    line.split("\t")
    for line in Path(__file__).with_name("offers.tsv").read_text(encoding="utf-8").splitlines()
]
"""The way that is offered, or `none`; the language; the line."""


@pytest.mark.parametrize(("way", "line"), [(way, line) for way, _, line in LINES])
def test_a_way_out_is_found_and_nothing_is_taken_for_one(way: str, line: str) -> None:
    assert (way in offered(line)) if way != "none" else not offered(line)


def test_each_language_has_each_way() -> None:
    assert {(language, way) for way, language, _ in LINES} == {
        (language, way) for language in WAYS for way in ("callback", "ticket", "hours", "none")
    }


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("We will call you back tomorrow.", {"callback"}),
        ("I have opened a ticket for you.", {"ticket"}),
        ("Our opening hours are 9 to 5.", {"hours"}),
        ("Le devolveremos la llamada", {"callback"}),
        ("Le llamaremos pronto.", {"callback"}),
        ("Nuestro horario es de 9 a 18 h.", {"hours"}),
        ("Nous vous rappellerons.", {"callback"}),
        ("Votre dossier est ouvert.", {"ticket"}),
        ("Wir rufen Sie gerne zurück.", {"callback"}),
        ("Ich habe ein Ticket angelegt.", {"ticket"}),
        ("Nossa equipe vai ligar para você.", {"callback"}),
        ("Abrimos amanhã às 9.", {"hours"}),
        ("¿Quiere que le llamemos más tarde?", {"callback"}),
        ("Voulez-vous que nous vous rappelions ?", {"callback"}),
        ("Quer que lhe liguemos mais tarde?", {"callback"}),
        ("Si quiere, puedo abrirle un ticket.", {"ticket"}),
        ("La cancelación del pedido está anotada.", set()),
        ("Sie bekommen eine E-Mail, sobald die Bestellung storniert ist.", set()),
        ("The human desk is shut till Monday.", {"hours"}),
        ("No colleague can join us before eight tomorrow.", {"hours"}),
        ("A member of the bank will contact you.", {"callback"}),
        ("Your bank will contact you.", set()),
        ("Sie erreichen uns wieder ab 8 Uhr.", {"hours"}),
        ("Mis compañeros se han marchado ya, abren de nuevo el lunes.", {"hours"}),
        ("Nos bureaux sont clos, l'équipe revient lundi.", {"hours"}),
        ("Tente de novo mais tarde.", set()),
        ("Nobody is here.", set()),
        ("The desk is staffed from 8 a.m. to 6 p.m. We'll call you then.", {"hours", "callback"}),
        ("No one is here. Leave us a message, or call again tomorrow.", {"ticket", "hours"}),
    ],
)
def test_all_that_a_text_offers(text: str, ways: set[str]) -> None:
    assert offered(text) == ways


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid we can't call you back.",
        "Wir können Sie leider nicht zurückrufen.",
        "No podemos llamarle.",
        "Nous ne pouvons pas vous rappeler.",
        "Não podemos abrir um chamado.",
    ],
)
def test_what_is_denied_is_not_offered(text: str) -> None:
    assert not offered(text)


def test_who_cannot_do_one_thing_may_do_another() -> None:
    assert offered("I cannot reach anybody, but we will call you back.") == {"callback"}
    assert offered("Ich erreiche niemanden, deshalb rufen wir Sie zurück.") == {"callback"}


def test_no_hours_are_told_by_saying_that_they_are_over() -> None:
    assert not offered("You have reached us outside our business hours.")
    assert not offered("Sie schreiben uns außerhalb unserer Geschäftszeiten.")
    assert offered("We are closed until Monday.") == {"hours"}


def test_nothing_that_is_remembered_hides_how_a_line_is_read_now() -> None:
    _said.cache_clear()
    _words.cache_clear()
    for way, _, line in LINES:
        test_a_way_out_is_found_and_nothing_is_taken_for_one(way, line)
    test_who_cannot_do_one_thing_may_do_another()
    test_no_hours_are_told_by_saying_that_they_are_over()
    assert not offered("Wir rufen Sie heute nicht zurück.")
    assert not offered("No podemos llamarle.")
    assert offered("The desk is staffed from 8 a.m. to 6 p.m. for all.") == {"hours"}


def test_asking_for_a_message_makes_no_case() -> None:
    assert not makes_case("Nobody is here. Please leave us a message.")
    assert not makes_case("Nobody is here; should you wish it, we will telephone you.")
    assert makes_case("Nobody is here. I've filed your request.")


@pytest.mark.parametrize("code", sorted(WAYS))
def test_every_phrase_can_match(code: str) -> None:
    assert not list(unmatched(Words(lexicon_from({"language": code, "words": WAYS[code]}))))
    assert not list(unmatched(Words(lexicon_from(load_lexicon_data()[code]))))
