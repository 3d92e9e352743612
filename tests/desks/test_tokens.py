"""Whose token stands in a text."""

import random

from escalation_tests.desks.tokens import Tokens


def made(*pairs):
    tokens = Tokens()
    for token, owner in pairs:
        tokens.add(token, owner)
    return tokens


def test_a_token_is_found_wherever_it_stands_and_however_it_is_written() -> None:
    tokens = made(("K7F3", "a"), ("with-mark.9", "b"), ("", "c"))
    for text in ("k7f3", "mail k7f3@x", "Kim K7F3.", "xk7f3x", "a_k7f3_b", "Ana-K7f3"):
        assert tokens.owner(text) == "a"
    assert tokens.owner("see with-mark.9!") == "b"
    assert tokens.owner("k7f") is None
    assert made().owner("k7f3") is None


def test_the_latest_owner_wins_until_it_lets_go() -> None:
    tokens = made(("t1t1", "old"), ("t1t1", "new"))
    tokens.drop("t1t1", "old")
    assert tokens.owner("t1t1") == "new"
    tokens.drop("t1t1", "new")
    assert tokens.owner("t1t1") is None


def test_it_agrees_with_looking_for_each_token() -> None:
    rng = random.Random(7)
    letters = "ab1-"
    for _ in range(500):
        words = {"".join(rng.choices(letters, k=3)): str(n) for n in range(3)}
        text = "".join(rng.choices(letters, k=8))
        found = made(*words.items()).owner(text)
        assert (found in {words[word] for word in words if word in text}) == (
            any(word in text for word in words)
        )
