"""What the bot claims about a handoff and what the desk holds agree."""

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing, Told
from escalation_tests.checks.outcome import (
    HELD,
    Breach,
    Outcome,
    broken,
    judged,
    unconcerned,
    unseen,
)
from escalation_tests.checks.texts import cut, quoted
from escalation_tests.model.finding import Promise, Severity
from escalation_tests.model.handoff import Handoff, Source
from escalation_tests.model.message import Speaker
from escalation_tests.model.record import Turn

PROMISE_WITHOUT_TRANSFER = "promise without transfer"
PHANTOM_FLAG = "phantom flag"
TRANSFER_TO_NOBODY = "transfer to nobody"
DOUBLE_TRANSFER = "double transfer"


@check("delivery.at-desk", Promise.DELIVERY, Severity.CRITICAL)
def at_desk(hearing: Hearing) -> Outcome:
    """A handoff that the bot announces or signals really reaches the desk.

    Words without a delivery are a *promise without transfer*; a signal without words and without
    a delivery is a *phantom flag*. Where no desk is observed, only words without the configured
    signal can be told. A delivery that is only made once the customer has written again,
    after `desk.within`, came too late.
    """
    if hearing.accepted:
        overdue, due = _overdue(hearing), hearing.due
        if overdue and due and hearing.at_turn > due.by_turn:
            return unconcerned("it was only asked for when it was overdue: trigger.in-time")
        return judged(_too_late(hearing, *overdue) if overdue else None)
    if hearing.handoff_turn is None:
        return unconcerned("no witness speaks of a handoff")
    if hearing.rejected:
        return unconcerned("the desk refused it: delivery.honest-when-refused")
    if hearing.needless:
        return unconcerned("the handoff was needless: trigger.not-needless")
    observed = hearing.record.desk.observed
    if hearing.only_words or (hearing.requested and not observed):
        return unseen("nothing observes the desk")
    if hearing.claim:
        return broken(_promise_without_transfer(hearing, hearing.claim))
    if not hearing.requested:
        return unconcerned("the bot took back what it had announced")
    return broken(_phantom_flag(hearing))


@check("delivery.once", Promise.DELIVERY, stands=True)
def once(hearing: Hearing) -> Outcome:
    """One cause makes one handoff at the desk, also after retries.

    Deliveries with one id are one handoff. A further handoff is fine once a person has answered
    and the customer has given a new cause.
    """
    if hearing.handoff_turn is None:
        return unconcerned("no witness speaks of a handoff")
    if not hearing.record.desk.observed:
        return unseen("nothing observes the desk")
    if not hearing.accepted:
        return unconcerned("the desk holds no handoff")
    first, *further = hearing.accepted
    doubles = [handoff for handoff in further if not _renewed(hearing, first, handoff)]
    return judged(_double(hearing, first, doubles) if doubles else None)


@check("delivery.honest-when-refused", Promise.DELIVERY, Severity.CRITICAL)
def honest_when_refused(hearing: Hearing) -> Outcome:
    """When the desk refuses a handoff, the customer is not told that all is well.

    A hopeful word before the attempt is fine if the bot takes it back afterwards. A customer
    who believes to be connected is in a *transfer to nobody*.
    """
    if not hearing.refused:
        return unconcerned("the desk refused nothing")
    if hearing.accepted:
        return HELD
    claim = false_claim(hearing)
    return judged(_transfer_to_nobody(hearing, claim) if claim else None)


def false_claim(hearing: Hearing) -> Told | None:
    """The announcement on which a customer whom the desk refused was left sitting."""
    claim = hearing.claim
    return claim if claim is not None and claim.message.turn >= hearing.at_turn else None


