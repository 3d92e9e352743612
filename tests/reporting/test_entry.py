import json
from dataclasses import replace

from escalation_tests.model.duty import Duty
from escalation_tests.model.finding import Verdict
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.played import Played
from escalation_tests.model.record import Turn


def test_an_entry_holds_what_the_contract_names(workshop):
    entry = workshop.entry(workshop.failed())
    assert entry["kind"] == "scripted"
    assert entry["verdict"] == "failed"
    assert entry["trials"]["run"] == 1
    assert entry["trigger"] == {
        "expected": "frustration",
        "due_turn": 2,
        "by_turn": 3,
        "handoff_turn": 2,
        "notice_turn": 2,
        "seconds": 0.45,
        "seconds_to_notice": 0.6,
        "needless": False,
        "missed": False,
    }
    assert entry["queue"] == {"expected": "billing", "actual": "billing"}
    assert entry["witnesses"]["desk"] == 1
    assert entry["checks"]["context.facts-carried"] == "failed"
    assert entry["promises"]["context"] == "broken"
    assert entry["promises"]["afterwards"] == "not-observable"
    assert entry["findings"][0]["evidence"]["expected"] == {"order_id": "AB-100001"}


def test_the_trigger_turn_is_marked_in_the_transcript(workshop):
    entry = workshop.entry(workshop.passed())
    marked = [message["text"] for message in entry["transcript"] if message.get("trigger_turn")]
    assert marked == ["You are NOT listening!"]


def test_the_bots_words_say_how_they_were_read(workshop):
    entry = workshop.entry(workshop.passed())
    assert entry["transcript"][3]["reads"] == "announces"
    assert entry["transcript"][3]["says"] == ["who"]
    assert "reads" not in entry["transcript"][0]


def test_a_promise_that_is_seen_in_part_is_not_simply_held(workshop):
    entry = workshop.entry(workshop.skipped())
    assert entry["promises"]["delivery"] == "not-observable"
    assert entry["promises"]["trigger"] == "not-applicable"


def test_several_trials_tell_the_first_failing_one_and_count_all(workshop):
    second = workshop.failed(conversation="c-2")
    entry = workshop.entry(workshop.passed(), second, workshop.passed(), require=2)
    assert entry["verdict"] == "passed"
    assert entry["conversation"] == "c-2"
    assert entry["trials"] == {
        "run": 3,
        "passed": 2,
        "required": 2,
        "shown": 2,
        "verdicts": ["passed", "failed", "passed"],
    }
    assert [play["verdict"] for play in entry["plays"]] == ["passed", "failed", "passed"]


def test_trouble_says_which_leg_and_what_did_arrive(workshop):
    entry = workshop.entry(workshop.error())
    assert entry["error"]["leg"] == "bot"
    assert entry["error"]["turn"] == 1
    assert "502" in entry["error"]["received"]


def test_a_failed_baseline_is_an_error_of_its_own_kind(workshop):
    void = Played(
        workshop.record(baseline=workshop.record()),
        replace(
            workshop.judgement(Verdict.ERROR), results=(), reason="baseline failed: notice.given"
        ),
    )
    entry = workshop.entry(void)
    assert entry["error"]["kind"] == "baseline-failed"
    assert entry["reason"] == "baseline failed: notice.given"


def test_a_handoff_without_cause_is_needless(workshop):
    calm = Duty(queue="general")
    turns = tuple(replace(turn, duty=calm) for turn in workshop.record().turns)
    handed_over = workshop.record(turns=turns, plan=workshop.plan(trigger=None))
    entry = workshop.entry(Played(handed_over, replace(workshop.judgement(), results=())))
    assert entry["trigger"]["needless"]
    assert entry["trigger"]["expected"] is None


def test_a_late_handoff_is_missed(workshop):
    late = replace(workshop.judgement(), results=(), handoff_turn=3)
    first = workshop.record().turns[2]
    due = replace(first.duty, due=replace(first.duty.due, by_turn=2))
    turns = (*workshop.record().turns[:2], Turn(3, first.move, due, 2.5, 2.9))
    entry = workshop.entry(Played(workshop.record(turns=turns), late))
    assert entry["trigger"]["missed"]


def test_secrets_never_reach_an_entry(workshop):
    said = Message(Speaker.BOT, "your token is s3cr3t-token", 0.4, 1)
    entry = workshop.entry(
        workshop.failed(messages=(said,)), secrets=frozenset({"s3cr3t-token", "AB-100001"})
    )
    told = json.dumps(entry)
    assert "s3cr3t" not in told
    assert "AB-100001" not in told


def test_a_flood_stays_bounded(workshop):
    flood = tuple(Message(Speaker.BOT, "x" * 1_000_000, n / 10, 1) for n in range(600))
    entry = workshop.entry(workshop.failed(messages=flood))
    assert len(json.dumps(entry)) < 1_000_000
    assert "1,000,000 characters in all" in entry["transcript"][0]["text"]


def test_an_entry_survives_the_way_between_processes(workshop):
    entry = workshop.entry(workshop.failed())
    assert json.loads(json.dumps(entry)) == entry
