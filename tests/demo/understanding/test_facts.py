"""Facts, as the customer spelled them."""

import pytest

from escalation_tests.demo.understanding import Understanding

FACTS = [
    ("Order #W7387996 please", {"order_id": "#W7387996"}),
    ("it's ORD-2025-00417", {"order_id": "ORD-2025-00417"}),
    ("The order number is 4929-1874-6653-0182.", {"order_id": "4929-1874-6653-0182"}),
    ("You took $1,249.50 from me.", {"amount": "$1,249.50"}),
    ("Es geht um 12,90 €.", {"amount": "12,90 €"}),
    ("mail me at jo.smith+shop@mail.example.org.", {"email": "jo.smith+shop@mail.example.org"}),
    ("Call me on +49 151 2345678.", {"phone": "+49 151 2345678"}),
    ("ma mobile est le +33 6 12 34 56 78", {"phone": "+33 6 12 34 56 78"}),
    ("My postcode is SW1A 1AA.", {"postcode": "SW1A 1AA"}),
    ("Meu CEP é 01310-100.", {"postcode": "01310-100"}),
    ("Ich wohne in 10115.", {"postcode": "10115"}),
    ("My name is Ana-María O'Neill.", {"name": "Ana-María O'Neill"}),
    ("Ich heiße Dr. Jörg von der Heide.", {"name": "Dr. Jörg von der Heide"}),
    (
        "We are Baker, Hughes and Sons and need a VAT invoice.",
        {"company": "Baker, Hughes and Sons"},
    ),
    ("Unsere Firma Müller GmbH & Co. KG kauft ein.", {"company": "Müller GmbH & Co. KG"}),
    ("My invoice number is INV-2214567.", {"invoice_id": "INV-2214567"}),
]


@pytest.mark.parametrize(("text", "facts"), FACTS)
def test_facts(understanding: Understanding, text: str, facts: dict[str, str]) -> None:
    assert understanding.read(text).facts == facts


def test_a_correction_wins(understanding: Understanding) -> None:
    text = "My order is AB-111111. Sorry, I mistyped: it is order AB-222222."
    assert understanding.read(text).facts["order_id"] == "AB-222222"


def test_facts_of_people_who_are_not_served(understanding: Understanding) -> None:
    meaning = understanding.read("Где мой заказ AB-104882?")
    assert (meaning.served, meaning.facts) == (False, {"order_id": "AB-104882"})


@pytest.mark.parametrize("text", ["I waited 2 weeks", "24/7", "In 2026 I moved", "I am So Angry"])
def test_what_is_no_fact(understanding: Understanding, text: str) -> None:
    assert understanding.read(text).facts == {}
