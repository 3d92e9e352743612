"""What the bot writes is read as what it means, in each of its languages."""

import pytest

from escalation_tests.demo.bot.letters import load_letters
from escalation_tests.demo.bot.policy import QUEUES, Transfer
from escalation_tests.demo.bot.service import _strangers
from escalation_tests.wiring import reader

LETTERS = load_letters()
FACTS = {
    "order_id": "AB-104882",
    "amount": "49.90 EUR",
    "email": "a@example.com",
    "postcode": "12345",
}
SAID = {key: FACTS.get(key, key) for key in FACTS}


@pytest.fixture(scope="module")
def read():
    return reader().read


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("queue", sorted({*QUEUES.values(), "international"}))
def test_a_notice_announces_who_and_what_next(read, language, queue) -> None:
    text = LETTERS[language].notice(Transfer("", queue, "normal", language))
    reading = read(text, language)
    assert (reading.reads, reading.says >= {"who", "next"}) == ("announces", True)


@pytest.mark.parametrize("language", LETTERS)
def test_nobody_there_is_read_as_that(read, language) -> None:
    assert read(LETTERS[language].text("unavailable"), language).reads == "unavailable"


def _answers(language: str) -> list[str]:
    texts = LETTERS[language]._texts
    plain = [
        texts[key]
        for key in ("greeting", "how_can_i_help", "chat", "rephrase", "empathy", "noted")
    ]
    return plain + [line.format_map(SAID) for lines in texts["answers"].values() for line in lines]


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for language in LETTERS for text in _answers(language)],
)
def test_an_answer_is_no_notice(read, language, text) -> None:
    assert read(text, language).reads == "none"


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("fact", ["order_id", "email"])
def test_a_question_asks_for_its_fact(read, language, fact) -> None:
    assert fact in read(LETTERS[language].text("asks", fact), language).asks_for


def test_strangers_are_greeted_in_their_language() -> None:
    assert {"ar", "he", "ja", "hi", "ru"} <= set(_strangers())
