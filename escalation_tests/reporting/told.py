"""A record's parts as JSON, for every reporter to tell from."""

from collections.abc import Sequence
from typing import Any

from escalation_tests.model.deed import Deed
from escalation_tests.model.finding import Finding, Result
from escalation_tests.model.handoff import Handoff, Line
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.played import Played
from escalation_tests.model.reading import Reading
from escalation_tests.model.record import Record, Trouble, Turn
from escalation_tests.reporting.keeping import ITEMS, RAW, TEXT, TRANSCRIPT, WORD, Keeper
from escalation_tests.reporting.measured import duty_at

MESSAGES = 500
"""Messages of one conversation that are told."""


def transcript(played: Played, keep: Keeper) -> list[dict[str, Any]]:
    """Everything that was said, in order, with how the bot's words were read."""
    record, judgement = played.record, played.judgement
    limit = max(200, min(TEXT, TRANSCRIPT // max(1, len(record.messages))))
    last = duty_at(record, judgement.handoff_turn)
    due = last.due.turn if last and last.due else None
    said = [_message(message, keep, limit) for message in record.messages[:MESSAGES]]
    for told, reading in zip(said, judgement.readings, strict=False):
        if told["speaker"] != Speaker.CUSTOMER:
            told.update(_reading(reading))
    for told in said:
        if told["speaker"] == Speaker.CUSTOMER and told["turn"] == due and due is not None:
            told["trigger_turn"] = True
    return said


def _message(message: Message, keep: Keeper, limit: int) -> dict[str, Any]:
    return {
        "speaker": message.speaker.value,
        "text": keep.text(message.text, limit),
        "at": round(message.at, 4),
        "turn": message.turn,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "reads": reading.reads.value,
        "says": sorted(said.value for said in reading.says),
        "asks_for": list(reading.asks_for),
    }


def turns(record: Record, keep: Keeper) -> list[dict[str, Any]]:
    """Each customer turn: what it was, when, and what the policy demanded after it."""
    return [_turn(turn, keep) for turn in record.turns[:ITEMS]]


def _turn(turn: Turn, keep: Keeper) -> dict[str, Any]:
    move, due = turn.move, turn.duty.due
    return {
        "number": turn.number,
        "act": move.act.value,
        "topic": move.topic,
        "triggers": sorted(trigger.value for trigger in move.triggers),
        "facts": {fact.name: keep.text(fact.value, RAW) for fact in move.facts},
        "tried": list(move.tried),
        "language": move.language,
        "meant": keep.text(move.meant, RAW),
        "sent": round(turn.sent, 4),
        "over": round(turn.over, 4),
        "confidence": keep.value(turn.confidence),
        "pressed": turn.pressed,
        "after": turn.after,
        "due": {"trigger": due.trigger.value, "turn": due.turn, "by_turn": due.by_turn}
        if due
        else None,
        "queue": turn.duty.queue or None,
    }


def handoffs(record: Record, keep: Keeper) -> list[dict[str, Any]]:
    """Every delivery that the desk saw, in neutral words and as it arrived."""
    return [_handoff(handoff, keep) for handoff in record.handoffs[:ITEMS]]


def _handoff(handoff: Handoff, keep: Keeper) -> dict[str, Any]:
    return {
        "conversation": keep.word(handoff.conversation),
        "source": handoff.source.value,
        "at": round(handoff.at, 4),
        "turn": handoff.turn,
        "id": keep.word(handoff.id),
        "accepted": handoff.accepted,
        "status": handoff.status,
        "queue": keep.word(handoff.queue),
        "priority": keep.word(handoff.priority),
        "language": keep.word(handoff.language),
        "reason": keep.value(handoff.reason),
        "summary": keep.value(handoff.summary),
        "transcript": _lines(handoff.transcript, keep),
        "facts": None if handoff.facts is None else keep.value(dict(handoff.facts)),
        "attempted": None if handoff.attempted is None else keep.words(handoff.attempted),
        "taken": handoff.taken,
        "raw": keep.text(handoff.raw, RAW),
    }


def _lines(lines: Sequence[Line] | None, keep: Keeper) -> list[dict[str, Any]] | None:
    if lines is None:
        return None
    limit = max(200, min(TEXT, TRANSCRIPT // max(1, len(lines))))
    return [
        {
            "speaker": line.speaker.value if line.speaker else None,
            "text": keep.text(line.text, limit),
            "role": keep.word(line.role),
        }
        for line in lines[:MESSAGES]
    ]


def signals(record: Record, keep: Keeper) -> list[dict[str, Any]]:
    """The bot's own claims that it handed over."""
    return [
        {
            "at": round(signal.at, 4),
            "turn": signal.turn,
            "queue": keep.word(signal.queue),
            "raw": keep.text(signal.raw, RAW),
        }
        for signal in record.signals[:ITEMS]
    ]


def relayed(record: Record, keep: Keeper) -> list[dict[str, Any]]:
    """Later customer messages that reached the desk."""
    return [
        {"at": round(message.at, 4), "text": keep.text(message.text, RAW)}
        for message in record.relayed[:ITEMS]
    ]


def deeds(record: Record, keep: Keeper) -> list[dict[str, Any]]:
    """What a scripted person at the desk did, in order, and what the desk held then."""
    return [_deed(deed, keep) for deed in record.deeds[:ITEMS]]


def _deed(deed: Deed, keep: Keeper) -> dict[str, Any]:
    held = deed.held
    return {
        "does": deed.does.value,
        "text": keep.text(deed.text, RAW),
        "queue": keep.word(deed.queue or None),
        "at": round(deed.at, 4),
        "turn": deed.turn,
        "refused": deed.refusal.status if deed.refusal else None,
        "received": keep.text(deed.refusal.received, RAW) if deed.refusal else "",
        "held": {"queue": keep.word(held.queue), "taken": held.taken} if held else None,
    }


def finding(finding: Finding, keep: Keeper) -> dict[str, Any]:
    """One broken promise."""
    return {
        "check": keep.text(finding.check, WORD),
        "promise": finding.promise.value,
        "severity": finding.severity.value,
        "blame": finding.blame.value,
        "message": keep.text(finding.message, RAW),
        "evidence": keep.value(dict(finding.evidence)),
        "disagreement": keep.word(finding.disagreement),
    }


def judged(result: Result, keep: Keeper) -> dict[str, Any]:
    """What became of one check."""
    return {
        "check": keep.text(result.check, WORD),
        "promise": result.promise.value,
        "status": result.status.value,
        "reason": keep.text(result.reason, RAW),
    }


def trouble(trouble: Trouble, keep: Keeper) -> dict[str, Any]:
    """Why the conversation could not be played to its end."""
    return {
        "leg": trouble.leg.value,
        "kind": trouble.kind,
        "message": keep.text(trouble.message, RAW),
        "received": keep.text(trouble.received, RAW),
        "turn": trouble.turn,
    }


def earlier(record: Record, keep: Keeper) -> list[dict[str, Any]]:
    """The same customer's visits before this one: what was said, and what the desk holds."""
    return [
        {
            "visit": visit.visit,
            "conversation": keep.word(visit.conversation),
            "seconds": round(visit.seconds, 3),
            "transcript": [_message(m, keep, RAW) for m in visit.messages[:ITEMS]],
            "handoffs": handoffs(visit, keep),
            "deeds": deeds(visit, keep),
        }
        for visit in record.earlier[:ITEMS]
    ]
