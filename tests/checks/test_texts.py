"""Texts are compared as people compare them."""

import pytest

from escalation_tests.checks.glitches import _FAILINGS, broken_part, failing
from escalation_tests.checks.offers import _PERHAPS
from escalation_tests.checks.queues import hints_at, names_team, same_queue
from escalation_tests.checks.summary import _UNTRIED
from escalation_tests.checks.texts import cut, folded, has_phrase, key, listed, quoted
from escalation_tests.checks.tongue import elsewhere, language_of, legible, vouched


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('It\'s  "so" – well…', "It’s “so” - well..."),
        ("<p>Hello&nbsp;<b>you</b></p>", "Hello you"),
        ("&lt;b&gt;Hi&lt;/b&gt; all", "Hi all"),
        ("**Hello** [here](https://example.org/x)", "Hello here"),
        ("ｆｕｌｌ width", "full width"),
        ("in\u200bvis\u00adible", "invisible"),
        ("Cafe\u0301", "Café"),
        ("a\nb\tc", "a b c"),
    ],
)
def test_the_same_message(one, other) -> None:
    assert key(one) == key(other)


def test_another_message() -> None:
    assert key("I was charged 49.90") != key("I was charged 49.91")


def test_texts_in_messages_are_short_and_on_one_line() -> None:
    shown = quoted("line one\nline two " + "x" * 500)
    assert len(shown) <= 122
    assert "\n" not in shown
    assert cut("a\x00b\ud800") == "a\ufffdb\ufffd"


def test_lists_read_well() -> None:
    assert [listed(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    "text",
    [
        "Hello {name}!", "Hi {{ user.first_name }}", "You are number ${position}.",
        "Please wait %s minutes", "Hello %(name)s", "conversation.humanAgent.name has joined",
        "agent.name will help", "TypeError: x is undefined", "undefined has joined",
        "Traceback (most recent call last)", "java.lang.NullPointerException: null",
        "<no value> will be with you", "Hello <agent_name>", "Hi [customer_name]",
        "Your agent is null.", "HTTP 500 Internal Server Error", "502 Bad Gateway",
        "Position [object Object]", "ETA NaN minutes", "at foo.bar(index.js:10:5)",
        "Hello <%= name %>",
    ],
)  # fmt: skip
def test_what_a_program_left_behind(text) -> None:
    assert broken_part(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am connecting you with Maria from billing.", "That is 100% sure.", "50% solved",
        "See www.shop.example.com or help@shop.example.com", "https://shop.example.com/a.b?c={x}y",
        "Das ist in null Komma nichts erledigt, und Sie bekommen eine E-Mail von uns.",
        "Open from 9 a.m. to 5 p.m., e.g. tomorrow", "It costs $50 {approx}"[:12],
        "We had an error in our error log.", "Version 1.2.3 is out", "[link](https://x.org)",
        "Exception: none of this applies to sales", "Your order.Thanks",
    ],
)  # fmt: skip
def test_what_is_sound(text) -> None:
    if "{x}" in text:
        text = text.replace("{x}", "1")
    assert broken_part(text) is None


def test_a_phrase_stands_for_itself_and_a_beginning_for_what_begins_so() -> None:
    phrases = ("call back", "no steps*")
    assert has_phrase(" please call back soon ", phrases)
    assert not has_phrase(" please call backwards ", phrases)
    assert has_phrase(" no stepsons ", phrases)
    assert not has_phrase(" no step ", phrases)


@pytest.mark.parametrize("phrases", [_FAILINGS, _PERHAPS, _UNTRIED])
def test_every_phrase_is_folded_and_open_at_its_end_alone(phrases) -> None:
    for phrase in phrases:
        bare = phrase.removesuffix("*")
        assert folded(bare) == f" {bare} "


def test_only_the_beginning_of_a_long_text_is_searched() -> None:
    assert broken_part("x " * 9_990 + "{{name}}") == "{{name}}"
    assert broken_part("x " * 9_999 + "{{name}}") is None


def test_words_of_failure() -> None:
    assert failing("Sorry, I couldn't generate that.") == "couldn t generate"
    assert failing("Something went wrong.") == "something went wrong"
    assert failing("Sorry, I could not generate an answer.")
    assert failing("Se ha producido un error.")
    assert failing("Something went well.") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I am connecting you with a colleague, please wait.", "en"),
        ("Le paso con un compañero de nuestro equipo, espere por favor.", "es"),
        ("Je vous mets en relation avec un conseiller, merci de patienter.", "fr"),
        ("Ich verbinde Sie mit einem Kollegen, bitte warten Sie.", "de"),
        ("Vou transferir você para um atendente, aguarde por favor.", "pt"),
        ("担当者におつなぎします。", "ja"),
        ("سأقوم بتحويلك إلى موظف الآن", "ar"),
        ("Соединяю вас с оператором", "be"),
        ("OK", None),
        ("", None),
    ],
)
def test_languages(text, language) -> None:
    assert language_of(text) == language


def test_another_language_needs_clear_evidence() -> None:
    spanish = "Le paso con un compañero de nuestro equipo, espere por favor."
    assert elsewhere(spanish, "en") == "es"
    assert elsewhere(spanish, "es-MX") is None
    assert elsewhere(spanish, "ar") == "es"
    assert elsewhere("Connecting… Maria García, Billing", "es") is None
    assert elsewhere("担当者におつなぎします。", "en") == "ja"
    assert elsewhere("担当者におつなぎします。", "ja") is None
    assert elsewhere("Łączę pana z konsultantem, proszę czekać na połączenie", "pl") is None
    assert vouched(spanish, "es")
    assert not vouched("OK", "es")
    assert legible(spanish)
    assert not legible("担当者におつなぎします。")


def test_queues() -> None:
    assert same_queue("Tech-Support", "tech_support")
    assert names_team("I pass you to the billing team.", "billing")
    assert names_team("Le paso con el departamento de facturación", "facturacion")
    assert not names_team("A general question about billing", "general")
    assert hints_at("Our overflow colleagues help.", "billing_overflow", "billing")
    assert not hints_at("Our billing colleagues help.", "billing_overflow", "billing")
