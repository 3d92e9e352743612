"""What the proofs with real bots share: the embedded shop's promise, and its bot as their brain."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SHOP = ROOT / "escalation_tests" / "demo" / "escalation.yaml"
HEALTHY = "burst-writer or topic-switcher"
FAULTS = [
    ("N1-silent-handoff", "notice.given"),
    ("C8-facts-dropped", "context.facts-carried"),
    ("T1-explicit-ignored", "trigger.in-time"),
]
"""Three ways to break the embedded bot, each with the check that has to name it."""
PATIENCE = 240
"""Seconds that a server may take to start; some load a hundred providers, some TensorFlow."""


def free_port() -> int:
    """A port on loopback that nobody uses yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command: list[str], **settings: str) -> Iterator[str]:
    """Runs a server until it is left; gives the address that its first line names."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        try:
            yield json.loads(process.stdout.readline())["listening"]
        finally:
            process.terminate()


@contextmanager
def awaited(command: list[str], url: str, **settings: str) -> Iterator[str]:
    """Runs a server that tells nobody when it is ready: asks this address until it answers."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, **quiet) as process:
        try:
            _await(url, process)
            yield url
        finally:
            process.terminate()


def _await(url: str, process: subprocess.Popen) -> None:
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with directly.open(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)  # noqa: TID251 - another process starts, and tells nobody
    pytest.fail(f"no answer from {url}: {' '.join(map(str, process.args[:3]))} did not come up")


@contextmanager
def brain(desk: str, *faults: str) -> Iterator[str]:
    """The embedded bot, which delivers to this address; gives where it takes messages."""
    told = [part for fault in faults for part in ("--fault", fault)]
    place = ["--port", "0", "--desk", desk]
    command = [sys.executable, "-m", "escalation_tests.demo", "bot", *place, *told]
    with running(command) as url:
        yield f"{url}/chat"


@contextmanager
def quiet_desk() -> Iterator[str]:
    """A desk that takes whatever comes; gives where it does."""
    with running([sys.executable, "-m", "escalation_tests.demo", "desk", "--port", "0"]) as url:
        yield f"{url}/handoffs"


def played(
    pytester: pytest.Pytester, bot: dict, slice_: str, port: int = 0, **other: object
) -> list[dict]:
    """What became of the conversations of the built-in suite that are of this slice.

    `other` parts of the configuration, such as the desk, are put in place of the shop's own.
    """
    pytester.makefile(".ini", pytest="[pytest]\n")
    written = {**yaml.safe_load(SHOP.read_text("utf-8")), "bot": bot, **other}
    (pytester.path / "escalation.yaml").write_text(yaml.safe_dump(written), "utf-8")
    place = [] if "desk" in other else [f"--escalation-listen=127.0.0.1:{port}"]
    chosen = ["--escalation-generated=0", "--escalation-json=out.json", *place]
    pytester.runpytest_subprocess("-q", "-k", slice_, *chosen)
    return json.loads((pytester.path / "out.json").read_text("utf-8"))["conversations"]


def healthy(entries: list[dict]) -> None:
    """Assert that enough was played, and that all of it passed."""
    assert len(entries) > 40
    assert [(e["id"], e["verdict"]) for e in entries if e["verdict"] != "passed"] == []


def named(entries: list[dict], check: str) -> None:
    """Assert that a broken bot was found out by this check, and that nothing went wrong else."""
    assert {entry["verdict"] for entry in entries} <= {"passed", "failed"}
    assert check in {found["check"] for entry in entries for found in entry["findings"]}
