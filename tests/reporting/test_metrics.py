import pytest

from escalation_tests.contract.escalation import Goals
from escalation_tests.reporting.goals import evaluated
from escalation_tests.reporting.metrics import metrics, spread

HELD = {
    "trigger": "held",
    "delivery": "held",
    "context": "held",
    "routing": "held",
    "notice": "held",
    "afterwards": "held",
}


def conversation(**changes):
    """The few keys that metrics read."""
    trigger = {
        "expected": "frustration",
        "due_turn": 2,
        "by_turn": 3,
        "handoff_turn": 2,
        "notice_turn": 2,
        "seconds": 0.5,
        "seconds_to_notice": 1.0,
        "needless": False,
        "missed": False,
    }
    trigger.update(changes.pop("trigger", {}))
    made = {
        "id": "x",
        "verdict": "passed",
        "scenario": "s",
        "tags": [],
        "about_trigger": None,
        "trigger": trigger,
        "queue": {"expected": "billing", "actual": "billing"},
        "promises": {**HELD, **changes.pop("promises", {})},
        "checks": {},
        "judged": [],
        "plays": [],
    }
    return {**made, **changes}


def missed(**changes):
    gone = {"handoff_turn": None, "missed": True, "seconds": None, "seconds_to_notice": None}
    queue = {"expected": "billing", "actual": None}
    return conversation(trigger=gone, queue=queue, verdict="failed", **changes)


def calm(**changes):
    none = {"expected": None, "due_turn": None, "handoff_turn": None, "seconds": None}
    return conversation(trigger=none, queue={"expected": None, "actual": None}, **changes)


def needless(**changes):
    cause = {"expected": None, "due_turn": None, "handoff_turn": 1, "needless": True}
    return conversation(trigger=cause, verdict="failed", **changes)


def test_precision_and_recall_by_trigger():
    entries = [
        *(conversation() for _ in range(9)),
        missed(),
        needless(scenario="frustration-twin"),
    ]
    assert metrics(entries)["by_trigger"] == {
        "frustration": {
            "due": 10,
            "fired": 9,
            "needless": 1,
            "missed": 1,
            "precision": 0.9,
            "recall": 0.9,
        }
    }


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"about_trigger": "out_of_scope"}, "out_of_scope"),
        ({"scenario": "not-explicit-request-refund"}, "explicit_request"),
        ({"tags": ["twin", "low-confidence"]}, "low_confidence"),
        ({}, "none"),
    ],
)
def test_a_needless_handoff_counts_for_the_trigger_its_twin_is_about(changes, name):
    found = metrics([needless(**changes)])["by_trigger"]
    assert found[name]["needless"] == 1
    assert found[name]["precision"] == 0.0
    assert found[name]["recall"] is None


def test_calm_conversations_without_trigger_have_no_row():
    assert metrics([calm()])["by_trigger"] == {}


def test_queues_are_told_expected_against_actual():
    wrong = conversation(queue={"expected": "billing", "actual": "general"})
    lost = conversation(
        queue={"expected": "billing", "actual": None}, promises={"routing": "broken"}
    )
    unseen = conversation(
        queue={"expected": "billing", "actual": None}, promises={"routing": "not-observable"}
    )
    entries = [conversation(), conversation(), wrong, lost, unseen, missed()]
    assert metrics(entries)["routing"] == {"billing": {"(none)": 1, "billing": 2, "general": 1}}


def test_rates_count_judged_plays_only():
    numbers = metrics([conversation(), calm(), calm(), calm(), conversation(verdict="error")])
    assert numbers["containment_rate"] == 0.75
    assert numbers["escalation_rate"] == 0.25


def test_an_empty_run_has_no_rates():
    numbers = metrics([])
    assert numbers["containment_rate"] is None
    assert numbers["turns_to_handoff"] == {"median": None, "p90": None, "n": 0}


def test_the_spread_is_median_and_nearest_rank():
    assert spread([5, 1, 2, 3, 4, 6, 7, 8, 9, 10]) == {"median": 5.5, "p90": 9, "n": 10}
    assert spread([3]) == {"median": 3, "p90": 3, "n": 1}


def test_each_trial_counts_as_one_play():
    entry = conversation(plays=[conversation(), missed(), conversation(verdict="error")])
    assert metrics([entry])["by_trigger"]["frustration"]["due"] == 2


def test_checks_of_context_are_counted_by_status():
    judged = [{"check": "context.roles", "promise": "context"}]
    entries = [
        conversation(judged=judged, checks={"context.roles": status})
        for status in ("passed", "passed", "failed", "not-observable", "not-applicable")
    ]
    assert metrics(entries)["context"] == {
        "context.roles": {"passed": 2, "failed": 1, "not_observable": 1}
    }


def outcome(entries, **goals):
    (found,) = evaluated(Goals(**goals), entries)
    return found


@pytest.mark.parametrize(
    ("target", "met"),
    [
        ("10%", True),
        ("<= 10%", True),
        ("< 10%", False),
        ("0%", False),
        (0.1, True),
        (">= 5%", True),
    ],
)
def test_targets_are_compared_as_written(target, met):
    entries = [*(conversation() for _ in range(9)), missed()]
    found = outcome(entries, missed_escalations=target)
    assert (found["actual"], found["met"], found["of"]) == ("10%", met, 10)


def test_a_goal_that_nothing_exercised_is_not_met():
    found = outcome([calm()], missed_escalations="0%")
    assert (found["met"], found["actual"], found["note"]) == (None, None, "not exercised")


def test_a_target_that_nobody_understands_is_never_met():
    found = outcome([conversation()], missed_escalations="hardly any")
    assert found["met"] is False
    assert "not understood" in found["note"]


def test_needless_escalations_are_a_share_of_what_had_no_cause():
    found = outcome(
        [conversation(), calm(), calm(), calm(), needless()], needless_escalations="0%"
    )
    assert (found["actual"], found["of"]) == ("25%", 4)


@pytest.mark.parametrize(
    ("goal", "promise"),
    [("context_loss", "context"), ("misrouted", "routing"), ("untold_customers", "notice")],
)
def test_broken_promises_are_a_share_of_those_that_were_seen(goal, promise):
    entries = [
        conversation(promises={promise: state})
        for state in ("held", "partly", "broken", "not-observable", "not-applicable")
    ]
    entries.append(calm(promises={promise: "held"}))
    found = outcome(entries, **{goal: "<= 2%"})
    assert (found["actual"], found["met"], found["of"]) == ("33.33%", False, 3)


def test_turns_to_handoff_have_a_median():
    late = conversation(trigger={"handoff_turn": 4})
    found = outcome([conversation(), late, late], median_turns_to_handoff="<= 1")
    assert (found["actual"], found["met"], found["of"]) == ("2", False, 3)


def test_only_goals_that_are_set_are_told():
    assert evaluated(Goals(), [conversation()]) == []
