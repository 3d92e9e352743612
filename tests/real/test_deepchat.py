"""The shop's bot behind the web component deep-chat, used in Chromium: the bot that is well keeps
its promise, others do not, and a page that announces nothing to screen readers is named.
"""

import sys

import pytest

from tests.real.shop import FAULTS, ROOT, free_port, named, played, running

HERE = ROOT / "tests" / "real" / "deepchat"
BUNDLE = ROOT / "build/real/deepchat/node_modules/deep-chat/dist/deepChat.bundle.js"
SLICE = "topic-switcher and explicit_request"

pytestmark = pytest.mark.real


def _run(pytester: pytest.Pytester, *more: str) -> list[dict]:
    if not BUNDLE.exists():
        pytest.fail("deep-chat is not installed for the tests; `make test-real` does it")
    desk = free_port()
    given = ["--bundle", str(BUNDLE), "--desk", f"http://127.0.0.1:{desk}/", *more]
    with running([sys.executable, str(HERE / "server.py"), *given]) as url:
        address = f"{url}?conversation={{conversation_id}}"
        return played(pytester, {"preset": "deep-chat", "url": address, "at_once": 2}, SLICE, desk)


def test_the_healthy_bot_keeps_its_promise(pytester) -> None:
    entries = _run(pytester)
    assert len(entries) > 4
    assert [(e["id"], e["verdict"]) for e in entries if e["verdict"] != "passed"] == []


@pytest.mark.parametrize(("fault", "check"), FAULTS)
def test_each_fault_is_named(pytester, fault, check) -> None:
    entries = _run(pytester, "--fault", fault)
    named(entries, check)
    failed = [entry for entry in entries if entry["verdict"] == "failed"]
    assert all(entry["screens"] for entry in failed)
    assert all((pytester.path / one["path"]).exists() for e in failed for one in e["screens"])


def test_a_page_that_announces_nothing_is_named(pytester) -> None:
    entries = _run(pytester, "--silent")
    assert {found["check"] for e in entries for found in e["findings"]} == {"notice.announced"}
