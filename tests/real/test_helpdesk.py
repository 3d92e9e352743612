"""django-helpdesk as the desk, seen both ways: asked over its REST API, and by its webhooks."""

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import pytest
import yaml

from tests.real.shop import ROOT, free_port

HERE = Path(__file__).parent / "helpdesk"
PYTHON = ROOT / "build" / "real" / "helpdesk" / "bin" / "python"
SLICE = ("order_status", "refund", "legal_threat")
QUEUES = ("general", "billing", "complaints")
PERSONAS = ("plain", "furious")

pytestmark = [pytest.mark.real, pytest.mark.quick]


def django(home: Path, *command: str, **more: str) -> dict[str, object]:
    """How a command of the helpdesk's own Python is started."""
    own = {"HELPDESK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "settings", **more}
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {"args": [str(PYTHON), *command], "cwd": HERE, "env": {**kept, **own}}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory) -> tuple[Path, dict]:
    """A helpdesk with its queues and a member of staff."""
    if not PYTHON.exists():
        pytest.fail("django-helpdesk is not installed for the tests; `make real-helpdesk` does it")
    home = tmp_path_factory.mktemp("helpdesk")
    subprocess.run(**django(home, "-m", "django", "migrate", "--pythonpath=.", "-v0"), check=True)
    done = subprocess.run(
        **django(home, "seed.py", PYTHONPATH="."), check=True, capture_output=True, text=True
    )
    return home, json.loads(done.stdout.splitlines()[-1])


@contextmanager
def helpdesk(home: Path, hooks: str = "") -> Iterator[str]:
    """A running one, and where; with `hooks` it posts new tickets and follow-ups there."""
    port = free_port()
    command = ["-m", "django", "runserver", "--noreload", "--pythonpath=.", f"127.0.0.1:{port}"]
    posting = {
        "HELPDESK_NEW_TICKET_WEBHOOK_URLS": hooks, "HELPDESK_FOLLOWUP_WEBHOOK_URLS": hooks
    }  # fmt: skip
    log = (home / "log").open("a")
    started = django(home, *command, **posting if hooks else {})
    with log, subprocess.Popen(**started, stdout=log, stderr=log) as running:
        try:
            url = f"http://127.0.0.1:{port}"
            _awaited(url, running)
            yield url
        finally:
            running.terminate()


def _awaited(url: str, running: subprocess.Popen) -> None:
    while running.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/api/tickets/", timeout=20)
        except urllib.error.HTTPError as error:
            if error.code == 401:  # it is there, and wants to know who asks
                return
            raise
        except urllib.error.URLError:
            continue
    raise AssertionError("django-helpdesk did not start; its log lies in the test's folder")


@contextmanager
def bot(url: str, told: dict, *faults: str) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.real.helpdesk.bot", "--helpdesk", url]
    command += ["--seeded", json.dumps(told), *(f"--fault={fault}" for fault in faults)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as running:
        try:
            yield json.loads(running.stdout.readline())["listening"]
        finally:
            running.terminate()


def configuration(desk: str, told: dict, personas: tuple[str, ...]) -> str:
    """The demo's bot and promise with the helpdesk as its desk, for a slice of the topics."""
    file = resources.files("escalation_tests.demo").joinpath("escalation.yaml")
    shop = yaml.safe_load(file.read_text("utf-8"))
    ours = yaml.safe_load((HERE / "escalation.yaml").read_text("utf-8"))
    shop["desk"] = ours[desk]
    if desk == "poll":
        shop["desk"]["queues"] = {str(told["queues"][slug]): slug for slug in QUEUES}
    else:
        shop["policy"]["after"]["customer_messages"] = "any"
    shop["policy"] |= ours["policy"]
    shop["policy"]["triggers"].pop("unsupported_language")
    shop["policy"]["routing"] = ours["routing"]
    shop["topics"] = {name: shop["topics"][name] for name in SLICE}
    shop["suite"] = {"library": False, "personas": list(personas)}
    return yaml.safe_dump(shop, allow_unicode=True)


@pytest.fixture
def play(pytester, seeded, monkeypatch):
    def played(desk: str, *faults: str) -> list[dict]:
        template, told = seeded
        home = pytester.path / "helpdesk"
        shutil.copytree(template, home)
        port = free_port()
        hooks = f"http://127.0.0.1:{port}/" if desk == "webhook" else ""
        pytester.makefile(".ini", pytest="[pytest]\n")
        text = configuration(desk, told, PERSONAS[: 1 if faults else None])
        (pytester.path / "escalation.yaml").write_text(text, "utf-8")
        with helpdesk(home, hooks) as url, bot(url, told, *faults) as listening:
            monkeypatch.setenv("BOT_URL", f"{listening}/chat")
            monkeypatch.setenv("HELPDESK_URL", f"{url}/api/")
            monkeypatch.setenv("HELPDESK_TOKEN", told["token"])
            chosen = ["--escalation-json=out.json", "--escalation-concurrency=8"]
            chosen += ["--escalation-generated=0"]
            chosen += [f"--escalation-listen=127.0.0.1:{port}"] if hooks else []
            result = pytester.runpytest_subprocess("-q", *chosen)
        assert told["token"] not in result.stdout.str()
        return json.loads((pytester.path / "out.json").read_text("utf-8"))["conversations"]

    return played


def told_of(entries: list[dict]) -> str:
    """What went wrong, for a failing test."""
    wrong = [
        (entry["id"], entry["verdict"], [each["message"] for each in entry["findings"]])
        for entry in entries
        if entry["verdict"] not in {"passed", "skipped"}
    ]
    return json.dumps(wrong[:5], indent=1)


@pytest.mark.parametrize("desk", ["poll", "webhook"])
def test_a_healthy_bot_keeps_its_promise(play, desk) -> None:
    entries = play(desk)
    handed = [entry for entry in entries if entry["witnesses"]["desk"]]
    assert len(entries) >= 20
    assert len(handed) >= 10
    assert {entry["verdict"] for entry in entries} <= {"passed", "skipped"}, told_of(entries)
    assert all(entry["witnesses"]["desk"] == 1 for entry in handed)


@pytest.mark.parametrize("desk", ["poll", "webhook"])
@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("R1", "routing.queue"),
        ("C1", "context.transcript-complete"),
        ("D1", "delivery.once"),
    ],
)
def test_each_planted_fault_is_named(play, desk, fault, check) -> None:
    entries = play(desk, fault)
    found = {each["check"] for entry in entries for each in entry["findings"]}
    assert check in found, told_of(entries)
    assert not [entry for entry in entries if entry["verdict"] == "error"], told_of(entries)
