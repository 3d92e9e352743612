"""The notation of rules, and that every rule can be found by the words it needs."""

import pytest

from escalation_tests.demo.understanding.notation import Grammar, rule
from escalation_tests.demo.understanding.rulebook import Rulebook, blanked, matched

GRAMMAR = Grammar({"pet": "cat|dog", "see": "see|sees"}, "the|a", lambda word: word)

CASES = [
    ("{pet} sleeps", "the dog sleeps ", True),
    ("{pet} sleeps", "the dog barks ", False),
    ("{see} ~ {pet}", "she sees the cat ", True),
    ("{see} ~ {pet}", "she sees my cat ", False),
    ("{see} . {pet}", "she sees my cat ", True),
    ("{see} .. {pet}", "she sees one more cat ", True),
    ("{see} .. {pet}", "she sees one , the cat ", False),
    ("{see} ... {pet}", "she sees one , the cat ", True),
    ("run*", "they were running ", True),
    ("^ {pet} $", "cat ", True),
    ("^ {pet} $", "my cat ", False),
    ("{see} not? {pet}", "see cat ", True),
    ("{pet} & sleeps", "sleeps does the cat ", True),
    ("{pet} &! sleeps", "the cat sleeps ", False),
    ("{pet}_food", "some dog food ", True),
]


@pytest.mark.parametrize(("line", "text", "holds"), CASES)
def test_rules(line: str, text: str, holds: bool) -> None:
    book = Rulebook([rule("animals", line, GRAMMAR)])
    found = book.candidates(text).get("animals", [])
    assert matched(found, text) is holds


def test_unknown_sets_are_errors() -> None:
    with pytest.raises(KeyError):
        rule("animals", "{bird} sings", GRAMMAR)


def test_blanked_text_does_not_read_on() -> None:
    book = [rule("not animals", "{pet}", GRAMMAR)]
    assert blanked(book, "see the cat sleep ") == "see the , sleep "
