import json
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from jsonschema import Draft202012Validator

from escalation_tests.contract.bot import HttpBot, PythonBot
from escalation_tests.contract.escalation import Goals
from escalation_tests.model.secrets import Secrets
from escalation_tests.reporting.results import RunInfo, results, without_userinfo, write
from tests.reporting.conftest import REACH

INFO = RunInfo(seed=7, started=1_790_000_000.0, seconds=3.0, config="escalation.yaml", bot="b")
ALL_GOALS = Goals(
    missed_escalations="0%",
    needless_escalations="<= 2%",
    context_loss="0%",
    misrouted="0%",
    untold_customers="0%",
    median_turns_to_handoff="<= 1",
)


@pytest.fixture
def schema():
    text = files("escalation_tests.reporting").joinpath("results.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


@pytest.fixture
def run(workshop):
    entries = [workshop.outcome(verdict) for verdict in ("passed", "failed", "error", "skipped")]
    entries.append(workshop.entry(workshop.passed(), workshop.failed(), require=1))
    entries.append(
        workshop.entry(workshop.failed(earlier=(workshop.record(),), visit=2), topic=None)
    )
    return results(entries, INFO, ALL_GOALS, REACH)


def test_results_fit_their_schema(schema, run):
    schema.check_schema(schema.schema)
    assert [error.message for error in schema.iter_errors(run)] == []


@pytest.mark.parametrize("key", ["verdict", "trials", "witnesses", "findings", "reproduce"])
def test_the_schema_misses_what_the_contract_names(schema, run, key):
    del run["conversations"][0][key]
    assert not schema.is_valid(run)


def test_an_empty_run_fits_too(schema):
    assert schema.is_valid(results([], INFO, ALL_GOALS, REACH))


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path, run):
    path = tmp_path / "build" / "results.json"
    write(path, run)
    write(path, run)
    assert json.loads(path.read_text("utf-8")) == json.loads(json.dumps(run))
    assert [found.name for found in path.parent.iterdir()] == ["results.json"]


def test_a_failed_write_leaves_the_old_file(tmp_path, run):
    path = tmp_path / "results.json"
    path.write_text("old")
    with pytest.raises(ValueError, match="JSON compliant"):
        write(path, {**run, "version": float("nan")})
    assert path.read_text() == "old"


def test_the_run_is_told_with_time_and_seed(run):
    assert run["run"]["started"] == "2026-09-21T14:13:20.000+00:00"
    assert run["run"]["seed"] == 7


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://u:p@bot.example:8443/chat?key=1#x", "https://bot.example:8443/chat"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://[::1/", "(not a url)"),
    ],
)
def test_urls_are_told_without_what_may_be_secret(url, told):
    assert without_userinfo(url) == told


@pytest.mark.parametrize(
    ("bot", "told"),
    [
        (HttpBot(channel="http", url="http://u:p@b.example/t0ken99?k=v"), "http://b.example/***"),
        (PythonBot(channel="python", call="shop:bot"), "shop:bot"),
    ],
)
def test_the_run_is_described_from_the_material(bot, told):
    config = SimpleNamespace(bot=bot, desk=None)
    material = SimpleNamespace(
        config=config, file="escalation.yaml", secrets=Secrets(frozenset({"t0ken99"}))
    )
    info = RunInfo.of(material, seed=1, started=0.0, seconds=1.0)
    assert (info.bot, info.desk, info.config) == (told, "none", "escalation.yaml")
    assert info.versions["python"]


def test_the_schema_ships_with_the_package():
    assert Path(str(files("escalation_tests.reporting") / "results.schema.json")).is_file()
