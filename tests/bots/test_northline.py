"""A bot that was not written with this framework, connected by configuration alone."""

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NORTHLINE = Path(__file__).parent / "northline"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _northline(desk: int, fault: str) -> Iterator[str]:
    command = [sys.executable, str(NORTHLINE / "bot.py"), "--port", "0"]
    command += ["--desk", f"http://127.0.0.1:{desk}/", "--fault", fault]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        try:
            yield json.loads(running.stdout.readline())["listening"]
        finally:
            running.terminate()


def _run(pytester: pytest.Pytester, fault: str = "") -> dict[str, dict]:
    """Scenario name → entry of results.json, against a bot with this fault."""
    pytester.makefile(".ini", pytest="[pytest]\n")
    shutil.copy(NORTHLINE / "northline.yaml", pytester.path / "escalation.yaml")
    shutil.copytree(NORTHLINE / "scenarios", pytester.path / "scenarios")
    desk = _free_port()
    with _northline(desk, fault) as url:
        pytester._monkeypatch.setenv("NORTHLINE_URL", f"{url}/api/messages")
        pytester.runpytest_subprocess(
            "-q", f"--escalation-listen=127.0.0.1:{desk}", "--escalation-json=out.json"
        )
    results = json.loads((pytester.path / "out.json").read_text("utf-8"))
    return {entry["id"]: entry for entry in results["conversations"]}


def _broken(entries: dict[str, dict]) -> set[str]:
    return {found["check"] for entry in entries.values() for found in entry["findings"]}


@pytest.mark.slow
def test_the_healthy_bot_keeps_its_promise(pytester) -> None:
    entries = _run(pytester)
    assert len(entries) == 7
    assert {entry["verdict"] for entry in entries.values()} == {"passed"}, _broken(entries)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("silent", "notice.given"),
        ("forgetful", "context.facts-carried"),
        ("deaf", "trigger.in-time"),
    ],
)
def test_each_fault_is_named(pytester, fault: str, check: str) -> None:
    assert check in _broken(_run(pytester, fault))
