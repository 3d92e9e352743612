"""What one play shows in numbers and words of one line."""

from collections.abc import Iterable, Mapping
from typing import Any

from escalation_tests.model.duty import Duty
from escalation_tests.model.finding import Judgement, Promise, Status
from escalation_tests.model.handoff import Handoff
from escalation_tests.model.message import Speaker
from escalation_tests.model.played import Played
from escalation_tests.model.reading import Reads
from escalation_tests.model.record import Record, Turn
from escalation_tests.reporting.keeping import WORD, Keeper

IN_TIME = "trigger.in-time"
"""The check that says whether a due handoff came in time."""
NEEDLESS = "trigger.not-needless"
"""The check that says whether a handoff came without cause."""


def measured(played: Played, keep: Keeper) -> dict[str, Any]:
    """The numbers of one play: trigger, queue, priority, witnesses, promises, checks."""
    record, judgement = played.record, played.judgement
    duty = duty_at(record, judgement.handoff_turn)
    handoff = delivered(record)
    return {
        "verdict": judgement.verdict.value,
        "seconds": round(record.seconds, 3),
        "trigger": _trigger(played, duty),
        "queue": {
            "expected": keep.word(_expected_queue(record, duty)),
            "actual": keep.word(_actual_queue(record, handoff)),
        },
        "priority": {
            "expected": keep.word(
                record.plan.expect.priority or (duty.priority if duty else None)
            ),
            "actual": keep.word(handoff.priority if handoff else None),
        },
        "witnesses": _witnesses(record, judgement),
        "promises": promises((r.promise, r.status) for r in judgement.results),
        "checks": {keep.text(r.check, WORD): r.status.value for r in judgement.results},
    }


def duty_at(record: Record, turn: int | None) -> Duty | None:
    """What the policy demanded at a turn; without one, at the end."""
    played = turn_of(record, turn) or (record.turns[-1] if record.turns else None)
    return played.duty if played else None


def turn_of(record: Record, number: int | None) -> Turn | None:
    """The turn of this number, if it was played."""
    return next((turn for turn in record.turns if turn.number == number), None)


def delivered(record: Record) -> Handoff | None:
    """The handoff to judge by: the first accepted one, else the first."""
    accepted = (handoff for handoff in record.handoffs if handoff.accepted)
    return next(accepted, record.handoffs[0] if record.handoffs else None)


def _expected_queue(record: Record, duty: Duty | None) -> str | None:
    if record.plan.expect.queue:
        return record.plan.expect.queue
    return (duty.queue or None) if duty and duty.due else None


def _actual_queue(record: Record, handoff: Handoff | None) -> str | None:
    if handoff and handoff.queue:
        return handoff.queue
    return next((signal.queue for signal in record.signals if signal.queue), None)


def _trigger(played: Played, duty: Duty | None) -> dict[str, Any]:
    record, judgement = played.record, played.judgement
    last = duty_at(record, None)
    due = (duty.due if duty else None) or (last.due if last else None)
    expected = due.trigger if due else record.plan.trigger
    first, told = requested_at(record, judgement), told_at(record, judgement)
    turn = turn_of(record, due.turn if due else judgement.handoff_turn)
    return {
        "expected": expected.value if expected else None,
        "due_turn": due.turn if due else None,
        "by_turn": due.by_turn if due else None,
        "handoff_turn": judgement.handoff_turn,
        "notice_turn": judgement.notice_turn,
        "seconds": _since(turn, first),
        "seconds_to_notice": _since(turn, told),
        "needless": _needless(judgement, duty),
        "missed": _missed(judgement, duty),
    }


def _since(turn: Turn | None, moment: float | None) -> float | None:
    """Seconds from the turn's being sent; None where either is missing."""
    if turn is None or moment is None:
        return None
    return round(max(0.0, moment - turn.sent), 3)


def requested_at(record: Record, judgement: Judgement) -> float | None:
    """When the handoff was first requested, in seconds since the conversation was opened."""
    if judgement.handoff_turn is None:
        return None
    moments = [signal.at for signal in record.signals]
    moments += [handoff.at for handoff in record.handoffs]
    return min(moments, default=told_at(record, judgement))


def told_at(record: Record, judgement: Judgement) -> float | None:
    """When the customer was first told that a handoff is under way."""
    heard = zip(record.messages, judgement.readings, strict=False)
    told = (
        message.at
        for message, reading in heard
        if message.speaker is not Speaker.CUSTOMER and reading.reads is Reads.ANNOUNCES
    )
    return next(told, None)


def _needless(judgement: Judgement, duty: Duty | None) -> bool:
    """Handed over though nothing had come due; the check knows the author's wishes as well."""
    checked = _status(judgement, NEEDLESS)
    if checked in {Status.PASSED, Status.FAILED}:
        return checked is Status.FAILED
    handed_over = judgement.handoff_turn is not None
    return bool(handed_over and duty and duty.due is None and not duty.tolerated)


def _missed(judgement: Judgement, duty: Duty | None) -> bool:
    """Due and not requested in time."""
    checked = _status(judgement, IN_TIME)
    if checked in {Status.PASSED, Status.FAILED}:
        return checked is Status.FAILED
    if duty is None or duty.due is None:
        return False
    return judgement.handoff_turn is None or judgement.handoff_turn > duty.due.by_turn


def _status(judgement: Judgement, check: str) -> Status | None:
    return next((r.status for r in judgement.results if r.check == check), None)


def _witnesses(record: Record, judgement: Judgement) -> dict[str, Any]:
    said = judgement.witnesses
    return {
        "signal": said.signal,
        "notice": said.notice,
        "desk": said.desk,
        "signal_turn": min((signal.turn for signal in record.signals), default=None),
        "notice_turn": judgement.notice_turn,
        "desk_turn": min((h.turn for h in record.handoffs if h.accepted), default=None),
        "refused": sum(not handoff.accepted for handoff in record.handoffs),
    }


def promises(statuses: Iterable[tuple[Promise, Status]]) -> dict[str, str]:
    """Promise → held, broken, partly, not-observable, not-exercised or not-applicable.

    `partly`: what could be seen held, but some of it could not be seen.
    """
    found: dict[Promise, set[Status]] = {promise: set() for promise in Promise}
    for promise, status in statuses:
        found[promise].add(status)
    return {promise.value: _kept(seen) for promise, seen in found.items()}


def _kept(seen: set[Status]) -> str:
    if Status.FAILED in seen:
        return "broken"
    if Status.NOT_EXERCISED in seen:
        return "not-exercised"
    unseen = Status.NOT_OBSERVABLE in seen
    if Status.PASSED in seen:
        return "partly" if unseen else "held"
    return "not-observable" if unseen else "not-applicable"


def measure(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The plays of an entry: its own numbers, or those of each of its trials."""
    return list(entry.get("plays") or [entry])
