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
def _bot(desk: str, *faults: str) -> Iterator[str]:
    node = shutil.which("node")
    if node is None or not MODULES.exists():
        pytest.fail("the Bot Framework is not installed for the tests; `make test-real` does it")
    with brain(desk, *faults) as thinking:
        command = [node, str(HERE / "bot.js"), "--brain", thinking]
        with running(command, NODE_PATH=str(MODULES)) as url:
            yield url


def _run(pytester: pytest.Pytester, preset: str, slice_: str, *faults: str) -> list[dict]:
    desk = free_port()
    with _bot(f"http://127.0.0.1:{desk}/", *faults) as url:
        where = f"{url}/api/messages" if preset == "botframework" else url
        return played(pytester, {"preset": preset, "url": where}, slice_, desk)


@WAYS
def test_the_healthy_bot_keeps_its_promise(pytester, preset) -> None:
    entries = _run(pytester, preset, HEALTHY)
    healthy(entries)
    assert any(entry["witnesses"]["signal"] for entry in entries)


@WAYS
@pytest.mark.parametrize(("fault", "check"), FAULTS)
def test_each_fault_is_named(pytester, preset, fault, check) -> None:
    named(_run(pytester, preset, "topic-switcher", fault), check)


def test_the_handoff_event_alone_is_a_desk(pytester) -> None:
    """What `handoff.initiate` carries, its transcript among it, is what the human would see."""
    policy = yaml.safe_load(SHOP.read_text("utf-8"))["policy"]
    policy["context"] = {"transcript": "full", "facts": "optional", "attempted_steps": "optional"}
    with quiet_desk() as desk, _bot(desk) as url:
        bot = {"preset": "botframework", "url": f"{url}/api/messages"}
        other = {"desk": {"preset": "botframework"}, "policy": policy}
        entries = played(pytester, bot, SLICE, **other)
    assert [(e["id"], e["verdict"]) for e in entries if e["verdict"] != "passed"] == []
    assert 1 in {entry["witnesses"]["desk"] for entry in entries}
    assert "passed" in {entry["checks"].get("context.order") for entry in entries}
