"""Events are found in bytes however these are cut, and numbers put things in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_tests.channels.frames import Frame, Frames
from escalation_tests.channels.sequence import MOST_HELD, Sequence
from escalation_tests.errors import ChannelError

ENDS = ["\n", "\r\n", "\r"]
WORD = st.text(st.characters(exclude_characters="\r\n\0", codec="utf-8"), max_size=8)


def read(*chunks: bytes, largest: int = 1000) -> list[Frame]:
    frames = Frames(largest)
    found = [frame for chunk in chunks for frame in frames.feed(chunk)]
    return [*found, *frames.finish()]


@given(
    events=st.lists(st.lists(WORD, min_size=1, max_size=3), max_size=4),
    end=st.sampled_from(ENDS),
    size=st.integers(1, 20),
)
def test_events_are_the_same_however_the_stream_was_cut(events, end, size):
    lines = "".join(
        "".join(f"data: {line}{end}" for line in lines) + f"id: {place}{end}" + end
        for place, lines in enumerate(events)
    )
    sent = lines.encode()
    pieces = [sent[start : start + size] for start in range(0, len(sent), size)]
    wanted = [Frame("message", "\n".join(lines), str(place)) for place, lines in enumerate(events)]
    assert read(*pieces) == read(sent) == wanted


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (b"\xef\xbb\xbfdata: a\n\n", [Frame("message", "a", None)]),
        (b"data:a\n\n", [Frame("message", "a", None)]),
        (b"data:  a\n\n", [Frame("message", " a", None)]),
        (b"data\n\n", [Frame("message", "", None)]),
        (b": nothing but a comment\n\n", []),
        (b"event: end\n\n", [Frame("end", "", None)]),
        (b"id: 7\nevent: x\ndata: a\nid\n\n", [Frame("x", "a", "")]),
        (b"id: 7\0\ndata: a\nother: b\n\n", [Frame("message", "a", None)]),
        (b"\n\n\ndata: a\n\n\n\n", [Frame("message", "a", None)]),
        (b"event: half an event without data\n", []),
        (b"data: a\r\r", [Frame("message", "a", None)]),
    ],
)
def test_what_lines_stand_for(sent, found):
    assert read(sent) == found


@pytest.mark.parametrize("sent", [b"data: a", b"data: a\n", b"data: a\n\ndata: b", b"data: a\r"])
def test_an_event_that_breaks_off_does_not_count(sent):
    with pytest.raises(ChannelError, match="in the middle of an event") as caught:
        read(sent)
    assert caught.value.trouble.kind == "cut"


@pytest.mark.parametrize("sent", [b"data: caf\xe9\n\n", b"data: \xf0\x9f"])
def test_what_is_not_utf8(sent):
    with pytest.raises(ChannelError) as caught:
        read(sent)
    assert caught.value.trouble.kind == "not-utf8"


@pytest.mark.parametrize("chunk", [b"x", b"data: xxxxxxxxxx\n", b": xxxxxxxxxx\n"])
def test_an_event_that_never_ends_is_too_large(chunk):
    with pytest.raises(ChannelError) as caught:
        read(*[chunk] * 200, largest=100)
    assert caught.value.trouble.kind == "too-large"


@pytest.mark.parametrize(
    ("sent", "seconds"), [("250", 0.25), ("x", None), ("9" * 9, None), ("", None)]
)
def test_the_bot_may_say_when_to_come_again(sent, seconds):
    frames = Frames(100)
    assert list(frames.feed(f"retry: {sent}\n\n".encode())) == []
    assert frames.retry == seconds


@given(st.integers(0, 1), st.permutations(range(8)))
def test_numbered_things_come_in_order_and_once(first, order):
    sequence = Sequence()
    found = [
        thing
        for number in [*order, *order]
        for thing in sequence.feed(first + number, first + number)
    ]
    if first == 0 and order.index(1) < order.index(0):
        assert found == list(range(1, 8))  # it cannot be known that 0 was still to come
    else:
        assert found == [first + number for number in range(8)]
    sequence.finish()


@pytest.mark.parametrize("numbers", [[1, 3], [2], [0, 1, 5, 6]])
def test_one_that_never_comes_is_an_error(numbers):
    sequence = Sequence()
    for number in numbers:
        list(sequence.feed(number, ""))
    with pytest.raises(ChannelError, match="never came, though"):
        sequence.finish()


def test_numbers_may_go_on_or_begin_anew():
    sequence = Sequence()
    found = [*sequence.feed(1, "a"), *sequence.feed(2, "b")]
    sequence.finish()
    found += sequence.feed(3, "c")
    sequence.finish()
    found += sequence.feed(1, "d")
    assert found == ["a", "b", "c", "d"]


def test_nothing_is_held_back_without_bounds():
    sequence = Sequence()
    for number in range(2, MOST_HELD + 2):
        assert list(sequence.feed(number, "")) == []
    with pytest.raises(ChannelError, match="numbered 0 or 1 never came"):
        list(sequence.feed(0x1000, ""))
