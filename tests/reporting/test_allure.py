import json
import re
import subprocess
import sys

import pytest

from escalation_tests.reporting.allure import finish
from escalation_tests.reporting.allure_folder import categories
from escalation_tests.reporting.allure_result import message, steps, times
from escalation_tests.reporting.results import RunInfo

STARTED = 1_790_000_000_000
"""When the conversations built by hand began, in milliseconds."""

PROJECT = """
import json
from pathlib import Path

import pytest

from escalation_tests.reporting import allure


class Broken(AssertionError):
    pass


class Conversation(pytest.Item):
    def __init__(self, *, entry, **rest):
        super().__init__(**rest)
        self.entry = entry
        self.add_marker("smoke")

    def setup(self):
        if self.entry["verdict"] == "error":
            allure.report_item(self.nodeid, self.entry, self.config)
            raise RuntimeError("unplayable")

    def runtest(self):
        allure.report_item(self.nodeid, self.entry, self.config)
        if self.entry["verdict"] == "failed":
            raise Broken("broken")
        if self.entry["verdict"] == "skipped":
            pytest.skip("unseen")

    def reportinfo(self):
        return self.path, 0, self.name


class Conversations(pytest.File):
    def collect(self):
        for entry in json.loads(self.path.read_text("utf-8")):
            yield Conversation.from_parent(self, name=entry["verdict"] + "[furious]", entry=entry)


def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".entries":
        return Conversations.from_parent(parent, path=file_path)
    return None


def pytest_sessionfinish(session):
    import sys

    loaded = sorted(name for name in sys.modules if name.startswith("allure"))
    path = session.config.rootpath / "loaded.json"
    path.write_text(json.dumps([str(allure.directory(session.config)), loaded]))
"""


@pytest.fixture(scope="module")
def project(workshop, tmp_path_factory):
    """A folder with one conversation of each verdict, and a conftest that makes items of them."""
    entries = [workshop.outcome(verdict) for verdict in ("passed", "failed", "error", "skipped")]
    folder = tmp_path_factory.mktemp("shop")
    (folder / "conftest.py").write_text(PROJECT)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = smoke: a tag\n")
    (folder / "shop.entries").write_text(json.dumps(entries), "utf-8")
    return folder


def run(project, *options, into="other"):
    """Run pytest there; returns the Allure results by verdict, and what was printed."""
    options = [option.format(into=into) for option in options]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:escalation_tests",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [*command, "shop.entries", *options], cwd=project, capture_output=True, text=True
    )
    written = [json.loads(p.read_text("utf-8")) for p in project.glob(f"{into}/*-result.json")]
    return {result["name"].partition("[")[0]: result for result in written}, done.stdout


@pytest.fixture(scope="module")
def results(project):
    found, printed = run(project, "--alluredir={into}", into="allure")
    assert len(found) == 4, printed
    return found


def named(result, kind):
    return {label["value"] for label in result["labels"] if label["name"] == kind}


def test_one_result_per_conversation_with_its_own_status(results):
    assert {name: result["status"] for name, result in results.items()} == {
        "passed": "passed",
        "failed": "failed",
        "error": "broken",
        "skipped": "skipped",
    }


def test_times_are_the_conversations_own(results):
    assert (results["failed"]["start"], results["failed"]["stop"]) == (STARTED, STARTED + 3250)


def test_each_turn_is_a_step_at_its_real_time(results):
    steps = results["failed"]["steps"]
    assert [(step["start"] - STARTED, step["stop"] - STARTED) for step in steps] == [
        (0, 500),
        (1000, 1900),
        (2500, 2900),
    ]
    assert steps[1]["name"] == "▶ turn 2, complains: You are NOT listening!"
    inner = [step["name"].partition(":")[0] for step in steps[1]["steps"]]
    assert inner == ["customer", "signal", "desk", "bot"]
    assert steps[0]["status"] == "failed"


def test_labels_group_by_promise_trigger_queue_and_persona(results):
    failed = results["failed"]
    assert named(failed, "epic") == {"Escalation"}
    assert named(failed, "feature") == {"context"}
    assert named(failed, "story") == {"charged-twice"}
    assert named(failed, "severity") == {"critical"}
    assert named(failed, "tag") >= {
        "trigger:frustration",
        "queue:billing",
        "persona:furious",
        "promise:context",
        "smoke",
    }
    assert named(failed, "host")
    assert named(failed, "thread")
    assert len(failed["labels"]) == len({tuple(label.items()) for label in failed["labels"]})


def test_details_are_the_finding_and_the_failure_text(results):
    details = results["failed"]["statusDetails"]
    assert details["message"].startswith("broken promise: context: The order number never")
    assert "▶    1.00 s   2  customer" in details["trace"]
    assert "the bot's side failed after turn 1" in results["error"]["statusDetails"]["message"]
    assert results["skipped"]["statusDetails"]["message"].startswith("not observable")
    assert "statusDetails" not in results["passed"]


def test_attachments_are_written_and_readable(results, project):
    found = {a["name"]: a for a in results["failed"]["attachments"]}
    assert set(found) == {"transcript", "desk record", "said and held", "findings", "recipe"}
    texts = {
        name: (project / "allure" / one["source"]).read_text("utf-8")
        for name, one in found.items()
    }
    assert "You are NOT listening!" in texts["transcript"]
    assert json.loads(texts["desk record"])[0]["queue"] == "billing"
    assert "AB-100001" in texts["said and held"]
    assert texts["recipe"].startswith("Plan(")


