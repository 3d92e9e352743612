"""Languages, served or not."""

import pytest

from escalation_tests.demo.understanding import Understanding

SERVED = [
    ("Good morning, how much is the blue one?", "en"),
    ("Buenos días, ¿cuánto cuesta la azul?", "es"),
    ("Bonjour, combien coûte la bleue ?", "fr"),
    ("Guten Morgen, wie viel kostet die blaue?", "de"),
    ("Bom dia, quanto custa a azul?", "pt"),
]
STRANGE = [
    ("أين طردي من فضلك؟", "ar"),
    ("איפה החבילה שלי בבקשה?", "he"),
    ("荷物はどこですか。", "ja"),
    ("我的包裹在哪里", "zh"),
    ("मेरा पार्सल कहाँ है?", "hi"),
    ("Где моя посылка?", "ru"),
    ("Buongiorno, vorrei sapere dove è il mio pacco.", "it"),
    ("Waar is mijn pakket? Ik heb het nog niet gekregen.", "nl"),
]
LOANS = [
    "I ordered Die Verwandlung and a matryoshka, that is all.",
    "It is the 東京 cup for my friend Ольга, thanks.",
    "C'est la vie, as they say, where can I pay?",
]


@pytest.mark.parametrize(("text", "language"), SERVED)
def test_served_languages(understanding: Understanding, text: str, language: str) -> None:
    meaning = understanding.read(text)
    assert (meaning.language, meaning.served) == (language, True)


@pytest.mark.parametrize(("text", "language"), STRANGE)
def test_other_languages(understanding: Understanding, text: str, language: str) -> None:
    meaning = understanding.read(text)
    assert (meaning.language, meaning.served) == (language, False)


@pytest.mark.parametrize("text", LOANS)
def test_loan_words_do_not_make_a_language(understanding: Understanding, text: str) -> None:
    assert understanding.read(text).language == "en"


@pytest.mark.parametrize("before", ["en", "es", "fr", "de", "pt"])
@pytest.mark.parametrize("text", ["12345", "AB-104882", "👍", "ok", ""])
def test_what_is_in_no_language_stays_in_the_one_before(
    understanding: Understanding, text: str, before: str
) -> None:
    assert understanding.read(text, before).language == before


def test_asides_of_another_language(understanding: Understanding) -> None:
    meaning = understanding.read("O sea… agent, vale?")
    assert (meaning.language, meaning.wants_human) == ("en", True)
