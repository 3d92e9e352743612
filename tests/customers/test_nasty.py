"""Texts that break bots: every kind is drawn, each shrinks, and none counts for a trigger."""

import re
import unicodedata

import pytest
from hypothesis import Phase, find, given, settings

from escalation_tests.customers.generated import conversations, nasty_texts
from escalation_tests.customers.generated.nasty import LONGEST
from escalation_tests.model.move import Act
from tests.customers.conftest import material_of

TEXTS = nasty_texts()
OFTEN = settings(max_examples=2_000, deadline=None, phases=[Phase.generate])


def only(*categories: str):
    """Texts of signs of these Unicode categories alone."""
    return lambda text: text != "" and all(unicodedata.category(one) in categories for one in text)


def has(pattern: str):
    return lambda text: re.search(pattern, text) is not None


KINDS = {
    "empty": lambda text: text == "",
    "blank": lambda text: text != "" and not text.strip(),
    "one character": lambda text: len(text) == 1 and text != " ",
    "very long": lambda text: len(text) > 10_000,
    "emoji only": lambda text: "🙃" in text and only("So")(text),
    "right to left": lambda text: any(unicodedata.bidirectional(one) == "R" for one in text),
    "arabic": lambda text: any(unicodedata.bidirectional(one) == "AL" for one in text),
    "direction override": has("\u202e"),
    "zero width": lambda text: text != "" and all(one in "\u200b\u200d\ufeff" for one in text),
    "look-alike letters": has("[\u0391-\u03c9]"),
    "full width": has("[\uff41-\uff5a]"),
    "stacked marks": lambda text: any(unicodedata.category(one) == "Mn" for one in text),
    "control characters": has("[\x00-\x08\x0e-\x1f]"),
    "markup": has("<script>"),
    "markdown": has(r"\]\(javascript:"),
    "json": has('^{"role"'),
    "half a json": has('^{"text": "$'),
    "sql": has("DROP TABLE"),
    "template": has("{{7"),
    "lookup": has("jndi"),
    "format": has("%s"),
    "path": has(r"\.\./"),
    "claims a handoff": has('"handoff": true'),
    "looks like a trigger": has("^humanity$"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn(kind) -> None:
    assert KINDS[kind](find(TEXTS, KINDS[kind], settings=OFTEN))


def test_the_plainest_is_a_full_stop() -> None:
    assert find(TEXTS, lambda _: True) == "."


def test_none_is_longer_than_it_may_be() -> None:
    assert len(find(TEXTS, lambda text: len(text) >= 5_000, settings=OFTEN)) <= LONGEST
    with pytest.raises(ValueError, match="longest from 1 to 20000"):
        nasty_texts(20_001)


@settings(max_examples=100, deadline=None)
@given(conversations(material_of(), ["plain"], nasty=True))
def test_what_means_nothing_counts_for_nothing(plan) -> None:
    for visit in plan.visits:
        for move in visit.moves:
            if move.act is Act.CHATS:
                assert not move.triggers


def test_conversations_say_them_when_they_are_asked_to() -> None:
    def says(plan) -> bool:
        return any("<script>" in text for move in plan.moves for text in move.texts)

    assert says(find(conversations(material_of(), ["plain"], nasty=True), says, settings=OFTEN))
