"""Coverage: what was exercised of what can be, and what is missing, by name."""

import pytest

from escalation_tests.model.plan import FaultSpec
from escalation_tests.reporting.coverage import coverage
from escalation_tests.reporting.page import report_html
from escalation_tests.reporting.results import results
from escalation_tests.reporting.summary import summary
from tests.reporting.conftest import REACH
from tests.reporting.test_summary import GOALS, INFO


def row(trigger="frustration", conversations=1, **more) -> dict[str, object]:
    none = dict.fromkeys(("topic", "persona", "language", "position", "fault"), "")
    return {**none, "trigger": trigger, **more, "conversations": conversations}


def covered(*rows) -> dict[str, object]:
    return coverage([{"exercised": [one]} for one in rows], REACH)


def test_what_was_tried_is_counted_and_the_rest_is_named():
    found = covered(
        row(topic="parcel", persona="plain", conversations=2),
        row(topic="parcel", persona="furious"),
    )
    one = found["triggers"]["frustration"]
    assert one["conversations"] == 3
    assert one["tried_with"]["topic"] == {"covered": {"parcel": 3}, "missing": ["double_charge"]}
    assert one["tried_with"]["persona"]["covered"] == {"furious": 1, "plain": 2}


def test_a_trigger_that_never_came_due_is_named_and_none_is_no_trigger():
    assert covered(row())["never_due"] == ["out_of_scope"]
    assert covered(row("none"), row("out_of_scope"))["never_due"] == ["frustration"]


def test_what_cannot_be_tried_is_neither_covered_nor_missing():
    tried = covered(row(topic="a topic of the scenario's own"))["triggers"]["frustration"]
    assert tried["tried_with"]["topic"] == {"covered": {}, "missing": ["double_charge", "parcel"]}


def test_several_disturbances_count_for_each():
    found = covered(row(fault="bot: slow, desk: refuses"))
    assert found["triggers"]["frustration"]["tried_with"]["fault"] == {
        "covered": {"desk: refuses": 1},
        "missing": [],
    }


def test_nothing_judged_covers_nothing(workshop):
    entries = [workshop.outcome("error"), workshop.outcome("skipped")]
    assert [one["exercised"] for one in entries] == [[], []]
    found = coverage(entries, REACH)
    assert found["conversations"] == 0
    assert found["never_due"] == ["frustration", "out_of_scope"]


def test_an_entry_says_what_its_plays_exercised(workshop):
    exercised = workshop.outcome("failed")["exercised"]
    assert exercised == [
        row(
            topic="double_charge",
            persona="furious",
            language="en",
            position="turn 2",
        )
    ]


@pytest.fixture
def run(workshop):
    return results([workshop.outcome("failed"), workshop.outcome("passed")], INFO, GOALS, REACH)


def test_the_terminal_says_how_much_was_tried(run):
    lines = [line.text for line in summary(run, {}, ())]
    at = next(n for n, line in enumerate(lines) if line.startswith("tried with"))
    assert lines[at].split() == [
        "tried",
        "with",
        "topic",
        "persona",
        "language",
        "position",
        "fault",
    ]
    assert lines[at + 1].split() == [
        "frustration",
        "1",
        "of",
        "2",
        "1",
        "of",
        "2",
        "1",
        "of",
        "1",
        "1",
        "of",
        "3",
        "0",
        "of",
        "1",
    ]
    assert "never came due: out_of_scope" in lines


def test_the_page_names_what_is_missing(run):
    page = report_html(run)
    assert "Never came due: <strong>out of scope</strong>" in page
    assert "<strong>frustration</strong> with fault: desk: refuses" in page


def test_the_faults_of_a_plan_are_told_with_their_legs(workshop):
    from dataclasses import replace

    played = workshop.failed()
    plan = replace(played.record.plan, faults=(FaultSpec("desk", "refuses"),))
    disturbed = replace(played, record=replace(played.record, plan=plan))
    assert workshop.entry(disturbed)["exercised"][0]["fault"] == "desk: refuses"
