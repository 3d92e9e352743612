"""Each fault does what it says, and nothing when it is off."""

import pytest

from escalation_tests.demo.faults import broken, known_faults
from escalation_tests.demo.meaning import Meaning
from tests.demo.shop import CHAT, HUMAN, REFUND, Shop, asks


def test_there_are_at_least_two_of_every_letter() -> None:
    letters = [fault.id[0] for fault in known_faults().values()]
    assert {letter: letters.count(letter) >= 2 for letter in "TDCRNP"} == dict.fromkeys(
        "TDCRNP", True
    )


def test_every_fault_says_what_it_does() -> None:
    assert all(fault.about.endswith(".") for fault in known_faults().values())


def test_an_unknown_fault_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="N1-silent-handoff"):
        broken(["N9"])


def test_short_ids_are_understood() -> None:
    assert broken(["n1"]).notice("text", None, {}) == ""


def test_t1_does_not_hear_the_wish() -> None:
    assert Shop("T1").talk(HUMAN)[0].handoff is None


def test_t3_hears_only_the_keywords() -> None:
    assert Shop("T3").talk(("someone real please", HUMAN))[0].handoff is None
    assert Shop("T3").talk(("a human please", HUMAN))[0].handoff


def test_t4_jumps_at_a_word() -> None:
    assert Shop("T4").talk(("my travel agent", CHAT))[0].handoff


def test_t5_tells_of_a_transfer_that_never_was() -> None:
    shop = Shop("T5")
    assert "connecting you" in shop.talk(HUMAN)[0].texts[0]
    assert shop.posted == []


def test_d1_delivers_twice() -> None:
    shop = Shop("D1")
    shop.talk(HUMAN)
    assert len({one["id"] for one in shop.handoffs}) == 2


def test_d3_does_not_notice_a_refusal() -> None:
    shop = Shop("D3", answers=lambda _: 409)
    assert "connecting you" in shop.talk(HUMAN)[0].texts[0]


@pytest.mark.parametrize(
    ("fault", "key", "lost"),
    [
        ("C1", "transcript", []),
        ("C8", "customer", {}),
        ("C15", "attempted_steps", []),
        ("R1", "queue", "general"),
    ],
)
def test_what_the_human_does_not_get(fault, key, lost) -> None:
    turns = (REFUND, Meaning(steps=("waited",)), HUMAN)
    healthy, ill = Shop(), Shop(fault)
    healthy.talk(*turns)
    ill.talk(*turns)
    assert ill.handoffs[0][key] == lost
    assert healthy.handoffs[0][key] != lost


def test_c3_loses_the_last_message() -> None:
    shop = Shop("C3")
    shop.talk(("first", REFUND), ("last", HUMAN))
    assert next(line["text"] for line in shop.handoffs[0]["transcript"]) == "first"
    assert "last" not in {line["text"] for line in shop.handoffs[0]["transcript"]}


def test_r5_turns_the_scale_upside_down() -> None:
    assert Shop("R5").talk(asks("legal_threat"))[0].handoff["priority"] == "low"


def test_n1_says_nothing() -> None:
    assert Shop("N1").talk(HUMAN)[0].texts == ()


def test_n4_shows_a_placeholder() -> None:
    assert "{{" in Shop("N4").talk(HUMAN)[0].texts[0]


def test_n5_speaks_english_to_everybody() -> None:
    (reply,) = Shop("N5").talk(Meaning(language="es", wants_human=True))
    assert reply.texts[0].startswith("I am connecting you")


def test_p1_talks_on() -> None:
    assert Shop("P1").talk(HUMAN, CHAT)[-1].texts


def test_p2_forgets_who_waits() -> None:
    shop = Shop("P2")
    shop.talk(HUMAN, CHAT)
    assert shop.forwarded == []
