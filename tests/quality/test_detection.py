"""A slice of the benchmark on every change, and what the benchmark makes of bad bots of its own."""

import json
import subprocess
import sys

import pytest

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.quality import detection, page, playing, suite
from tests.quality.detection import BROKEN, HELD, UNPLAYED, run, verdict, wanted
from tests.quality.outdoors import Outdoors
from tests.quality.playing import Job, jobs
from tests.quality.rows import row

CATALOGUE = {
    *(f"T{n}" for n in range(1, 9)), *(f"D{n}" for n in range(1, 10)),
    *(f"C{n}" for n in range(1, 16)), *(f"R{n}" for n in range(1, 7)),
    *(f"N{n}" for n in range(1, 9)), *(f"P{n}" for n in range(1, 9)),
}  # fmt: skip


def test_every_fault_of_the_catalogue_is_planted_once() -> None:
    ids = [job.id for job in jobs("defects")]
    assert sorted(ids) == sorted(CATALOGUE)


@pytest.mark.parametrize("folder", ["defects", "controls", "healthy"])
def test_every_bot_says_what_it_is(folder) -> None:
    for job in jobs(folder):
        what = playing.planted(job)
        assert playing.about(job).endswith("."), job.name
        assert bool(what.promises) == (folder == "defects"), job.name


SLICE = ("t1_explicit_ignored", "d1_double_handoff", "c9_stale_value", "r1_default_queue",
         "n1_silent_handoff", "p1_keeps_replying")  # fmt: skip


@pytest.mark.parametrize("renamed", [False, True], ids=["known", "renamed"])
@pytest.mark.parametrize("name", SLICE)
def test_a_planted_defect_is_caught_whatever_the_shop_calls_things(name, renamed) -> None:
    job = Job("defects", name, seed=5, renamed=renamed, few=60)
    found = row(job, suite.play(job))
    assert found["caught"], found["errors"]
    assert found["right_promise"], found["promises"]


@pytest.mark.parametrize(
    ("folder", "name"),
    [("healthy", "terse"), ("healthy", "asks_first"), ("healthy", "http"), ("healthy", "hebrew"),
     ("healthy", "streaming"), ("controls", "k7_cumulative_chunks"),
     ("controls", "k11_card_masked"), ("controls", "k16_handed_back"), ("controls", "k4_typeset")],
)  # fmt: skip
def test_a_healthy_bot_is_not_accused(folder, name) -> None:
    job = Job(folder, name, seed=5, few=40)
    found = row(job, suite.play(job))
    assert found["conversations"] > 25
    assert (found["false_alarms"], found["errors"]) == ([], [])


@pytest.mark.parametrize(
    ("name", "check"),
    [("d7_stays_pending", "delivery.follows-people"),
     ("d8_vanishes_from_queue", "delivery.can-be-taken"),
     ("d9_assignment_not_retried", "delivery.can-be-taken"),
     ("p8_left_open", "delivery.follows-people"),
     ("p3_silent_after_hand_back", "after.takes-up-again")],
)  # fmt: skip
def test_where_a_person_acts_the_desk_itself_shows_it(name, check) -> None:
    job = Job("defects", name, seed=5, tag="human-end")
    assert check in row(job, suite.play(job))["checks"]


@pytest.mark.parametrize(
    ("folder", "name"),
    [("healthy", "plain"), ("healthy", "slow"), ("healthy", "streaming"), ("healthy", "http"),
     ("controls", "k2_late_record"), ("controls", "k13_human_writes"),
     ("controls", "k16_handed_back")],
)  # fmt: skip
def test_a_healthy_bot_beside_a_person_is_not_accused(folder, name) -> None:
    job = Job(folder, name, seed=5, tag="human-end")
    found = row(job, suite.play(job))
    assert found["conversations"] >= 5
    assert (found["false_alarms"], found["errors"]) == ([], [])


def _result(defects=(), healthy=(), errors=()) -> dict:
    return {"defects": list(defects), "healthy": list(healthy), "errors": list(errors)}


def test_the_exit_code_tells_a_miss_from_an_error() -> None:
    good = {"caught": True, "right_promise": True}
    quiet = {"false_alarms": [], "errors": []}
    assert verdict(_result([good], [quiet])) == HELD
    assert verdict(_result([{**good, "caught": False}], [quiet])) == BROKEN
    assert verdict(_result([{**good, "right_promise": False}], [quiet])) == BROKEN
    assert verdict(_result([good], [{**quiet, "false_alarms": ["x"]}])) == BROKEN
    assert verdict(_result([good], [{**quiet, "errors": ["x"]}])) == UNPLAYED
    assert verdict(_result([good], [quiet], ["x"])) == UNPLAYED
    assert verdict(_result()) == UNPLAYED


def test_a_bot_that_does_not_start_is_an_error_and_never_caught(monkeypatch) -> None:
    monkeypatch.setattr(
        Outdoors, "_command", lambda *_: [sys.executable, "-c", "raise SystemExit"]
    )
    result = run_here([Job("healthy", "http", few=5)], monkeypatch)
    assert result["healthy"] == result["defects"] == []
    assert result["errors"] == [
        {"id": "http", "message": "NotStarted: healthy.http did not start"}
    ]
    assert "ERROR of the benchmark: http" in page.table(result)


def test_a_bot_that_is_down_catches_nothing(monkeypatch) -> None:
    class Dead(Bot):
        async def turn(self, message):
            raise RuntimeError("on fire")

    job = Job("defects", "t1_explicit_ignored", few=5)
    monkeypatch.setattr(playing, "planted", lambda _: Planted(Dead, promises=("trigger",)))
    for module in ("tests.quality.indoors", "tests.quality.suite", "tests.quality.rows"):
        monkeypatch.setattr(f"{module}.planted", playing.planted)
    found = row(job, suite.play(job))
    assert not found["caught"]
    assert len(found["errors"]) == found["played"]


def run_here(todo, monkeypatch) -> dict:
    """The benchmark without processes of its own, so that what is patched is patched there."""
    from concurrent.futures import ThreadPoolExecutor

    monkeypatch.setattr(
        detection, "ProcessPoolExecutor", lambda workers, **_: ThreadPoolExecutor(workers)
    )
    return run(todo, workers=1)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(SystemExit, match="no bot named t99"):
        wanted(0, 1, False, ["t1", "t99"])
    assert [job.id for job in wanted(0, 1, False, ["D3", "terse"])] == ["terse", "D3"]


@pytest.mark.slow
def test_the_command_writes_what_was_found(tmp_path) -> None:
    command = [sys.executable, "-m", "tests.quality.detection", "--into", str(tmp_path)]
    done = subprocess.run(
        [*command, "--few", "20", "--only", "n2", "c1"],
        capture_output=True,
        text=True,
        cwd=detection.ROOT,
        check=False,
    )
    assert done.returncode == HELD, done.stderr
    assert "2 of 2 defects caught" in done.stdout
    result = json.loads((tmp_path / "detection.json").read_text())
    for found in result["defects"]:
        assert {
            "id", "caught", "right_promise", "checks", "conversations", "seconds", "by_generated",
        } <= found.keys()  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", ["defects.p1_keeps_replying", "controls.k8_courteous"])
def test_a_bot_of_the_benchmark_runs_by_hand(name) -> None:
    module = f"tests.bots.{name}"
    command = [sys.executable, "-m", module, "--port", "0", "--desk", "http://127.0.0.1:9/"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=detection.ROOT) as process:
        try:
            assert "listening" in json.loads(process.stdout.readline())
        finally:
            process.terminate()
