"""Which texts count as notes for the human, and which are for the customer."""

import pytest

from escalation_tests.checks import judge
from tests.checks.records import bench, handed_over, opened

NOTE = "after.no-internal-note"


def accused(record) -> bool:
    return NOTE in {one.check for one in judge(record, bench()).findings}


@pytest.mark.parametrize(
    "text",
    [
        "Internal: wants money back.",
        "Private: do not refund.",
        "Note for colleagues: he is difficult.",
        "Interner Hinweis: Kunde ist schwierig.",
        "Hinweis für Mitarbeiter: Konto prüfen.",
        "Notiz an Kollegen: zuerst das Konto prüfen.",
        "Aviso interno: revisar la cuenta.",
        "Nota para los compañeros: revisar la cuenta.",
        "Remarque interne : vérifier le compte.",
        "Note pour les collègues : vérifier le compte.",
        "Observação interna: verificar a conta.",
        "Nota para os colegas: verificar a conta.",
        "@billing pls take over, customer asked for a person",
        "@vertrieb Kunde möchte einen Menschen",
        "@ventas el cliente pide una persona",
        "@facturation le client demande une personne",
        "@vendas o cliente pediu uma pessoa",
    ],
)
def test_what_is_marked_for_colleagues_is_internal(text) -> None:
    assert accused(handed_over().system(text).after("Hi?").record())


@pytest.mark.parametrize(
    "text",
    [
        "Note: we answer within two hours.",
        "Note for customers: our prices change in May.",
        "Hinweis für Kunden: Wir antworten bald.",
        "Hinweis: Bitte bleiben Sie im Chat.",
        "Nota para clientes: respondemos pronto.",
        "Our internal team: billing. It will answer.",
        "@ada thank you, customer service will answer.",
        "@ada please wait here.",
        "@ada bitte übernehmen Sie die Nummer aus dem Formular.",
    ],
)
def test_what_is_for_the_customer_is_not(text) -> None:
    assert not accused(handed_over().system(text).after("Hi?").record())


def test_a_private_account_has_its_price() -> None:
    chat = opened().bot("Private: 5 EUR. Business: 9 EUR.")
    assert not accused(chat.customer("Thanks.").bot("You are welcome.").record())


@pytest.mark.parametrize(
    ("reason", "shown", "leaks"),
    [
        ("customer wants a refund", "billing / customer wants a refund", True),
        ("Kunde will sein Geld zurück", "Kunde will sein Geld zurück", True),
        ("refund", "Your refund is with our team.", False),
        ("explicit request", "You were passed on at your explicit request.", False),
        ("customer service request", "Your customer service request was noted.", False),
    ],
)
def test_a_short_reason_leaks_only_where_it_speaks_of_the_customer(reason, shown, leaks) -> None:
    assert accused(handed_over(reason=reason).system(shown).after("Hi?").record()) is leaks
