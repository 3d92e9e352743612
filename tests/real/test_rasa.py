"""A Rasa bot with its own action server: reached over its REST channel, and its tracker as desk."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.real.shop import (
    FAULTS,
    ROOT,
    awaited,
    free_port,
    healthy,
    named,
    played,
    running,
)

HERE = ROOT / "tests" / "real" / "rasa"
REAL = ROOT / "build" / "real" / "rasa"
PYTHON = REAL / "bin" / "python"
MODEL = REAL / "models" / "shop.tar.gz"
WELL = "burst-writer or topic-switcher"
SLICE = "topic-switcher"

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture(scope="module")
def rasa() -> Iterator[tuple[str, int]]:
    """Where Rasa's server is, and the port at which it looks for its actions."""
    if not MODEL.exists():
        pytest.fail("Rasa is not installed for the tests; `make real-rasa` does it")
    port, actions = free_port(), free_port()
    given = {
        "--model": MODEL,
        "--interface": "127.0.0.1",
        "--port": port,
        "--endpoints": HERE / "endpoints.yml",
        "--credentials": HERE / "credentials.yml",
    }
    command = [str(PYTHON), "-m", "rasa", "run", "--enable-api"]
    command += [str(part) for pair in given.items() for part in pair]
    settings = {
        "SHOP_ACTIONS": f"http://127.0.0.1:{actions}/webhook",
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONPATH": "",
    }
    url = f"http://127.0.0.1:{port}"
    with awaited(command, f"{url}/status", **settings):
        yield url, actions


@contextmanager
def acting(port: int, *faults: str, pauses: bool = True) -> Iterator[None]:
    """Rasa's action server with the shop's action, and the brain behind it."""
    told = [part for fault in faults for part in ("--fault", fault)]
    thinks = [sys.executable, "-m", "tests.real.rasa.brain", *told]
    acts = [str(PYTHON), "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
    with running(thinks) as brain:
        settings = {
            "SHOP_BRAIN": f"{brain}/",
            "SHOP_PAUSES": "yes" if pauses else "no",
            "SANIC_HOST": "127.0.0.1",
            "PYTHONPATH": str(HERE),
        }
        with awaited(acts, f"http://127.0.0.1:{port}/health", **settings):
            yield


def _played(pytester: pytest.Pytester, url: str, slice_: str) -> list[dict]:
    bot = {"preset": "rasa", "url": f"{url}/"}
    held = ("priority", "language", "reason")
    handoff = {**{name: f"slots.{name}" for name in held}, "facts": "slots.facts"}
    handoff["attempted"] = "slots.attempted_steps"
    desk = {"preset": "rasa-tracker", "url": f"{url}/", "handoff": handoff, "every": "200ms"}
    return played(pytester, bot, slice_, desk=desk)


def test_the_healthy_bot_keeps_its_promise(pytester, rasa) -> None:
    """Also while it is muted: the customer goes on writing, and the bot is silent as promised."""
    url, actions = rasa
    with acting(actions):
        entries = _played(pytester, url, WELL)
    healthy(entries)
    assert any(entry["witnesses"]["signal"] for entry in entries)
    assert 1 in {entry["witnesses"]["desk"] for entry in entries}
    assert "passed" in {entry["checks"].get("after.bot-silent") for entry in entries}


@pytest.mark.parametrize(("fault", "check"), FAULTS)
def test_each_fault_is_named(pytester, rasa, fault, check) -> None:
    url, actions = rasa
    with acting(actions, fault):
        named(_played(pytester, url, SLICE), check)


def test_a_bot_that_forgets_to_pause_has_promised_without_a_transfer(pytester, rasa) -> None:
    url, actions = rasa
    with acting(actions, "P1-bot-keeps-replying", pauses=False):
        named(_played(pytester, url, SLICE), "delivery.at-desk")


def _said(url: str, customer: str, text: str) -> list[dict]:
    asked = {"sender": customer, "message": text}
    return httpx.post(f"{url}/webhooks/rest/webhook", json=asked, trust_env=False).json()


def test_a_muted_bot_is_told_from_a_dead_one(pytester, rasa) -> None:
    """What both answer is the same; only the tracker knows that nobody is muted."""
    url, actions = rasa
    with acting(actions):
        assert _said(url, "muted", "I would like to speak to a human.") != []
        muted = _said(url, "muted", "Hello?")
        entries = _played(pytester, url, "asks-whether-anybody-is-there and plain")
    assert {entry["verdict"] for entry in entries} == {"passed"}
    assert muted == _said(url, "dead", "Where is my order?") == []  # its actions are gone
    entries = _played(pytester, url, "asks-whether-anybody-is-there and plain")
    assert {entry["verdict"] for entry in entries} == {"error"}
    assert {entry["error"]["kind"] for entry in entries} == {"dead"}
