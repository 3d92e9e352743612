"""However it is typed, it means the same; and nothing breaks the reading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation_tests.demo.understanding import Understanding
from escalation_tests.demo.understanding.plain import unmasked

UNDERSTANDING = Understanding()
LINES = [
    "I want to talk to a human.",
    "This is ridiculous, I am furious!",
    "Where is my order AB-104882?",
    "Quiero hablar con una persona.",
    "Je suis très en colère.",
    "Ich möchte mit einem Menschen sprechen.",
    "Onde está o meu pedido AB-104882?",
]
_HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_ALIKE = str.maketrans("aeopcyx", "аеорсух")


@given(st.sampled_from(LINES), st.lists(st.tuples(st.integers(0, 60), st.sampled_from(_HIDDEN))))
def test_invisible_characters_change_nothing(line: str, hidden: list[tuple[int, str]]) -> None:
    text = line
    for place, char in hidden:
        text = text[:place] + char + text[place:]
    assert UNDERSTANDING.read(text) == UNDERSTANDING.read(line)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["en", "es", "fr", "de", "pt", "xx"]))
def test_reading_never_fails(text: str, before: str) -> None:
    meaning = UNDERSTANDING.read(text, before)
    assert 0 <= meaning.confidence <= 1


@settings(deadline=None)
@given(st.lists(st.sampled_from("{[<*\"':.,;!?\n AaBb12#@+-()é😀\u0301\ud800\x00"), max_size=300))
def test_no_row_of_signs_is_too_odd(signs: list[str]) -> None:
    assert UNDERSTANDING.read("".join(signs)).language


@pytest.mark.parametrize("line", LINES)
def test_case_and_marks_and_wrapping_change_nothing(line: str) -> None:
    plain = UNDERSTANDING.read(line)
    for text in (line.upper(), f"<b>{line}</b>", f"**{line}**", f"😤 {line} 😤", f"  {line}\n"):
        meaning = UNDERSTANDING.read(text)
        assert (meaning.wants_human, meaning.frustrated) == (plain.wants_human, plain.frustrated)
        assert (meaning.topic, meaning.facts) == (plain.topic, plain.facts)


@pytest.mark.parametrize("table", [_FULL, _ALIKE])
def test_lookalike_letters(table: dict[int, int]) -> None:
    assert UNDERSTANDING.read("I want to talk to a human now".translate(table)).wants_human


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("h\u0336u\u0323m\u0308a\u0301n", "humán"),
        ("𝐡𝐮𝐦𝐚𝐧 ａｇｅｎｔ", "human agent"),
        ("a&amp;b", "a&b"),
        ("[click](http://x.example)", "click"),
        ("Ольга", "Ольга"),
    ],
)
def test_what_is_seen(typed: str, plain: str) -> None:
    assert unmasked(typed) == plain


@pytest.mark.parametrize(
    "text",
    [
        "I wnat to talk to a hunan",
        "let me speek too a reel person",
        "connect me to an agnet plz",
        "i waaaant a huuuuman",
        "I want a h-u-m-a-n",
        "t4lk to 4 hum4n",
    ],
)
def test_slips(text: str) -> None:
    assert UNDERSTANDING.read(text).wants_human


def test_a_request_is_found_in_a_long_message() -> None:
    chatter = "The garden is full of birds this morning. " * 230
    text = f"{chatter}Please connect me to a person. {chatter}"
    assert len(text) > 19_000
    assert UNDERSTANDING.read(text).wants_human
