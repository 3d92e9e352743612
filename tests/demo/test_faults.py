"""Each fault does what it says, and nothing when it is off."""

from dataclasses import replace

import pytest

from escalation_tests.demo.faults import UnknownFault, broken, known_faults
from escalation_tests.demo.meaning import Meaning
from tests.demo.shop import ANGRY, CHAT, HUMAN, LOST, REFUND, Shop, asks


def test_there_are_at_least_two_of_every_letter() -> None:
    letters = [fault.id[0] for fault in known_faults().values()]
    assert {letter: letters.count(letter) >= 2 for letter in "TDCRNP"} == dict.fromkeys(
        "TDCRNP", True
    )


def test_every_fault_says_what_it_does() -> None:
    assert all(fault.about.endswith(".") for fault in known_faults().values())


def test_a_near_miss_is_pointed_out() -> None:
    with pytest.raises(UnknownFault, match=r"did you mean N1-silent-handoff\?"):
        broken(["N1-silent-handof"])


def test_an_unknown_fault_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownFault, match="N1-silent-handoff"):
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


STORY = (
    ("I want 49.90 EUR back for AB-104882", REFUND),
    ("I have waited", Meaning(steps=("waited",))),
    ("that does not help", ANGRY),
    ("get me someone real", HUMAN),
    ("anybody there?", CHAT),
)


def played(*faults, answers=lambda _: 201, story=STORY):
    """What was said, signalled and delivered, without what differs from run to run."""
    shop = Shop(*faults, answers=answers)
    replies = shop.talk(*story)
    cases = [{**one, "created_at": 0, "id": "", "at": 0} for one in shop.posted]
    for case in cases:
        case["transcript"] = [line["text"] for line in case.get("transcript", [])]
    signals = [{**(reply.handoff or {}), "id": ""} for reply in replies]
    return {"said": [reply.texts for reply in replies], "signals": signals, "cases": cases}


def changes(fault, **options):
    """What a fault changes in the story, by place."""
    healthy, ill = played(**options), played(fault, **options)
    found = {key for key in ("said", "signals") if healthy[key] != ill[key]}
    if len(healthy["cases"]) != len(ill["cases"]):
        return found | {"deliveries"}
    for before, after in zip(healthy["cases"], ill["cases"], strict=True):
        found |= {key for key in before | after if before.get(key) != after.get(key)}
    return found


@pytest.mark.parametrize(
    ("fault", "places"),
    [
        ("C1", {"transcript"}),
        ("C3", {"transcript"}),
        ("C8", {"customer", "summary"}),
        ("C15", {"attempted_steps", "summary"}),
        ("R1", {"queue", "signals", "said"}),  # the team that the notice names is told truly
        ("R5", {"priority", "signals"}),
        ("N1", {"said"}),
        ("N4", {"said"}),
        ("N5", set()),
        ("P1", {"said"}),
        ("P2", {"deliveries"}),
        ("D1", {"deliveries"}),
        ("D3", set()),
        ("T4", set()),
    ],
)
def test_a_fault_changes_its_own_place_and_no_other(fault, places) -> None:
    assert changes(fault) == places


def test_d1_posts_the_same_case_again() -> None:
    first, second, _ = played("D1")["cases"]
    assert first == second


def test_d3_shows_only_when_the_desk_refuses() -> None:
    refused = lambda _: 409  # noqa: E731
    ill, healthy = played("D3", answers=refused), played()
    assert ill["said"] == healthy["said"]
    assert ill["signals"] == healthy["signals"]


def test_n5_shows_only_in_other_languages_and_only_in_the_notice() -> None:
    story = tuple((text, replace(meaning, language="fr")) for text, meaning in STORY)
    assert changes("N5", story=story) == {"said"}
    before, after = (played(*faults, story=story)["said"] for faults in ((), ("N5",)))
    assert [place for place in range(5) if before[place] != after[place]] == [3]


@pytest.mark.parametrize("fault", ["T1", "T3"])
def test_who_is_not_heard_is_answered_as_if_nothing_was_asked(fault) -> None:
    unheard = tuple(
        (text, replace(meaning, wants_human=False) if meaning is HUMAN else meaning)
        for text, meaning in STORY
    )
    assert played(fault) == played(story=unheard)


@pytest.mark.parametrize("fault", ["T1", "T3", "T4"])
def test_other_triggers_work_in_a_bot_that_is_deaf_or_jumpy(fault) -> None:
    assert Shop(fault).talk(ANGRY, ANGRY)[-1].handoff["reason"] == "frustration"
    assert Shop(fault).talk(LOST, LOST)[-1].handoff["reason"] == "low_confidence"
    assert Shop(fault).talk(asks("legal_threat"))[0].handoff["reason"] == "out_of_scope"


def test_t5_changes_nothing_but_that_nobody_is_called() -> None:
    healthy, ill = played(), played("T5")
    assert ill["said"] == healthy["said"]
    assert ill["cases"] == []
    assert ill["signals"] == [{"id": ""}] * len(STORY)


def test_faults_add_up() -> None:
    (case,) = played("c1", "C8", "C15-steps-missing", "R1", "P2")["cases"]
    kept = {key: case[key] for key in ("transcript", "customer", "attempted_steps", "queue")}
    assert kept == {
        "transcript": [],
        "customer": {},
        "attempted_steps": [],
        "queue": "general",
    }
    said = played("N4", "N5", story=[("s", Meaning(language="es", wants_human=True))])["said"]
    assert said[0][0].startswith("I am connecting you")
    assert said[0][0].endswith("}}")
    assert played("N1", "N4", "N5")["said"][3] == ()


def test_the_order_in_which_faults_are_named_does_not_matter() -> None:
    names = ["N5", "R1", "C8", "N4", "D1", "T4", "P1"]
    assert played(*names) == played(*reversed(names))


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