def test_parameters_do_not_enter_the_history(results):
    assert all(parameter["excluded"] for parameter in results["failed"]["parameters"])


@pytest.mark.slow
def test_history_ids_are_the_same_in_every_run(project, results):
    again, _ = run(project, "--alluredir={into}", into="again")
    assert {n: r["historyId"] for n, r in again.items()} == {
        n: r["historyId"] for n, r in results.items()
    }
    assert {n: r["testCaseId"] for n, r in again.items()} == {
        n: r["testCaseId"] for n, r in results.items()
    }
    assert len({r["historyId"] for r in results.values()}) == 4
    assert {r["uuid"] for r in again.values()}.isdisjoint(r["uuid"] for r in results.values())


@pytest.mark.slow
def test_two_workers_write_the_same(project, results):
    shared, printed = run(project, "--alluredir={into}", "-n", "2", into="shared")
    assert set(shared) == set(results), printed
    for name, result in shared.items():
        for key in ("historyId", "testCaseId", "fullName", "start", "stop", "status", "steps"):
            assert result.get(key) == results[name].get(key)


@pytest.mark.slow
def test_a_rerun_is_another_result_of_the_same_history(project):
    printed = run(project, "--alluredir={into}", "--reruns", "1", into="reruns")[1]
    written = [json.loads(p.read_text("utf-8")) for p in project.glob("reruns/*-result.json")]
    plays = [one for one in written if one["name"].startswith("failed")]
    assert len(plays) == 2, printed
    assert len({one["historyId"] for one in plays}) == 1
    assert [len(one["steps"]) for one in plays] == [3, 3]


@pytest.mark.slow
def test_nothing_is_written_nor_imported_without_the_option(project):
    found, printed = run(project, "-p", "no:allure_pytest")
    directory, loaded = json.loads((project / "loaded.json").read_text())
    assert "1 failed, 1 passed, 1 skipped, 1 error" in printed
    assert (found, directory, loaded) == ({}, "None", [])


@pytest.mark.slow
def test_nothing_is_written_when_allure_pytest_is_not_asked(project):
    found, printed = run(project)
    assert "1 failed, 1 passed, 1 skipped, 1 error" in printed
    assert found == {}


INFO = RunInfo(
    seed=7,
    started=0.0,
    seconds=1.0,
    config="shöp\\escalation.yaml",
    bot="http://b.example/chat",
    desk="webhook",
    versions={"pytest": "9.0"},
)


def test_the_environment_is_written_as_java_reads_it(tmp_path):
    (tmp_path / "environment.properties").write_text("Stage=beta\nSeed=1\n")
    finish(tmp_path, INFO)
    assert (tmp_path / "environment.properties").read_text("ascii").splitlines() == [
        "Stage=beta",
        "Bot=http://b.example/chat",
        "Desk=webhook",
        "Policy=sh\\u00f6p\\\\escalation.yaml",
        "Seed=7",
        "Version.pytest=9.0",
    ]


def test_categories_of_others_stay(tmp_path):
    path = tmp_path / "categories.json"
    path.write_text(json.dumps([{"name": "Flaky"}]))
    finish(tmp_path, INFO)
    finish(tmp_path, INFO)
    names = [category["name"] for category in json.loads(path.read_text("utf-8"))]
    assert names == [*(category["name"] for category in categories()), "Flaky"]


def sorted_into(entry):
    """The categories whose pattern matches the whole message."""
    return [c["name"] for c in categories() if re.fullmatch(c["messageRegex"], message(entry))]


def test_messages_fall_into_their_categories(workshop):
    assert [n.partition(" (")[0] for n in sorted_into(workshop.outcome("failed"))] == [
        "Broken promise: context"
    ]
    assert sorted_into(workshop.outcome("error")) == ["Infrastructure: the bot's side"]
    assert sorted_into(workshop.outcome("skipped")) == ["Not observable"]
    assert sorted_into(workshop.outcome("passed")) == []


@pytest.mark.parametrize(
    ("leg", "kind", "name"),
    [
        ("desk", "hangs", "Infrastructure: the desk's side"),
        ("suite", "not-exercised", "Not exercised"),
        ("suite", "baseline-failed", "Not judged: the test itself"),
    ],
)
def test_each_kind_of_error_has_its_category(workshop, leg, kind, name):
    entry = workshop.outcome("error")
    entry["error"].update(leg=leg, kind=kind)
    assert sorted_into(entry) == [name]


def test_trials_widen_the_time_of_a_result(workshop):
    entry = workshop.entry(workshop.passed(), workshop.failed(started=1_790_000_010.0))
    assert times(entry) == (STARTED, STARTED + 13_250)


def test_hostile_words_do_not_leave_their_step(workshop):
    entry = workshop.outcome("failed")
    entry["transcript"][2]["text"] = "x\x1b[2J\u202e\n" * 100_000
    entry["transcript"][3]["text"] = "\x1b]0;owned\x07"
    names = [name for step in steps(entry) for name in (step.name, *(s.name for s in step.steps))]
    assert all(name.isprintable() for name in names)
    assert max(map(len, names)) < 500
