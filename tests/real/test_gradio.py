"""A Gradio chat, reached over its API and through its page, each by its preset: the bot that is
well keeps its promise, others do not.
"""

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent / "gradio"
ROOT = HERE.parents[2]
PYTHON = ROOT / "build" / "real" / "gradio" / "bin" / "python"
SHOP = ROOT / "escalation_tests" / "demo" / "escalation.yaml"

pytestmark = pytest.mark.real


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _gradio(desk: int, *faults: str) -> Iterator[str]:
    if not PYTHON.exists():
        pytest.fail("Gradio is not installed for the tests; `make test-real` does it")
    told = [part for fault in faults for part in ("--fault", fault)]
    command = [str(PYTHON), str(HERE / "bot.py"), "--desk", f"http://127.0.0.1:{desk}/", *told]
    quiet = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
    settings = {**os.environ, **quiet, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=settings
    ) as running:
        try:
            yield json.loads(running.stdout.readline())["listening"]
        finally:
            running.terminate()


def _over_the_api(url: str) -> dict:
    told = {"queue": "data[2].handoff.queue", "confidence": "data[2].confidence"}
    return {"preset": "gradio", "url": url, "receive": {"signal": "data[2].handoff", **told}}


def _in_a_browser(url: str) -> dict:
    return {
        "preset": "gradio-browser",
        "url": f"{url}?conversation={{conversation_id}}",
        "at_once": 2,
    }


def _configuration(bot: dict) -> str:
    return yaml.safe_dump(
        {**yaml.safe_load(SHOP.read_text("utf-8")), "bot": bot}, allow_unicode=True
    )


def _run(pytester: pytest.Pytester, reached, slice_: str, *faults: str) -> list[dict]:
    """What became of the conversations of the built-in suite that are of this slice."""
    pytester.makefile(".ini", pytest="[pytest]\n")
    desk = _free_port()
    with _gradio(desk, *faults) as url:
        (pytester.path / "escalation.yaml").write_text(_configuration(reached(url)), "utf-8")
        place = f"--escalation-listen=127.0.0.1:{desk}"
        pytester.runpytest_subprocess("-q", "-k", slice_, place, "--escalation-json=out.json")
    results = json.loads((pytester.path / "out.json").read_text("utf-8"))
    return results["conversations"]


def test_the_healthy_bot_keeps_its_promise(pytester) -> None:
    entries = _run(pytester, _over_the_api, "burst-writer or furious or topic-switcher")
    assert len(entries) > 40
    assert [(e["id"], e["verdict"]) for e in entries if e["verdict"] != "passed"] == []


def test_the_healthy_bot_keeps_its_promise_on_its_page(pytester) -> None:
    entries = _run(pytester, _in_a_browser, "topic-switcher")
    assert len(entries) > 10
    assert [(e["id"], e["verdict"]) for e in entries if e["verdict"] != "passed"] == []
    announced = [one for e in entries for one in e["judged"] if one["check"] == "notice.announced"]
    assert "passed" in {one["status"] for one in announced}


FAULTS = (
    ("N1-silent-handoff", "notice.given"),
    ("C8-facts-dropped", "context.facts-carried"),
    ("T1-explicit-ignored", "trigger.in-time"),
)


@pytest.mark.parametrize(
    ("reached", "slice_"),
    [
        (_over_the_api, "topic-switcher"),
        (_in_a_browser, "topic-switcher and explicit_request"),
    ],
)
@pytest.mark.parametrize(("fault", "check"), FAULTS)
def test_each_fault_is_named(pytester, reached, slice_, fault, check) -> None:
    entries = _run(pytester, reached, slice_, fault)
    assert {entry["verdict"] for entry in entries} <= {"passed", "failed"}
    assert check in {found["check"] for entry in entries for found in entry["findings"]}
    failed = [entry for entry in entries if entry["verdict"] == "failed"]
    kept = {one["name"] for entry in failed for one in entry["screens"]}
    assert kept == ({"screenshot", "trace"} if reached is _in_a_browser else set())
