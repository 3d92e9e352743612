"""What can be understood at all."""

import pytest

from escalation_tests.demo.understanding import Understanding

NONSENSE = ["dfgh kjlö wert", "plonk fribble quazz", "???", "🤷🤷", "hjkl", ".", "mrgl brzz tk tk"]
SENSE = [
    "The tea is called Xyzzq.",
    "My username is qwrtz.",
    "Do you like cats?",
    "thx",
    "Yes.",
    "no",
    "I hav a qestion abut the shop",
    "Haben Sie am Sonntag geöffnet?",
    "Il fait froid ce matin.",
]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense(understanding: Understanding, text: str) -> None:
    meaning = understanding.read(text)
    assert not meaning.understood
    assert meaning.confidence < 0.4


@pytest.mark.parametrize("text", SENSE)
def test_sense(understanding: Understanding, text: str) -> None:
    meaning = understanding.read(text)
    assert meaning.understood
    assert meaning.chatting
