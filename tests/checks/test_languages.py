"""In which language and script a text is, at the borders of what can be told."""

import pytest

from escalation_tests.checks.texts import words
from escalation_tests.checks.tongue import elsewhere, language_of, legible, primary, vouched


@pytest.mark.parametrize(
    ("written", "code"),
    [("pt-BR", "pt"), ("pt_BR", "pt"), ("zh-Hant-TW", "zh"), ("zh_Hant_TW", "zh"), (" EN ", "en")],
)
def test_a_language_without_its_country(written, code) -> None:
    assert primary(written) == code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("担当者は不在です", "ja"),
        ("担当者不在", "ja"),
        ("担当者不在です OK go", "ja"),
        ("オペレーター", "ja"),
        ("ーーーー", "ja"),
        ("担当者オペ", "ja"),
        ("担当者不在です Nobody is here", None),
        ("担当ですか abcd", "ja"),
        ("担当です abcd", None),
        ("担当です abcde", None),
        ("привет abcdef", None),
        ("привет abcde", "be"),
        ("привет abcdefgh", None),
        ("Γεια σας", "el"),
        ("\U00017000\U00017001", None),
        ("ÄÖÜ", None),
        ("", None),
        ("123 …", None),
    ],
)
def test_the_script_of_most_letters(text, language) -> None:
    assert language_of(text) == language
    assert legible(text) is (language is None)


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("担当者不在", True),
        ("担当者不在です", False),
        ("担当者不在デス", False),
        ("担当者不在ー", False),
        ("担当者不在でス abcdef", False),
        ("担当者不在でス abcdefg", None),
        ("担当者不在です abcdefg", None),
        ("担当者不在で abcdefgh", None),
    ],
)
def test_syllables_tell_japanese_from_chinese(text, chinese) -> None:
    assert elsewhere(text, "zh") == {True: None, False: "ja", None: None}[chinese]
    assert vouched(text, "zh") is bool(chinese)
    assert vouched(text, "ja") is (chinese is not None)


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert language_of("x" * 2000 + "привет" * 1000) is None
    assert language_of("the and you " * 100 + "xyz " * 100 + "der die das " * 500) == "en"


@pytest.mark.parametrize(
    ("text", "expected", "actual"),
    [
        ("Espere aquí, la agente.", "fr", "es"),
        ("Aquí la los agente.", "fr", "es"),
        ("Espere la un agente.", "fr", None),
        ("Espere la agente.", "fr", None),
        ("Espere aquí, la agente.", "es", None),
    ],
)
def test_small_words_that_only_the_other_language_has(text, expected, actual) -> None:
    assert elsewhere(text, expected) == actual


@pytest.mark.parametrize(
    ("text", "expected", "known"),
    [
        ("Gracias", "es", True),
        ("Gracias", "es-MX", True),
        ("Gracias", "en", False),
        ("Gracias", "pl", False),
        ("担当者におつなぎします。", "ja", True),
        ("担当者におつなぎします。", "zh", False),
    ],
)
def test_one_small_word_is_a_sign_of_its_language(text, expected, known) -> None:
    assert vouched(text, expected) is known


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("in\u200bvisible", ["invisible"]),
        ("a\u0335b", ["ab"]),
        ("tech_support", ["tech", "support"]),
        ("It's", ["it", "s"]),
    ],
)
def test_words_without_what_nobody_sees(text, parts) -> None:
    assert words(text) == parts
    assert words("x " * 300 + text) == ["x"] * 300 + parts
