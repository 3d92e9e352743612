"""A Bot Framework bot on Node, reached as its connector and by Direct Line: both by preset."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from tests.real.shop import (
    FAULTS,
    HEALTHY,
    ROOT,
    SHOP,
    brain,
    free_port,
    healthy,
    named,
    played,
    quiet_desk,
    running,
)

HERE = Path(__file__).parent / "botframework"
MODULES = ROOT / "build" / "real" / "botframework" / "node_modules"

pytestmark = pytest.mark.real

SLICE = "explicit_request and topic-switcher"
WAYS = pytest.mark.parametrize("preset", ["botframework", "directline"])


@contextmanager
def _bot(desk: str, *faults: str, transcript: str = "whole") -> Iterator[str]:
    node = shutil.which("node")
    if node is None or not MODULES.exists():
        pytest.fail("the Bot Framework is not installed for the tests; `make test-real` does it")
    with brain(desk, *faults) as thinking:
        command = [node, str(HERE / "bot.js"), "--brain", thinking, "--transcript", transcript]
        with running(command, NODE_PATH=str(MODULES)) as url:
            yield url


def _run(pytester: pytest.Pytester, preset: str, slice_: str, *faults: str) -> list[dict]:
    desk = free_port()
    with _bot(f"http://127.0.0.1:{desk}/", *faults) as url:
        where = f"{url}/api/messages" if preset == "botframework" else url
        return played(pytester, {"preset": preset, "url": where}, slice_, desk)


@pytest.mark.quick
@WAYS
def test_the_healthy_bot_keeps_its_promise(pytester, preset) -> None:
    entries = _run(pytester, preset, HEALTHY)
    healthy(entries)
    assert any(entry["witnesses"]["signal"] for entry in entries)


@pytest.mark.quick
@WAYS
@pytest.mark.parametrize(("fault", "check"), FAULTS)
def test_each_fault_is_named(pytester, preset, fault, check) -> None:
    named(_run(pytester, preset, "topic-switcher", fault), check)


def _by_its_event(
    pytester: pytest.Pytester, *faults: str, transcript: str = "whole"
) -> list[dict]:
    """What `handoff.initiate` carries, its transcript among it, is what the human would see."""
    policy = yaml.safe_load(SHOP.read_text("utf-8"))["policy"]
    policy["context"] = {"transcript": "full", "facts": "optional", "attempted_steps": "optional"}
    with quiet_desk() as desk, _bot(desk, *faults, transcript=transcript) as url:
        bot = {"preset": "botframework", "url": f"{url}/api/messages"}
        return played(pytester, bot, SLICE, desk={"preset": "botframework"}, policy=policy)


def test_the_handoff_event_alone_shows_context_and_routing(pytester) -> None:
    """It was asked for, which is no proof that anything arrived: delivery stays unseen."""
    entries = _by_its_event(pytester)
    assert [(e["id"], e["verdict"]) for e in entries if e["verdict"] != "passed"] == []
    told = [entry["checks"] for entry in entries if entry["trigger"]["expected"]]
    judged = ("context.transcript-complete", "context.order", "routing.queue")
    assert {checks[name] for checks in told for name in judged} == {"passed"}
    assert {checks["delivery.at-desk"] for checks in told} == {"not-observable"}


@pytest.mark.parametrize(
    ("transcript", "check"),
    [
        ("none", "context.transcript-complete"),
        ("late", "context.triggering-turn"),
        ("swapped", "context.roles"),
    ],
)
def test_a_transcript_that_is_broken_is_named(pytester, transcript, check) -> None:
    named(_by_its_event(pytester, transcript=transcript), check)


def test_a_wrong_queue_in_the_event_is_named(pytester) -> None:
    named(_by_its_event(pytester, "R1-default-queue"), "routing.queue")
