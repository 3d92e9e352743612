import re
from pathlib import Path

import pytest

from escalation_tests.model.message import Message, Speaker
from escalation_tests.reporting.failure import failure_text
from escalation_tests.reporting.text import columns

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("verdict", ["passed", "failed", "error", "skipped"])
def test_the_text_for_each_verdict(workshop, verdict):
    expected = (GOLDEN / f"{verdict}.txt").read_text("utf-8")
    assert failure_text(workshop.outcome(verdict)) + "\n" == expected


def test_colours_change_nothing_but_colours(workshop):
    entry = workshop.outcome("failed")
    colored = failure_text(entry, color=True)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == failure_text(entry)


def test_several_trials_are_counted(workshop):
    entry = workshop.entry(workshop.passed(), workshop.failed(), require=2)
    assert "trials: 1 of 2 passed, 2 required; trial 2 is shown" in failure_text(entry)


@pytest.mark.parametrize(
    "hostile",
    ["\x1b]0;owned\x07", "\x9b31m", "\u202eevil\u2066", "a\rb", "\ud83d", "line\u2028break"],
)
def test_no_text_of_the_bot_can_steer_the_terminal(workshop, hostile):
    said = (Message(Speaker.BOT, hostile, 0.4, 1),)
    text = failure_text(workshop.entry(workshop.failed(messages=said)))
    assert text.isprintable() or all(c.isprintable() or c == "\n" for c in text)
    assert not set("\u202e\u2066\u2028") & set(text)
    text.encode("utf-8")


def test_lines_fit_the_width_also_with_wide_letters(workshop):
    said = (Message(Speaker.BOT, "你好" * 500, 0.4, 1),)
    entry = workshop.entry(workshop.failed(messages=said))
    lines = failure_text(entry, width=80).splitlines()
    assert max(columns(line) for line in lines if "reproduce" not in line) <= 81


def test_a_megabyte_is_cut_with_its_count(workshop):
    said = (Message(Speaker.BOT, "lorem ipsum " * 100_000, 0.4, 1),)
    text = failure_text(workshop.entry(workshop.failed(messages=said)))
    assert len(text) < 6_000
    assert "characters in all" in text


def test_a_long_conversation_shows_its_beginning_and_its_end(workshop):
    said = tuple(Message(Speaker.BOT, f"message {n}.", float(n), 1) for n in range(200))
    text = failure_text(workshop.entry(workshop.failed(messages=said)))
    assert "message 0." in text
    assert "message 199." in text
    assert "message 100." not in text
    assert re.search(r"… \d+ more …", text)


def test_earlier_visits_are_told(workshop):
    before = workshop.record(visit=1, conversation="c-0")
    text = failure_text(workshop.entry(workshop.failed(earlier=(before,), visit=2)))
    assert "visit 1" in text
    assert "visit 2 c-1" in text
