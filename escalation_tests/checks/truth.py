"""The notice is sound, and agrees with what the desk really did."""

from escalation_tests.checks.entry import check
from escalation_tests.checks.glitches import broken_part, echoed, failing
from escalation_tests.checks.hearing import Hearing, Told
from escalation_tests.checks.knowledge import not_handed_over
from escalation_tests.checks.outcome import (
    HELD,
    Breach,
    Outcome,
    broken,
    judged,
    unconcerned,
    unseen,
)
from escalation_tests.checks.queues import known_queues, names_queue, names_team, same_queue
from escalation_tests.checks.texts import cut, quoted
from escalation_tests.checks.wording import notice_text
from escalation_tests.model.finding import Promise
from escalation_tests.model.message import Speaker
from escalation_tests.model.reading import Reads


@check("notice.no-placeholder", Promise.NOTICE, stands=True)
def no_placeholder(hearing: Hearing) -> Outcome:
    """No text about the transition shows an unfilled placeholder, a dotted variable name, an
    error message or a stack trace.
    """
    texts = _about_transition(hearing)
    if not texts:
        return unconcerned("the bot said nothing about a handoff")
    found = [(told, part) for told in texts if (part := _broken(hearing, told))]
    return judged(_unsound(*found[0], len(found)) if found else None)


@check("notice.true-to-desk", Promise.NOTICE)
def true_to_desk(hearing: Hearing) -> Outcome:
    """What the customer is told agrees with what the desk did.

    Nobody is said to be away when the desk took the handoff, and no team is named other than the
    one that has it. What is claimed when the desk refused is `delivery.honest-when-refused`.
    """
    if hearing.rejected:
        return unconcerned("the desk refused: delivery.honest-when-refused")
    if (spared := not_handed_over(hearing)) is not None:
        return spared
    if not hearing.record.desk.observed:
        return unseen("nothing observes the desk")
    if hearing.denial:
        return broken(_denied(hearing.denial))
    if not hearing.notices:
        return unconcerned("there was no notice")
    return _right_team(hearing)


def _about_transition(hearing: Hearing) -> list[Told]:
    """What the bot said at and after the handoff, and whatever speaks of one."""
    turn = hearing.handoff_turn
    return [
        told
        for told in hearing.told
        if told.reading.reads in {Reads.ANNOUNCES, Reads.UNAVAILABLE}
        or (turn is not None and told.message.turn >= turn)
    ]


def _broken(hearing: Hearing, told: Told) -> str | None:
    """The broken part of a message, unless it only echoes the customer."""
    part = broken_part(told.message.text)
    if part is None and hearing.took_place and not hearing.refused:
        quiet = told.reading.reads is Reads.NONE and not hearing.announcements
        part = failing(told.message.text) if quiet else None
    said = [message.text for message in hearing.record.said_by(Speaker.CUSTOMER)]
    return None if part is None or echoed(part, said) else part


def _unsound(told: Told, part: str, count: int) -> Breach:
    more = f" (and {count - 1} more such messages)" if count > 1 else ""
    message = (
        f"In turn {told.message.turn} the customer was shown {part!r}, which a program left "
        f"behind: {quoted(told.message.text)}{more}."
    )
    evidence = {"turn": told.message.turn, "text": cut(told.message.text, 600), "found": part}
    return Breach(message, evidence)


def _denied(told: Told) -> Breach:
    message = (
        f"The desk took the handoff, but in turn {told.message.turn} the customer was told "
        f"{quoted(told.message.text)}."
    )
    evidence = {"turn": told.message.turn, "text": cut(told.message.text), "desk": "accepted"}
    return Breach(message, evidence)


def _right_team(hearing: Hearing) -> Outcome:
    """No other team is named than the one whose queue the desk filed the handoff in."""
    queue = hearing.accepted[0].queue
    promised = hearing.expect.queue or hearing.duty.queue
    if not queue or not promised or not same_queue(queue, promised):
        return HELD
    text = notice_text(hearing)
    others = [
        other
        for other in known_queues(hearing.policy.routing)
        if not same_queue(other, queue) and names_team(text, other)
    ]
    if not others or names_queue(text, queue):
        return HELD
    message = f"The notice {quoted(text)} names {others[0]!r}, but the desk has it in {queue!r}."
    evidence = {"text": cut(text, 600), "expected": queue, "actual": others[0]}
    return broken(Breach(message, evidence))
