import pytest

from escalation_tests.contract.escalation import Goals
from escalation_tests.reporting.properties import properties
from escalation_tests.reporting.results import RunInfo, results
from escalation_tests.reporting.summary import summary
from tests.reporting.conftest import REACH

INFO = RunInfo(seed=7, started=0.0, seconds=3.0, config="escalation.yaml", bot="b")
GOALS = Goals(context_loss="0%", needless_escalations="0%", misrouted="0%")


def told(entries, strays=None, files=()):
    return summary(results(entries, INFO, GOALS, REACH), strays=strays or {}, files=files)


@pytest.fixture
def lines(workshop):
    entries = [workshop.outcome(verdict) for verdict in ("passed", "failed", "error", "skipped")]
    return told(entries, {"unknown": 2, "late": 0}, ["build/results.json"])


def row(lines, start):
    return next(line for line in lines if line.text.strip().startswith(start))


def test_each_promise_says_held_broken_and_not_observable(lines):
    assert row(lines, "context").text.split()[1:5] == ["0", "1", "0", "1"]
    assert row(lines, "context").style == "red"
    assert row(lines, "trigger").text.split()[1:5] == ["2", "0", "0", "0"]
    assert row(lines, "trigger").style == "green"


def test_a_promise_that_nothing_could_show_is_named(lines):
    assert row(lines, "cannot be seen").text.endswith("configuration: afterwards")


def test_a_promise_that_nothing_concerned_is_named(workshop):
    lines = told([workshop.outcome("passed")])
    assert row(lines, "never exercised").text == "never exercised: context, afterwards"


def test_triggers_say_missed_and_needless(lines):
    assert row(lines, "frustration").text.split() == ["frustration", "2", "2", "0", "0"]


def test_errors_are_grouped_and_counted(workshop):
    lines = told(
        [workshop.outcome("error"), workshop.outcome("error"), workshop.outcome("passed")]
    )
    assert row(lines, "could not be judged").text == "could not be judged: 2 conversations"
    assert "2 × the bot's side, status" in row(lines, "2 ×").text


def test_worst_findings_are_grouped_with_an_example(workshop):
    lines = told([workshop.outcome("failed") for _ in range(3)])
    assert "1 × context.facts-carried" in row(lines, "1 × context").text
    assert any("pytest 'scenarios/billing.yaml" in line.text for line in lines)


def test_goals_are_met_unmet_or_open(lines):
    assert row(lines, "UNMET").text.split()[1:4] == ["context_loss", "100%", "of"]
    assert row(lines, "met").style == "green"
    assert "not exercised" in row(lines, "?").text


def test_strays_and_files_are_told(lines):
    assert "2 unknown" in row(lines, "deliveries").text
    assert "late" not in row(lines, "deliveries").text
    assert row(lines, "report:").text == "report: build/results.json"


def test_the_seed_stands_at_the_end(lines):
    assert row(lines, "4 conversations").text == (
        "4 conversations: 1 passed, 1 failed, 1 error, 1 skipped; seed 7"
    )


def test_a_tolerated_trial_does_not_break_the_promise(workshop):
    entry = workshop.entry(workshop.passed(), workshop.failed(), require=1)
    assert row(told([entry]), "context").text.split()[1:3] == ["1", "0"]


def test_hostile_words_stay_on_their_line(workshop):
    entry = workshop.outcome("failed")
    entry["findings"][0]["message"] = "a\x1b[2Jb\nc\u202e"
    lines = told([entry])
    assert all(line.text.isprintable() for line in lines)


def test_an_empty_run_is_told_without_fuss():
    assert told([])[-1].text == "0 conversations; seed 7"


def test_junit_properties_name_what_machines_ask_for(workshop):
    found = dict(properties(workshop.outcome("failed")))
    assert found["escalation.verdict"] == "failed"
    assert found["escalation.promises_broken"] == "context"
    assert found["escalation.queue"] == "billing"
    assert found["escalation.trials"] == "0 of 1"
