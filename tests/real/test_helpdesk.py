"""django-helpdesk as the desk, seen both ways: asked over its REST API, and by its webhooks; and
with people who act there.
"""

import json
import os
import re
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

from tests.real.helpdesk.people import IS_MUTE, KEEPS_WORDS, TALKS_ON
from tests.real.shop import ROOT, free_port

HERE = Path(__file__).parent / "helpdesk"
PYTHON = ROOT / "build" / "real" / "helpdesk" / "bin" / "python"
SLICE = ("order_status", "refund", "legal_threat")
QUEUES = ("general", "billing", "complaints")
PERSONAS = ("plain", "furious")
WITH_PEOPLE = {
    *("a-person-takes-over", "tells-the-person-more", "asks-for-the-bot-while-a-person-answers"),
    *("passed-on-to-another-team", "given-back-to-the-bot", "passed-on-and-given-back"),
}
"""The scenarios of the library in which a person acts, as far as they are in English."""
BROKEN = {
    KEEPS_WORDS: "after.person-heard",
    TALKS_ON: "after.bot-silent",
    IS_MUTE: "after.takes-up-again",
}
"""What a bot may do wrong with people, and the check that finds it out."""
OWN = """
scenario: NAME
topic: order_status
conversation:
  - customer: "Where is my order {order_id}? (WRONG)"
  - customer: "I want to talk to a human."
    trigger: explicit_request
afterwards:
  - human: accepts
  - human: {says: "Hello, this is Ada. I see your order {order_id}."}
  - "When will it arrive?"
  - human: gives_back
  - customer: "And what about my order now?"
    topic: order_status
expect:
  handoff: true
"""

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
def bot(url: str, told: dict, *faults: str, kind: str = "bot") -> Iterator[str]:
    command = [sys.executable, "-m", f"tests.real.helpdesk.{kind}", "--helpdesk", url]
    command += ["--seeded", json.dumps(told), *(f"--fault={fault}" for fault in faults)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as running:
        try:
            yield json.loads(running.stdout.readline())["listening"]
        finally:
            running.terminate()


def written() -> tuple[dict, dict]:
    """The demo's configuration, and what is ours beside it."""
    file = resources.files("escalation_tests.demo").joinpath("escalation.yaml")
    ours = yaml.safe_load((HERE / "escalation.yaml").read_text("utf-8"))
    return yaml.safe_load(file.read_text("utf-8")), ours


def configuration(desk: str, told: dict, personas: tuple[str, ...]) -> dict:
    """The demo's bot and promise with the helpdesk as its desk, for a slice of the topics."""
    shop, ours = written()
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
    return shop


def configuration_with_people(told: dict) -> dict:
    """The helpdesk as the documents configure it for people who act there."""
    shop, ours = written()
    page = (ROOT / "docs" / "desks.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (example,) = (block for block in blocks if "preset: django-helpdesk" in block)
    desk = yaml.safe_load(example)["desk"]
    desk["human"]["accepts"]["json"]["assigned_to"] = told["kim"]["id"]
    known = {topic["queue"] for topic in shop["topics"].values()}
    queues = {str(number): slug for slug, number in told["queues"].items() if slug in known}
    handoff = {**desk.get("handoff", {}), "facts": ours["poll"]["handoff"]["facts"]}
    shop["desk"] = {
        **desk,
        "url": "${HELPDESK_URL}",
        "queues": queues,
        "handoff": handoff,
        "within": "4s",
    }
    shop["bot"] |= ours["people"]["bot"]
    shop["policy"] |= ours["policy"] | {"after": ours["people"]["after"]}
    shop["policy"]["triggers"].pop("unsupported_language")
    shop["policy"]["routing"] = ours["routing"]
    shop["suite"] = {"matrix": "off", "library": True}
    return shop


@pytest.fixture
def run(pytester, seeded, monkeypatch):
    """Plays what is written against a helpdesk of its own and a bot with these faults."""

    def ran(shop: dict, *chosen: str, faults=(), kind: str = "bot", hooks: str = "") -> list[dict]:
        template, told = seeded
        home = pytester.path / "helpdesk"
        shutil.copytree(template, home)
        pytester.makefile(".ini", pytest="[pytest]\n")
        text = yaml.safe_dump(shop, allow_unicode=True)
        (pytester.path / "escalation.yaml").write_text(text, "utf-8")
        with helpdesk(home, hooks) as url, bot(url, told, *faults, kind=kind) as listening:
            monkeypatch.setenv("BOT_URL", f"{listening}/chat")
            monkeypatch.setenv("HELPDESK_URL", f"{url}/api/")
            monkeypatch.setenv("HELPDESK_TOKEN", told["kim"]["token"])
            usual = ["--escalation-json=out.json", "--escalation-concurrency=8"]
            usual += ["--escalation-generated=0"]
            result = pytester.runpytest_subprocess("-q", *usual, *chosen)
        assert told["kim"]["token"] not in result.stdout.str()
        return json.loads((pytester.path / "out.json").read_text("utf-8"))["conversations"]

    return ran


@pytest.fixture
def play(run, seeded):
    def played(desk: str, *faults: str) -> list[dict]:
        shop = configuration(desk, seeded[1], PERSONAS[: 1 if faults else None])
        if desk == "poll":
            return run(shop, faults=faults)
        port = free_port()
        place = f"127.0.0.1:{port}"
        return run(shop, f"--escalation-listen={place}", faults=faults, hooks=f"http://{place}/")

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


def test_people_at_the_helpdesk_are_heard_and_have_room(run, seeded, pytester) -> None:
    (pytester.path / "scenarios").mkdir()
    every = [
        OWN.replace("NAME", f"broken-{n}").replace("WRONG", wrong)
        for n, wrong in enumerate(BROKEN)
    ]
    (pytester.path / "scenarios" / "broken.yaml").write_text("---".join(every), "utf-8")
    chosen = f"({' or '.join(('broken', *WITH_PEOPLE))}) and not (furious or polite or chatty)"
    entries = run(configuration_with_people(seeded[1]), "-k", chosen, kind="people")
    healthy = [entry for entry in entries if entry["scenario"] in WITH_PEOPLE]
    assert {entry["scenario"] for entry in healthy} == WITH_PEOPLE
    assert {entry["verdict"] for entry in healthy} == {"passed"}, told_of(healthy)
    kept = {name for entry in healthy for name, how in entry["checks"].items() if how == "passed"}
    assert kept >= {
        *("delivery.can-be-taken", "delivery.follows-people", "routing.passed-on"),
        *("context.kept-when-passed-on", "notice.passed-on", "after.person-heard"),
        *("after.takes-up-again", "after.bot-silent", "after.messages-delivered"),
    }
    found = {
        entry["transcript"][0]["text"].partition("(")[2].rstrip(")"): {
            each["check"] for each in entry["findings"]
        }
        for entry in entries
        if entry not in healthy
    }
    assert found == {wrong: {check} for wrong, check in BROKEN.items()}
