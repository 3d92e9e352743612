"""A Bot Framework bot in Web Chat, used in Chromium: the bot that is well keeps its promise,
others do not.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.real.shop import FAULTS, ROOT, brain, free_port, named, played, running

REAL = ROOT / "build" / "real"
BOT = ROOT / "tests" / "real" / "botframework" / "bot.js"
MODULES = REAL / "botframework" / "node_modules"
PAGE = ROOT / "tests" / "real" / "webchat" / "server.py"
BUNDLE = REAL / "webchat" / "node_modules" / "botframework-webchat" / "dist" / "webchat.js"
SLICE = "topic-switcher and explicit_request"

pytestmark = pytest.mark.real


@contextmanager
def _page(desk: str, *faults: str) -> Iterator[str]:
    """A page with Web Chat, its bot on Node behind Direct Line, and what thinks for the bot."""
    node = shutil.which("node")
    if node is None or not (MODULES.exists() and BUNDLE.exists()):
        pytest.fail("Web Chat is not installed for the tests; `make test-real` does it")
    with brain(desk, *faults) as thinking:
        command = [node, str(BOT), "--brain", thinking]
        with running(command, NODE_PATH=str(MODULES)) as bot:
            told = ["--bundle", str(BUNDLE), "--line", f"{bot}/v3/directline"]
            with running([sys.executable, str(PAGE), *told]) as url:
                yield url


def _run(pytester: pytest.Pytester, *faults: str) -> list[dict]:
    desk = free_port()
    with _page(f"http://127.0.0.1:{desk}/", *faults) as url:
        address = f"{url}?customer={{customer_id}}&name={{customer_name}}"
        bot = {"preset": "web-chat", "url": address, "at_once": 2}
        bot["conversation"] = "window.line && line.conversationId"
        return played(pytester, bot, SLICE, desk)


def test_the_healthy_bot_keeps_its_promise(pytester) -> None:
    entries = _run(pytester)
    assert len(entries) > 4
    assert [(e["id"], e["verdict"]) for e in entries if e["verdict"] != "passed"] == []


@pytest.mark.parametrize(("fault", "check"), FAULTS)
def test_each_fault_is_named(pytester, fault, check) -> None:
    entries = _run(pytester, fault)
    named(entries, check)
    assert all(entry["screens"] for entry in entries if entry["verdict"] == "failed")
