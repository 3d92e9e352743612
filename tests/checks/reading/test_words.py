"""Cutting messages of any manner into sentences of folded words."""

from escalation_tests.checks.reading.words import LIMIT, clip, sentences


def rows(text: str) -> list[str]:
    return [" ".join(sentence.tokens) for sentence in sentences(text)]


def test_sentences_end_at_marks_and_lines() -> None:
    assert rows("One moment. Who? Me!\nYes") == ["one moment", "who", "me", "yes"]


def test_a_question_is_known_by_its_mark() -> None:
    assert [sentence.question for sentence in sentences("Ready? Go.")] == [True, False]


def test_a_list_is_announced_by_a_colon() -> None:
    first, second = sentences("I need the following:\n- your name")
    assert (first.opens, second.opens) == (True, False)


def test_accents_capitals_and_apostrophes_do_not_matter() -> None:
    assert rows("JE VOUS TRANSFÈRE") == rows("je vous transfere")
    assert rows("I’ll") == rows("I'll") == ["i ll"]


def test_markup_is_taken_off() -> None:
    assert rows("<p>Hello <b>you</b></p><p>**Bye** [now](http://x.example/y)</p>") == [
        "hello you",
        "bye now",
    ]


def test_numbers_and_addresses_stay_whole() -> None:
    assert rows("Call 1-888-555-0110 or write to a.b@example.com.") == [
        "call 1-888-555-0110 or write to a.b@example.com"
    ]


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert rows("Mr. Smith is here.") == ["mr , smith is here"]


def test_long_texts_are_read_at_both_ends() -> None:
    clipped = clip("a" * LIMIT + "b" * LIMIT)
    assert len(clipped) == LIMIT + 1
    assert clipped.startswith("a")
    assert clipped.endswith("b")
