"""Request Tracker, as Debian packages it, as the desk: asked over REST 2.0."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.real.shop import ROOT, SHOP, awaited, free_port, named, played, running

HERE = ROOT / "tests" / "real" / "rt"
SETUP = shutil.which("rt-setup-database-5", path=f"/usr/sbin:{os.environ.get('PATH', '')}")
SERVER = "/usr/share/request-tracker5/libexec/rt-server"
TOPICS = ("order_status", "refund", "legal_threat")
SLICE = "plain or furious"
WORDS = {"90": "urgent", "70": "high", "50": "normal", "10": "low"}

pytestmark = pytest.mark.real


def _settings(home: Path, port: int) -> dict[str, str]:
    return {
        "RT_HOME": str(home),
        "RT_PORT": str(port),
        "RT_SITE_CONFIG": str(HERE / "site.pm"),
        "RT_SITE_CONFIG_DIR": str(home / "conf.d"),
        "RT_QUEUES": "billing,complaints",
        "RT_FIELDS": "order_id,amount,phone,vat_id,email",
    }


@pytest.fixture
def tracker(tmp_path) -> Iterator[tuple[str, str]]:
    """Where a fresh tracker listens, and the token of its bot."""
    if SETUP is None:
        pytest.fail("Request Tracker is not installed for the tests; `make real-rt` does it")
    port, home = free_port(), tmp_path / "rt"
    (home / "conf.d").mkdir(parents=True)
    settings = _settings(home, port)
    quiet = {"env": {**os.environ, **settings}, "check": True, "capture_output": True}
    subprocess.run([SETUP, "--action", "init", "--skip-create", "--dba", ""], **quiet)
    token = subprocess.run(["perl", str(HERE / "seed.pl")], **quiet).stdout.decode().split()[-1]
    place = ["--host", "127.0.0.1", "--port", str(port)]
    command = [SERVER, "--server", "Starlet", "--env", "deployment", "--max-workers", "4", *place]
    url = f"http://127.0.0.1:{port}"
    with awaited(command, f"{url}/", **settings):
        yield url, token


def _run(pytester: pytest.Pytester, tracker: tuple[str, str], *faults: str) -> list[dict]:
    url, token = tracker
    told = [part for fault in faults for part in ("--fault", fault)]
    command = [sys.executable, "-m", "tests.real.rt.bot", "--tracker", url, *told]
    shop = yaml.safe_load(SHOP.read_text("utf-8"))
    promise = {
        "languages": ["en"],
        "context": {"transcript": "full", "facts": "required"},
        "routing": {
            "default": "general",
            "priority": {"frustration": "high", "legal_threat": "urgent"},
        },
    }
    promise["triggers"] = {
        name: when
        for name, when in shop["policy"]["triggers"].items()
        if name != "unsupported_language"
    }
    desk = {
        "preset": "request-tracker",
        "url": f"{url}/REST/2.0/",
        "auth": {"token": token},
        "priorities": WORDS,
        "queues": {"General": "general"},
        "message": {"when": "starts_with(entry, 'Customer writes')", "text": "entry"},
        "within": "20s",
    }
    with running(command, RT_TOKEN=token) as bot:
        return played(
            pytester,
            {**shop["bot"], "url": f"{bot}/chat"},
            SLICE,
            desk=desk,
            policy={**shop["policy"], **promise},
            topics={name: shop["topics"][name] for name in TOPICS},
            suite={"library": False, "personas": ["plain", "furious"]},
        )


def test_the_healthy_bot_keeps_its_promise(pytester, tracker) -> None:
    entries = _run(pytester, tracker)
    assert len(entries) >= 20
    assert [(e["id"], e["verdict"]) for e in entries if e["verdict"] != "passed"] == []
    handed = [entry for entry in entries if entry["witnesses"]["desk"]]
    assert len(handed) >= 10
    assert "passed" in {entry["checks"].get("after.messages-delivered") for entry in entries}


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("R1-default-queue", "routing.queue"),
        ("R5-priority-inverted", "routing.priority"),
        ("C1-transcript-missing", "context.transcript-complete"),
        ("D1-double-handoff", "delivery.once"),
    ],
)
def test_each_fault_is_named(pytester, tracker, fault, check) -> None:
    named(_run(pytester, tracker, fault), check)


def test_a_token_that_is_refused_is_the_desks_error(pytester, tracker) -> None:
    entries = _run(pytester, (tracker[0], f"{tracker[1]}0"))
    assert {entry["verdict"] for entry in entries} == {"error"}
    assert {entry["error"]["leg"] for entry in entries} == {"desk"}
