"""Whether a human would recognise a step in what the handoff says."""

import pytest

from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.steps import tells, untold
from escalation_tests.model.handoff import Handoff, Source
from tests.checks.records import bench, healthy


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("restarted the router", True),
        ("Restarting", True),
        ("rebooted it", True),
        ("rest", True),
        ("res", False),
        ("article", False),
        ("", False),
        ("re-started", False),
        ("retarded it", False),
    ],
)
def test_a_step_is_recognised_in_its_forms(text, known) -> None:
    assert tells(text, "restart", Hearing(healthy().record(), bench())) is known


@pytest.mark.parametrize(
    ("text", "known"), [("cleared the cookies", True), ("cookies", False), ("clear cookie", True)]
)
def test_all_words_of_a_step_are_told(text, known) -> None:
    hearing = Hearing(healthy().record(), bench())
    assert tells(text, "clear_cookies", hearing) is known


def test_short_words_are_compared_whole() -> None:
    hearing = Hearing(healthy().record(), bench())
    assert tells("a faq", "faq", hearing)
    assert not tells("a faqs", "faq", hearing)
    assert tells("call them", "call", hearing)
    assert tells("calls them", "call", hearing)
    assert not tells("xestart", "restart", hearing)


@pytest.mark.parametrize(
    ("word", "step", "known"),
    [
        ("verifies", "verified", True),
        ("verifies", "terrified", False),
        ("cab" + "d" * 38 + "x" * 9, "cab" + "d" * 38 + "y" * 9, True),
        ("cab" + "d" * 37 + "x" * 10, "cab" + "d" * 37 + "y" * 10, False),
    ],
)
def test_forms_of_a_word_begin_alike_and_are_alike_enough(word, step, known) -> None:
    assert tells(word, step, Hearing(healthy().record(), bench())) is known


@pytest.mark.parametrize("end", [".", ";", "\n"])
def test_the_last_word_of_a_sentence_is_a_word(end) -> None:
    held = Handoff("c", Source.WEBHOOK, summary=f"They read the faq{end} then left")
    assert untold(Hearing(healthy().record(), bench()), held, ["faq"]) == []


@pytest.mark.parametrize(
    ("parts", "lost"),
    [
        ({"summary": "They cleared all. The cookies too."}, ["clear_cookies"]),
        ({"summary": "They cleared all; the cookies too."}, ["clear_cookies"]),
        ({"summary": "They cleared all\nthe cookies too."}, ["clear_cookies"]),
        ({"summary": "They cleared the cookies"}, []),
        ({"reason": "They cleared the cookies"}, []),
        ({"summary": "They cleared all", "reason": "the cookies too"}, ["clear_cookies"]),
        ({"attempted": ("cleared", "cookies")}, ["clear_cookies"]),
        ({"attempted": ("clear-cookies",)}, []),
        ({}, ["clear_cookies"]),
    ],
)
def test_a_step_stands_in_one_sentence(parts, lost) -> None:
    held = Handoff("c", Source.WEBHOOK, **parts)
    assert untold(Hearing(healthy().record(), bench()), held, ["clear_cookies"]) == lost


def test_a_step_that_no_word_stands_for_is_never_told() -> None:
    held = Handoff("c", Source.WEBHOOK)
    assert untold(Hearing(healthy().record(), bench()), held, ["xxxx"]) == ["xxxx"]
