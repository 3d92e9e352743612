"""The phrase language of the lexicons."""

import pytest

from escalation_tests.checks.reading.finding import Found, Words
from escalation_tests.checks.reading.lexicon import BadLexicon, lexicon_from
from escalation_tests.checks.reading.words import sentences


def found(phrase: str, text: str) -> bool:
    words = {"animal": ["cat", "guinea pig"], "wanted": [phrase]}
    (sentence,) = sentences(text)
    return Found(Words(lexicon_from({"language": "xx", "words": words})), sentence).has("wanted")


@pytest.mark.parametrize(
    ("phrase", "text", "fits"),
    [
        ("big cat", "a big cat", True),
        ("big cat", "a big fat cat", False),
        ("big .. cat", "a big fat old grey cat", True),
        ("big .. cat", "a big fat old grey ugly cat", False),
        ("big .. cat", "a big dog, cat", False),
        ("big ,, cat", "a big dog, cat", True),
        ("big _ cat", "a big cat", False),
        ("big _ cat", "a big red cat", True),
        ("(big|very small) cat", "a very small cat", True),
        ("big (red)? cat", "a big cat", True),
        ("big red? cat", "a big red cat", True),
        ("transf* you", "Transferring you", True),
        ("*berater kommt", "Kundenberater kommt", True),
        ("my {animal}", "my guinea pig", True),
        ("my {animal}? sleeps", "my sleeps", True),
        ("can't", "I can’t", True),
        ("in # minutes", "in 5 minutes", True),
        ("in # minutes", "in few minutes", False),
        ("^ hello", "oh hello", False),
        ("bye $", "bye bye", True),
        ("café", "CAFE", True),
    ],
)
def test_a_phrase_fits(phrase: str, text: str, fits: bool) -> None:
    assert found(phrase, text) is fits


@pytest.mark.parametrize("phrase", ["(a|b", "a)", "", ".. a", "a * b", "$"])
def test_a_bad_phrase_is_quoted(phrase: str) -> None:
    with pytest.raises(BadLexicon, match=r"xx: words\.x") as problem:
        lexicon_from({"language": "xx", "words": {"x": [phrase]}})
    assert repr(phrase) in str(problem.value)


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("le devolver*emos", "`*` stands only at the beginning or end of a word"),
        ("2nd level", "in a text, '2nd' is read as '2 nd'"),
        ("this (or|/) that", "in a text, '/' is no word"),
    ],
)
def test_a_phrase_that_could_never_match_is_refused(phrase: str, told: str) -> None:
    with pytest.raises(BadLexicon) as problem:
        lexicon_from({"language": "xx", "words": {"x": [phrase]}})
    assert str(problem.value) == f"lexicon xx: words.x: phrase {phrase!r}: {told}"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"frames": {"transfers": ["a"]}}, "frames.transfers; did you mean 'transfer'"),
        ({"framez": {}}, "framez; did you mean 'frames'"),
        ({"words": ["a"]}, "words: expected a mapping"),
        ({"words": {"a": "b"}}, "words.a: expected a list"),
        ({"words": {"a": [True]}}, "True is not text"),
        ({"words": {"a": ["{b}"]}}, "refers to {b}"),
        ({"words": {"a": ["{b}"], "b": ["{a}"]}}, "contain each other"),
        ({"words": {"if": ["a"]}, "moods": {"if": ["a"]}}, "taken already"),
    ],
)
def test_a_bad_lexicon_is_refused_with_its_key(data: dict, told: str) -> None:
    with pytest.raises(BadLexicon) as problem:
        lexicon_from({"language": "xx", **data})
    assert told in str(problem.value)
    assert str(problem.value).startswith("lexicon xx")
