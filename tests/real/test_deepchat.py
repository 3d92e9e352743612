"""The shop's bot behind the web component deep-chat, used in Chromium: the bot that is well keeps
its promise, others do not, and a page that announces nothing is named.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent / "deepchat"
ROOT = HERE.parents[2]
BUNDLE = ROOT / "build/real/deepchat/node_modules/deep-chat/dist/deepChat.bundle.js"
SHOP = ROOT / "escalation_tests" / "demo" / "escalation.yaml"
SLICE = "topic-switcher and explicit_request"

pytestmark = pytest.mark.real


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _page(desk: int, *more: str) -> Iterator[str]:
    if not BUNDLE.exists():
        pytest.fail("deep-chat is not installed for the tests; `make test-real` does it")
    given = ["--bundle", str(BUNDLE), "--desk", f"http://127.0.0.1:{desk}/", *more]
    command = [sys.executable, str(HERE / "server.py"), *given]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=settings) as running:
        try:
            yield json.loads(running.stdout.readline())["listening"]
        finally:
            running.terminate()


def _run(pytester: pytest.Pytester, *more: str) -> list[dict]:
    """What became of the conversations of the built-in suite that are of the slice."""
    pytester.makefile(".ini", pytest="[pytest]\n")
    desk, written = _free_port(), yaml.safe_load(SHOP.read_text("utf-8"))
    with _page(desk, *more) as url:
        address = f"{url}?conversation={{conversation_id}}"
        written["bot"] = {"preset": "deep-chat", "url": address, "at_once": 2}
        text = yaml.safe_dump(written, allow_unicode=True)
        (pytester.path / "escalation.yaml").write_text(text, "utf-8")
        place = f"--escalation-listen=127.0.0.1:{desk}"
        pytester.runpytest_subprocess("-q", "-k", SLICE, place, "--escalation-json=out.json")
    results = json.loads((pytester.path / "out.json").read_text("utf-8"))
    return results["conversations"]


def _found(entries: list[dict]) -> set[str]:
    assert {entry["verdict"] for entry in entries} <= {"passed", "failed"}
    return {found["check"] for entry in entries for found in entry["findings"]}


def test_the_healthy_bot_keeps_its_promise(pytester) -> None:
    entries = _run(pytester)
    assert len(entries) > 4
    assert [(e["id"], e["verdict"]) for e in entries if e["verdict"] != "passed"] == []


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("N1-silent-handoff", "notice.given"),
        ("C8-facts-dropped", "context.facts-carried"),
        ("T1-explicit-ignored", "trigger.in-time"),
    ],
)
def test_each_fault_is_named(pytester, fault, check) -> None:
    entries = _run(pytester, "--fault", fault)
    assert check in _found(entries)
    failed = [entry for entry in entries if entry["verdict"] == "failed"]
    assert all((pytester.path / one["path"]).exists() for e in failed for one in e["screens"])
    assert all(entry["screens"] for entry in failed)


def test_a_page_that_announces_nothing_is_named(pytester) -> None:
    assert _found(_run(pytester, "--silent")) == {"notice.announced"}
