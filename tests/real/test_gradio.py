"""A Gradio chat, reached over its API and through its page, each by its preset: the bot that is
well keeps its promise, others do not.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.real.shop import FAULTS, ROOT, free_port, healthy, named, played, running

HERE = ROOT / "tests" / "real" / "gradio"
PYTHON = ROOT / "build" / "real" / "gradio" / "bin" / "python"
SLICE = "topic-switcher"

pytestmark = pytest.mark.real


@contextmanager
def _gradio(desk: int, *faults: str) -> Iterator[str]:
    if not PYTHON.exists():
        pytest.fail("Gradio is not installed for the tests; `make real-gradio` does it")
    told = [part for fault in faults for part in ("--fault", fault)]
    command = [str(PYTHON), str(HERE / "bot.py"), "--desk", f"http://127.0.0.1:{desk}/", *told]
    with running(command, GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1") as url:
        yield url


def _over_the_api(url: str) -> dict:
    told = {"queue": "data[2].handoff.queue", "confidence": "data[2].confidence"}
    return {"preset": "gradio", "url": url, "receive": {"signal": "data[2].handoff", **told}}


def _in_a_browser(url: str) -> dict:
    return {
        "preset": "gradio-browser",
        "url": f"{url}?conversation={{conversation_id}}",
        "at_once": 2,
    }


def _run(pytester: pytest.Pytester, reached, slice_: str, *faults: str) -> list[dict]:
    desk = free_port()
    with _gradio(desk, *faults) as url:
        return played(pytester, reached(url), slice_, desk)


@pytest.mark.quick
def test_the_healthy_bot_keeps_its_promise(pytester) -> None:
    healthy(_run(pytester, _over_the_api, "burst-writer or furious or topic-switcher"))


@pytest.mark.quick
@pytest.mark.parametrize(("fault", "check"), FAULTS)
def test_each_fault_is_named(pytester, fault, check) -> None:
    named(_run(pytester, _over_the_api, SLICE, fault), check)


def test_the_healthy_bot_keeps_its_promise_on_its_page(pytester) -> None:
    entries = _run(pytester, _in_a_browser, SLICE)
    assert len(entries) > 10
    assert [(e["id"], e["verdict"]) for e in entries if e["verdict"] != "passed"] == []
    announced = [one for e in entries for one in e["judged"] if one["check"] == "notice.announced"]
    assert "passed" in {one["status"] for one in announced}


@pytest.mark.parametrize(("fault", "check"), FAULTS)
def test_each_fault_is_named_on_its_page(pytester, fault, check) -> None:
    entries = _run(pytester, _in_a_browser, f"{SLICE} and explicit_request", fault)
    named(entries, check)
    failed = [entry for entry in entries if entry["verdict"] == "failed"]
    kept = {one["name"] for entry in failed for one in entry["screens"]}
    assert kept == {"screenshot", "trace"}
