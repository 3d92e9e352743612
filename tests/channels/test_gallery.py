"""Bubbles are recognised from one look at the screen to the next: none is lost or counted twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_tests.channels.gallery import Gallery, Seen
from escalation_tests.model.event import Edited, Said
from escalation_tests.model.message import Speaker


def looks(*screens):
    """What each look adds, as texts; an edit is marked by what it was called."""
    gallery = Gallery()
    return [
        [event.text if isinstance(event, Said) else f"~{event.text}" for event in gallery.show(screen)]
        for screen in screens
    ]  # fmt: skip


def drawn(*texts, start=1):
    """Bubbles that are each a thing of its own in the page."""
    return [Seen(start + place, text) for place, text in enumerate(texts)]


def test_two_equal_bubbles_are_two() -> None:
    assert looks(drawn("ok"), drawn("ok", "ok")) == [["ok"], ["ok"]]


def test_a_page_that_is_drawn_anew_says_nothing_twice() -> None:
    assert looks(drawn("a", "a", "b"), drawn("a", "a", "b", start=10)) == [["a", "a", "b"], []]


def test_what_is_new_in_a_page_drawn_anew_is_heard_once() -> None:
    screens = [drawn("a"), drawn("a", "b", "b", start=10), drawn("a", "b", "b", "c", start=20)]
    assert looks(*screens) == [["a"], ["b", "b"], ["c"]]


def test_a_page_that_is_empty_for_a_moment_says_nothing_twice() -> None:
    assert looks(drawn("a", "b"), [], drawn("a", "b", "c", start=10)) == [["a", "b"], [], ["c"]]


def test_a_bubble_that_grows_is_edited() -> None:
    assert looks(drawn("I"), drawn("I can"), drawn("I can help")) == [["I"], ["~I can"], ["~I can help"]]  # fmt: skip


def test_a_bubble_that_is_drawn_anew_while_it_grows_is_edited() -> None:
    screens = [drawn("hi", "I"), [Seen(1, "hi"), Seen(9, "I can")], drawn("hi", "I can help", start=20)]  # fmt: skip
    assert looks(*screens) == [["hi", "I"], ["~I can"], ["~I can help"]]


def test_a_list_that_forgets_its_beginning_says_nothing_twice() -> None:
    whole = [Seen(n, f"line {n}") for n in range(6)]
    assert looks(whole[:4], whole[1:5], whole[3:]) == [
        [f"line {n}" for n in range(4)],
        ["line 4"],
        ["line 5"],
    ]


def test_what_is_said_again_after_it_scrolled_away_is_said_again() -> None:
    assert looks(drawn("ok", "and"), [Seen(2, "and"), Seen(3, "ok")])[1] == ["ok"]


def test_a_conversation_that_was_cleared_does_not_swallow_the_next_word() -> None:
    assert looks(drawn("welcome"), [], drawn("hello", start=10)) == [["welcome"], [], ["hello"]]


def test_what_the_page_calls_the_same_is_one() -> None:
    twice = [Seen(1, "hello", "m1"), Seen(2, "hello", "m1")]
    again = [Seen(3, "hello", "m1"), Seen(4, "hello", "m2")]
    assert looks(twice, again) == [["hello"], ["hello"]]


def test_a_bubble_that_gets_its_name_later_is_one() -> None:
    assert looks([Seen(1, "hello", "tmp")], [Seen(1, "hello", "m1")]) == [["hello"], []]


def test_a_thing_that_is_used_again_for_another_message_is_another() -> None:
    assert looks([Seen(1, "one", "m1")], [Seen(1, "two", "m2")]) == [["one"], ["two"]]


def test_what_cannot_be_read_yet_is_heard_when_it_can() -> None:
    assert looks(drawn(""), drawn("hello"), drawn(""), drawn("hello")) == [[], ["hello"], [], []]


def test_the_customer_is_not_the_bot() -> None:
    gallery = Gallery()
    gallery.wrote("hello  there")
    shown = [Seen(1, "hello there"), Seen(2, "hello there"), Seen(3, "me", speaker=Speaker.HUMAN)]
    found = [(event.text, event.speaker) for event in gallery.show(shown)]
    assert found == [("hello there", Speaker.BOT), ("me", Speaker.HUMAN)]
    assert gallery.echoes == 1


def test_what_a_live_region_holds_is_announced() -> None:
    gallery = Gallery()
    said = list(gallery.show([Seen(1, "a"), Seen(2, "b", live=True)]))
    assert gallery.announced == {said[1].id}


@given(
    st.lists(st.sampled_from(["ok", "yes", "hello"]), max_size=8),
    st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=8),
)
def test_drawing_anew_at_any_time_changes_nothing(said, steps) -> None:
    """Bubbles come in small groups, and now and then all of them are drawn anew."""
    gallery, heard, shown, start = Gallery(), [], 0, 0
    for anew, more in [*steps, (True, len(said))]:
        shown, start = min(len(said), shown + more), start + 100 if anew else start
        heard += gallery.show(drawn(*said[:shown], start=start))
    assert [event.text for event in heard if isinstance(event, Said)] == said
    assert not any(isinstance(event, Edited) for event in heard)


@pytest.mark.parametrize("text", ["\ud800", "a\x00b"])
def test_what_no_file_can_hold_is_replaced_once(text) -> None:
    first, second = looks(drawn(text), drawn(text))
    assert "\ufffd" in first[0]
    assert second == []
