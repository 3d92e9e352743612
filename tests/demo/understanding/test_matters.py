"""What a message is about, and what was tried already."""

import pytest

from escalation_tests.demo.understanding import Understanding

TOPICS = [
    ("en", "any idea when my package gets here?", "order_status"),
    ("en", "I'd like my money back", "refund"),
    ("en", "my card was billed two times", "double_charge"),
    ("en", "the login says my account is locked", "password"),
    ("en", "call off my order, please", "cancellation"),
    ("en", "the driver dropped my parcel at the wrong house", "delivery"),
    ("en", "the vase arrived cracked, I have a complaint", "complaint"),
    ("en", "my solicitor will be in touch, see you in court", "legal_threat"),
    ("en", "the toaster caught fire and I burnt my arm", "product_injury"),
    ("en", "do you offer wholesale prices for our firm", "business_invoice"),
    ("en", "wipe all my personal data, GDPR", "data_deletion"),
    ("es", "mi tarjeta tiene un cobro duplicado", "double_charge"),
    ("es", "voy a denunciarlos", "legal_threat"),
    ("es", "no recuerdo mi contraseña", "password"),
    ("fr", "je souhaite être remboursée", "refund"),
    ("fr", "le grille-pain a pris feu", "product_injury"),
    ("fr", "effacez toutes mes données", "data_deletion"),
    ("de", "bitte stornieren Sie das", "cancellation"),
    ("de", "ich schalte meinen Anwalt ein", "legal_threat"),
    ("de", "mein Kennwort geht nicht", "password"),
    ("pt", "onde está a minha encomenda?", "order_status"),
    ("pt", "o produto veio quebrado", "complaint"),
    ("pt", "preciso de fatura com IVA para a empresa", "business_invoice"),
]
NONE = [
    "Our legal team signed off on it.",
    "The price hurts my wallet.",
    "My daughter studies law.",
    "I am burning with curiosity.",
    "Lovely weather, isn't it?",
    "My order number is AB-104882.",
]
STEPS = [
    ("en", "I've been through your FAQ", "help_article"),
    ("en", "already changed my password", "password_reset"),
    ("en", "spoke to the delivery company", "called_courier"),
    ("en", "deleted my cookies", "cleared_cache"),
    ("en", "I waited two weeks", "waited"),
    ("en", "looked through my junk mail", "checked_spam"),
    ("en", "I reinstalled the app", "restarted_app"),
    ("en", "talked to my bank", "contacted_bank"),
    ("es", "ya llamé al banco", "contacted_bank"),
    ("fr", "j'ai redémarré l'application", "restarted_app"),
    ("de", "die Cookies habe ich gelöscht", "cleared_cache"),
    ("pt", "já esperei uma semana", "waited"),
]
UNTRIED = [
    "I have not called the courier.",
    "Should I clear the cache?",
    "I didn't read the FAQ yet.",
]


@pytest.mark.parametrize(("language", "text", "topic"), TOPICS)
def test_topics(understanding: Understanding, language: str, text: str, topic: str) -> None:
    assert understanding.read(text, language).topic == topic


@pytest.mark.parametrize("text", NONE)
def test_no_topic(understanding: Understanding, text: str) -> None:
    assert understanding.read(text).topic is None


@pytest.mark.parametrize(("language", "text", "step"), STEPS)
def test_steps(understanding: Understanding, language: str, text: str, step: str) -> None:
    assert understanding.read(text, language).steps == (step,)


@pytest.mark.parametrize("text", UNTRIED)
def test_steps_that_were_not_taken(understanding: Understanding, text: str) -> None:
    assert understanding.read(text).steps == ()


def test_what_is_raised_last_is_what_it_is_about(understanding: Understanding) -> None:
    text = "I wanted to cancel. Never mind. I cannot log in."
    assert understanding.read(text).topic == "password"


def test_a_matter_out_of_scope_is_never_hidden(understanding: Understanding) -> None:
    text = "I am suing you. And where is my parcel?"
    assert understanding.read(text).topic == "legal_threat"


def test_several_signs_in_one_message(understanding: Understanding) -> None:
    text = "I called my bank. This is outrageous! Let me talk to a person about my refund."
    meaning = understanding.read(text)
    assert meaning.wants_human
    assert meaning.frustrated
    assert (meaning.topic, meaning.steps) == ("refund", ("contacted_bank",))
