"""What the bot writes is read as what it means, in each of its languages."""

import string

import pytest

from escalation_tests.demo.bot.letters import NEEDED, load_letters
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
    reading = read(LETTERS[language].text("unavailable"), language)
    assert (reading.reads, reading.asks_for) == ("unavailable", ())


def _answers(language: str) -> list[str]:
    texts = LETTERS[language]._texts
    plain = [
        texts[key]
        for key in (
            "greeting",
            "how_can_i_help",
            "chat",
            "rephrase",
            "empathy",
            "noted",
            "too_long",
        )
    ]
    plain += [f"{texts[opening]} {texts['chat']}" for opening in ("empathy", "noted")]
    return plain + [line.format_map(SAID) for lines in texts["answers"].values() for line in lines]


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for language in LETTERS for text in _answers(language)],
)
def test_an_answer_is_no_notice_and_asks_for_no_fact(read, language, text) -> None:
    reading = read(text, language)
    assert reading.reads == "none"
    assert set(reading.asks_for) <= {"issue"}, "what it is about may be asked at any time"


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("fact", ["order_id", "email"])
@pytest.mark.parametrize("opening", ["", "empathy", "noted"])
def test_a_question_asks_for_its_fact_and_nothing_else(read, language, fact, opening) -> None:
    letters = LETTERS[language]
    text = f"{letters.text(opening) if opening else ''} {letters.text('asks', fact)}"
    reading = read(text, language)
    assert (reading.reads, reading.asks_for) == ("none", (fact,))


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("fact", ["amount", "postcode"])
def test_other_questions_ask_for_nothing_that_is_a_fact_of_another_kind(
    read, language, fact
) -> None:
    places = {"postcode", "zip", "address"}
    asked = set(read(LETTERS[language].text("asks", fact), language).asks_for)
    assert asked <= ({fact} if fact == "amount" else places)


@pytest.mark.parametrize("language", sorted(_strangers()))
def test_a_stranger_s_notice_announces_as_well(read, language) -> None:
    english = LETTERS["en"].notice(Transfer("", "international", "normal", language))
    reading = read(f"{_strangers()[language]} {english}", language)
    assert (reading.reads, reading.says >= {"who", "next"}) == ("announces", True)


def test_strangers_are_greeted_in_their_language() -> None:
    assert {"ar", "he", "ja", "hi", "ru"} <= set(_strangers())


@pytest.mark.parametrize("language", LETTERS)
def test_every_language_has_every_wording(language) -> None:
    def shape(texts):
        return {key: shape(of) if isinstance(of, dict) else type(of) for key, of in texts.items()}

    assert shape(LETTERS[language]._texts) == shape(LETTERS["en"]._texts)
    assert set(LETTERS[language]._texts["teams"]) == {*QUEUES.values(), "international"}


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        (topic, text)
        for letters in LETTERS.values()
        for topic, texts in letters._texts["answers"].items()
        for text in texts
    ],
)
def test_an_answer_mentions_no_fact_that_was_not_asked_for(topic, text) -> None:
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    assert named <= set(NEEDED[topic])