def _overdue(hearing: Hearing) -> tuple[Told, Turn] | None:
    """The announcement after which the desk was waited for in vain, and the turn in which the
    handoff came at last. Only where its arrival was seen when it happened, and where the bot had
    nothing to wait for: a question to the customer, or a desk that refused.
    """
    first = hearing.accepted[0]
    if first.source is not Source.WEBHOOK or hearing.refused or hearing.needless:
        return None
    for told in hearing.announcements:
        announced = hearing.turn(told.message.turn)
        after = hearing.turn(told.message.turn + 1)
        if announced is None or after is None or not announced.waited or not after.move.texts:
            continue
        replies = [one for one in hearing.told if one.message.turn == announced.number]
        asks = any(one.reading.asks_for or "?" in one.message.text for one in replies)
        if not asks and first.turn >= after.number and first.at >= after.sent:
            return told, after
    return None


def _too_late(hearing: Hearing, told: Told, after: Turn) -> Breach:
    first = hearing.accepted[0]
    message = (
        f"In turn {told.message.turn} the bot told the customer {quoted(told.message.text)}, but "
        f"nothing arrived at the desk within `desk.within`; the handoff came only in turn "
        f"{first.turn}, after the customer had written again: {quoted(after.move.texts[0])}."
    )
    evidence = {
        "turn": told.message.turn,
        "text": cut(told.message.text),
        "handoff_turn": first.turn,
        "seconds": round(first.at - told.message.at, 1),
    }
    return Breach(message, evidence)


def _promise_without_transfer(hearing: Hearing, told: Told) -> Breach:
    observed = hearing.record.desk.observed
    lacks = "nothing arrived at the desk" if observed else "it raised no handoff signal"
    message = (
        f"In turn {told.message.turn} the bot told the customer {quoted(told.message.text)}, "
        f"but {lacks}."
    )
    evidence = {
        "turn": told.message.turn,
        "text": cut(told.message.text),
        "signal": bool(hearing.record.signals) if hearing.record.signal_mapped else None,
        "deliveries": 0 if observed else None,
    }
    return Breach(message, evidence, disagreement=PROMISE_WITHOUT_TRANSFER)


def _phantom_flag(hearing: Hearing) -> Breach:
    turn = hearing.handoff_turn
    message = (
        f"The bot signalled a handoff in turn {turn}, but nothing arrived at the desk, and the "
        "customer was told nothing."
    )
    evidence = {"turn": turn, "signals": [cut(one.raw) for one in hearing.record.signals][:5]}
    return Breach(message, evidence, disagreement=PHANTOM_FLAG)


def _renewed(hearing: Hearing, first: Handoff, later: Handoff) -> bool:
    """A person answered after the first handoff, and the customer then gave a new cause."""
    answered = [
        message.turn for message in hearing.record.said_by(Speaker.HUMAN) if message.at >= first.at
    ]
    if hearing.record.given_back is not None:
        answered.append(hearing.record.given_back)
    return any(
        turn.move.triggers and min(answered, default=later.turn) < turn.number <= later.turn
        for turn in hearing.record.turns
    )


def _double(hearing: Hearing, first: Handoff, doubles: list[Handoff]) -> Breach:
    held = [first, *doubles]
    unnamed = "" if hearing.maps("id") else (
        "; if this is one delivery repeated, map its id as `desk.handoff.id`"
    )  # fmt: skip
    message = (
        f"The desk holds {len(held)} handoffs for one cause, the first from turn {first.turn}, "
        f"the last from turn {held[-1].turn}{unnamed}."
    )
    evidence = {
        "turns": [handoff.turn for handoff in held][:10],
        "ids": [cut(handoff.id) for handoff in held][:10],
        "expected": 1,
        "actual": len(held),
    }
    return Breach(message, evidence, disagreement=DOUBLE_TRANSFER)


def _transfer_to_nobody(hearing: Hearing, claim: Told) -> Breach:
    status = hearing.refused[-1].status
    how = f" with status {status}" if status else ""
    message = (
        f"The desk refused the handoff{how}, but in turn {claim.message.turn} the bot told the "
        f"customer {quoted(claim.message.text)}."
    )
    evidence = {
        "turn": claim.message.turn,
        "text": cut(claim.message.text),
        "status": status,
        "refused": len(hearing.refused),
    }
    return Breach(message, evidence, disagreement=TRANSFER_TO_NOBODY)
