"""The bot hands over when it must, and only then."""

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.outcome import (
    HELD,
    Breach,
    Outcome,
    broken,
    unconcerned,
    unexercised,
)
from escalation_tests.checks.texts import cut, quoted
from escalation_tests.model.duty import Due
from escalation_tests.model.finding import Promise, Severity
from escalation_tests.model.message import Speaker
from escalation_tests.model.reading import Reads
from escalation_tests.model.record import Record

AGAIN = "trigger.again-after-first"


@check("trigger.in-time", Promise.TRIGGER, Severity.CRITICAL)
def in_time(hearing: Hearing) -> Outcome:
    """A handoff that has come due is requested within the turns that the policy allows.

    The handoff counts as requested with the bot's signal or the first delivery at the desk,
    also one that the desk refused. Where neither can be seen, the bot's announcement counts.
    """
    due = hearing.due
    if due is None:
        return unconcerned("nothing in this conversation called for a handoff")
    if hearing.begun and hearing.begun.turn <= due.by_turn:
        return HELD
    if hearing.begun:
        return broken(_late(hearing, due, hearing.begun.turn))
    if hearing.claim and hearing.announcements[0].message.turn <= due.by_turn:
        return unconcerned("it was announced in time, but never took place: delivery.at-desk")
    if hearing.record.turns[-1].number < due.by_turn:
        return unexercised(f"the customer left before turn {due.by_turn}, the bot's last chance")
    if _came_back(hearing.record):
        return unconcerned(f"the customer came back and was not handed over again: {AGAIN}")
    return broken(_missed(hearing, due))


@check("trigger.not-needless", Promise.TRIGGER, stands=True)
def not_needless(hearing: Hearing) -> Outcome:
    """The bot does not hand over while nothing the policy names has happened.

    Words that merely look like a cause ("your agent called me") are none. A handoff in a turn
    for which the scenario forbids it is needless, too.
    """
    if hearing.needless:
        return broken(_needless(hearing))
    calm = [turn for turn in hearing.record.turns if not turn.after and hearing.calm(turn)]
    if not calm:
        return unconcerned("a handoff was due, or tolerated, from the first turn on")
    return HELD


@check(AGAIN, Promise.TRIGGER, Severity.CRITICAL)
def again_after_first(hearing: Hearing) -> Outcome:
    """A customer who was handed over once and comes back is handed over again when it is due."""
    if not _came_back(hearing.record):
        return unconcerned("the customer has not been handed over in an earlier visit")
    if hearing.due is None:
        return unconcerned("nothing in this visit called for a handoff")
    if hearing.begun or hearing.claim:
        return HELD
    if hearing.record.turns[-1].number < hearing.due.by_turn:
        return unexercised("the customer left before the bot's time was up")
    breach = _missed(hearing, hearing.due)
    visit = hearing.record.visit
    message = f"In visit {visit}, after a handoff in an earlier one: {breach.message}"
    return broken(Breach(message, {**breach.evidence, "visit": visit}))


def _came_back(record: Record) -> bool:
    """Some earlier visit ended with a handoff."""
    return any(visit.signals or visit.handoffs for visit in record.earlier)


def _late(hearing: Hearing, due: Due, turn: int) -> Breach:
    message = (
        f"The handoff for {_cause(due)} (turn {due.turn}) came only with turn {turn}; "
        f"the policy allows until the reply to turn {due.by_turn}."
    )
    evidence = {**_evidence(due), "actual_turn": turn, "replies": _replies(hearing, due)}
    return Breach(message, evidence, Severity.NORMAL)


def _missed(hearing: Hearing, due: Due) -> Breach:
    replies = _replies(hearing, due)
    instead = f"; it answered {quoted(replies[-1])}" if replies else "; it answered nothing"
    offered = any(
        told.reading.reads is Reads.OFFERS and told.message.turn >= due.turn
        for told in hearing.told
    )
    only = " It only offered one." if offered else ""
    message = (
        f"The customer's turn {due.turn} made a handoff due ({_cause(due)}), but the bot "
        f"requested none by the reply to turn {due.by_turn}{instead}.{only}"
    )
    return Breach(message, {**_evidence(due), "actual_turn": None, "replies": replies})


def _needless(hearing: Hearing) -> Breach:
    number = hearing.at_turn
    turn = hearing.turn(number)
    said = " / ".join(turn.move.texts) if turn else ""
    forbidden = turn is not None and turn.move.forbids_handoff
    why = "the scenario forbids one there" if forbidden else "nothing had called for one by then"
    what = f" ({quoted(said)})" if said else ""
    message = f"The bot handed over in the reply to turn {number}{what}, but {why}."
    act = turn.move.act.value if turn else None
    evidence = {"turn": number, "customer": cut(said), "act": act, "forbidden": forbidden}
    return Breach(message, evidence)


def _cause(due: Due) -> str:
    return due.trigger.value.replace("_", " ")


def _evidence(due: Due) -> dict[str, object]:
    return {"trigger": due.trigger.value, "due_turn": due.turn, "by_turn": due.by_turn}


def _replies(hearing: Hearing, due: Due) -> list[str]:
    """What the bot said instead, from the turn at which the handoff was due."""
    said = hearing.record.said_by(Speaker.BOT, Speaker.SYSTEM)
    return [cut(message.text) for message in said if message.turn >= due.turn][:10]
