"""Which line is taken for which message, where more than one answer is thinkable."""

import pytest

from escalation_tests.checks.alignment import align
from escalation_tests.model.handoff import Line
from escalation_tests.model.message import Message, Speaker

CUSTOMER, BOT = Speaker.CUSTOMER, Speaker.BOT


def lines(*texts: str, speaker: Speaker | None = CUSTOMER) -> list[Line]:
    return [Line(speaker, text) for text in texts]


def said(*texts: str, speaker: Speaker = CUSTOMER) -> list[Message]:
    return [Message(speaker, text, turn=1) for text in texts]


# --- labels --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "label", "found"),
    [
        ("abcdef ghijkl", "a" * 40, True),
        ("abcdef ghijkl", "a" * 41, False),
        ("abcdef ghijk", "a" * 40, False),
        ("no", "thing else", False),
    ],
)
def test_a_label_beside_a_longer_message(text, label, found) -> None:
    assert bool(align(lines(f"{label} {text}"), said(text), ()).found) is found
    assert bool(align(lines(f"{text}{label}"), said(text), ()).found) is found


# --- masked values -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "line", "found"),
    [
        (("abc",), "Order *** please", True),
        (("ab",), "Order ** c please", False),
        (("abc", ""), "Order *** please", True),
        (("xyz",), "Order *** please", False),
    ],
)
def test_values_of_three_letters_and_more_may_be_masked(values, line, found) -> None:
    assert bool(align(lines(line), said("Order abc please"), values).found) is found


def test_the_longer_of_two_values_that_begin_alike_is_masked() -> None:
    masked = lines("Order ****** please")
    assert align(masked, said("Order 123456 please"), ("1234", "123456")).found == {0}


def test_a_message_that_is_nothing_but_a_value_is_not_found_in_any_line() -> None:
    assert align(lines("Hello"), said("AB-123456"), ("AB-123456",)).found == set()


# --- bubbles in one line -------------------------------------------------------------------


def test_bubbles_of_two_speakers_are_not_joined() -> None:
    both = [*said("one"), *said("two", speaker=BOT)]
    assert align(lines("one two"), both, ()).found == set()
    three = [*said("one", "two"), *said("three", speaker=BOT)]
    assert align(lines("one two three"), three, ()).found == set()


def test_a_message_without_letters_is_no_bubble_of_a_line() -> None:
    assert align(lines("one"), said("???", "one"), ()).found == {1}


def test_a_dozen_bubbles_stand_in_one_line_and_no_more() -> None:
    words = [f"word{letter}" for letter in "abcdefghijklm"]
    assert len(align(lines(" ".join(words[:12])), said(*words[:12]), ()).found) == 12
    assert align(lines(" ".join(words)), said(*words), ()).found == set()


# --- of several lines ----------------------------------------------------------------------


def test_of_equal_lines_the_last_one_stands_for_the_message() -> None:
    assert align(lines("help", "help"), said("help"), ()).spare == (0,)


def test_of_equal_lines_the_one_of_the_same_speaker_stands_for_the_message() -> None:
    both = [*lines("Yes"), *lines("Yes", speaker=BOT)]
    assert align(both, said("Yes"), ()).spare == (1,)
    assert align(both[::-1], said("Yes"), ()).spare == (0,)


def test_of_two_lines_the_one_without_a_label_stands_for_the_message() -> None:
    both = lines("Where is my parcel?", "09:12 Where is my parcel?")
    assert align(both, said("Where is my parcel?"), ()).spare == (1,)


def test_as_many_messages_as_possible_are_found_in_order() -> None:
    first, second = "I was charged twice for it", "My money has not come back"
    shown = [*lines("Agent!"), *lines(f"09:12 {first}", f"09:13 {second}", speaker=BOT)]
    alignment = align(shown, said(first, second, "Agent!"), ())
    assert [pair.line for pair in alignment.pairs] == [1, 2]
    assert [pair.line for pair in alignment.astray] == [0]


def test_lines_that_nobody_wrote_are_passed_over() -> None:
    alignment = align(lines("zero", "more", "one", "two"), said("one", "lost", "two"), ())
    assert [pair.line for pair in alignment.pairs] == [2, 3]
    assert alignment.spare == (0, 1)


# --- other words ---------------------------------------------------------------------------


def test_the_most_similar_line_is_the_changed_message() -> None:
    two = lines("I want my money back right today", "I want my parcel back please today")
    alignment = align(two, said("I want my money back right now"), ())
    assert alignment.changed == {0: 0}


def _words(letter: str, count: int) -> str:
    return " ".join(f"{letter}{number}" for number in range(count))


@pytest.mark.parametrize(("same", "changed"), [(180, {0: 0}), (179, {})])
def test_three_words_of_five_must_be_the_same(same, changed) -> None:
    line = f"{_words('a', same)} {_words('b', 321 - same)}"
    message = f"{_words('a', same)} {_words('c', 321 - same)}"
    assert align(lines(line), said(message), ()).changed == changed


def test_a_long_message_that_repeats_itself_is_recognised_in_other_words() -> None:
    line, message = f"So {'no ' * 240}", "no " * 250
    assert align(lines(line), said(message), ()).changed == {0: 0}
