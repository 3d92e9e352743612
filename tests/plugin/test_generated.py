"""Properties as items: each defect apart, with its rate, frozen and kept."""

import json

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.plugin.conftest import BOT, CONFIG

MADE_UP = "--escalation-generated=40"
ATTENTIVE = """
import re, yaml
from importlib.resources import files

BOOK = yaml.safe_load(files("escalation_tests.customers").joinpath("phrases/en.yaml").read_text("utf-8"))

def key(text):
    return re.sub("[^a-z]", "", text.lower())

def texts(found):
    return [found] if isinstance(found, str) else [t for one in (found.values() if isinstance(found, dict) else found) for t in texts(one)]

WISHES = {key(text) for part in ("triggers", "brief", "press_on") for text in texts(BOOK[part].get("explicit_request", []))}

def wished(said):
    texts = [line["text"] for line in said if line["role"] == "customer"]
    return any(key(" ".join(texts[-parts:])) in WISHES for parts in (1, 2, 3))
""" + BOT.replace("WANTED in text.lower()", "wished(said)")
"""Knows every wish for a human that our phrasebook has, also in parts, and nothing else for one."""


def test_conversations_are_made_up_unless_nothing_shall_be_derived(shop) -> None:
    """The shop of these tests plays its own scenarios alone: `matrix: "off"`."""
    assert "generated" not in shop.run("--collect-only", "-q").stdout.str()
    shop.config(CONFIG.replace('matrix: "off"', "matrix: covering"))
    assert "::generated::safety[plain]" in shop.run("--collect-only", "-q").stdout.str()
    silent = shop.run("--collect-only", "-q", "--escalation-generated=0")
    assert "generated" not in silent.stdout.str()


def test_a_defect_is_shrunk_where_it_shows_first(shop) -> None:
    shop.bot(wanted="supervisor of all supervisors")
    text = shop.run(MADE_UP, "-k", "liveness and (plain or temper)").stdout.str()
    assert text.count("trigger.in-time shows in 5 of 5 replays") == 1
    assert "trigger.in-time shows here too; liveness[" in text


def test_a_healthy_bot_keeps_every_property_that_can_be_seen(shop) -> None:
    shop.bot(source=ATTENTIVE)
    result = shop.run(MADE_UP, "-k", "(liveness or safety or once or swap) and plain")
    result.assert_outcomes(passed=3, skipped=1, deselected=167)  # no desk: once is not seen


def test_a_deaf_bot_is_shrunk_to_one_turn_and_told_with_its_rate(shop) -> None:
    shop.bot(wanted="supervisor of all supervisors")
    result = shop.run(MADE_UP, "-k", "liveness and plain")
    text = result.stdout.str()
    assert "trigger.in-time shows in 5 of 5 replays" in text
    assert "explicit_request comes due: handoff by turn 1" in text
    assert "2  customer" not in text
    assert "--escalation-generated=40" in text


def test_hostile_customers_also_write_what_breaks_bots(shop) -> None:
    """The bot knows each wish by its letters: any more of them, and it is deaf."""
    shop.bot(source=ATTENTIVE)
    result = shop.run(MADE_UP, "--escalation-hostile=yes", "-k", "liveness and plain")
    result.assert_outcomes(failed=1, deselected=170)
    text = result.stdout.str()
    assert "explicit_request comes due: handoff by turn 1" in text
    assert "--escalation-generated=40 --escalation-hostile=yes" in text


@pytest.fixture
def no_database():
    """Nothing is known from earlier runs."""
    before = settings.get_current_profile_name()
    settings.register_profile("forgetful", database=None)
    settings.load_profile("forgetful")
    yield
    settings.load_profile(before)


@pytest.mark.usefixtures("no_database")
def test_what_was_tried_is_counted_at_the_same_property_in_every_run(shop) -> None:
    """Though hunts run ahead of each other, and share conversations."""
    shop.bot(source=ATTENTIVE)
    counted = []
    for name in ("one.json", "two.json"):
        shop.run(MADE_UP, "-k", "plain and not swap", f"--escalation-json={name}")
        shop.forget()
        found = json.loads((shop.path / name).read_text("utf-8"))["conversations"]
        counted.append({entry["id"]: entry["exercised"] for entry in found})
    assert counted[0] == counted[1]
    assert any(counted[0].values())


@pytest.fixture
def database(tmp_path):
    """Hypothesis's database in a folder: in CI it keeps none unless a profile says so."""
    before = settings.get_current_profile_name()
    settings.register_profile("kept", database=DirectoryBasedExampleDatabase(tmp_path / "kept"))
    settings.load_profile("kept")
    yield
    settings.load_profile(before)


@pytest.mark.usefixtures("database")
def test_the_smallest_conversation_is_kept_for_the_next_run(shop) -> None:
    shop.bot(wanted="supervisor of all supervisors")
    shop.run(MADE_UP, "-k", "liveness and plain")
    shop.forget()
    shop.run("--escalation-generated=1", "--escalation-seed=4", "-k", "liveness and plain")
    assert len({conversation for conversation, _ in shop.calls()}) <= 8


def test_a_failing_conversation_is_frozen_and_fails_again(shop) -> None:
    shop.bot(wanted="supervisor of all supervisors")
    shop.run(MADE_UP, "-k", "liveness and plain", "--escalation-freeze=scenarios/frozen")
    files = list((shop.path / "scenarios" / "frozen").glob("*.yaml"))
    assert [file.name for file in files] == ["liveness-plain--trigger.in-time.yaml"]
    result = shop.run(str(files[0]))
    result.assert_outcomes(failed=1)


MORTAL = """
CALLS = []

def reply(conversation, text):
    CALLS.append(text)
    if len(CALLS) > 25:
        raise RuntimeError("on fire")
    return {"messages": ["Your order is on its way."]}
"""


def test_a_bot_that_dies_in_between_is_an_error_that_keeps_what_was_found(shop) -> None:
    shop.bot(source=MORTAL)
    result = shop.run(
        MADE_UP, "-k", "liveness and plain", "--escalation-concurrency=1",
        "--escalation-freeze=scenarios/frozen", "--escalation-json=out.json",
    )  # fmt: skip
    result.assert_outcomes(errors=1, deselected=170)
    text = " ".join(result.stdout.str().split())
    assert "on fire" in text
    assert "conversations; found until then: trigger.in-time" in text
    assert "explicit_request comes due" in text
    assert len(list((shop.path / "scenarios" / "frozen").glob("*.yaml"))) == 1


def test_a_dead_bot_is_an_error_and_no_failure(shop) -> None:
    shop.bot(source="def reply(conversation, text):\n    raise RuntimeError('on fire')\n")
    result = shop.run(MADE_UP, "-k", "safety and plain")
    result.assert_outcomes(errors=1, deselected=170)
    assert "on fire" in result.stdout.str()
