"""What a scripted person at the desk does comes to pass, and everybody else makes room."""

from collections.abc import Iterator

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import BOTS_SIDE, Hearing, Told
from escalation_tests.checks.outcome import (
    HELD,
    Breach,
    Outcome,
    broken,
    judged,
    unconcerned,
    unseen,
)
from escalation_tests.checks.queues import names_queue
from escalation_tests.checks.texts import cut, folded, quoted
from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.finding import Blame, Promise, Severity
from escalation_tests.model.message import Speaker
from escalation_tests.model.reading import Reads
from escalation_tests.model.record import Turn

TRANSFER_TO_NOBODY = "transfer to nobody"
NO_SUCH = 404
"""By which a desk says that it knows no such case."""
NOBODY = "no scripted person acted at the desk"
_TRIED = {
    Does.ACCEPTS: "take the conversation",
    Does.SAYS: "answer the customer",
    Does.TRANSFERS: "pass the conversation on",
    Does.GIVES_BACK: "give the conversation back",
}


@check("delivery.can-be-taken", Promise.DELIVERY, Severity.CRITICAL)
def can_be_taken(hearing: Hearing) -> Outcome:
    """A person at the desk can take what was handed over, answer in it, pass it on and give it
    back; a desk that refuses is to blame. What nobody can take is a *transfer to nobody*.
    """
    if not hearing.record.deeds:
        return unconcerned(NOBODY)
    if hearing.record.desk.observed and not hearing.accepted and _unknown(hearing):
        return unconcerned("the desk holds no handoff: delivery.at-desk")
    return judged(*(_refused(deed) for deed in hearing.record.deeds))


@check("delivery.follows-people", Promise.DELIVERY)
def follows_people(hearing: Hearing) -> Outcome:
    """Once a person has taken the conversation, the desk says that somebody has it; once they
    have given it back, that nobody has.
    """
    deeds = [*done(hearing, Does.ACCEPTS), *done(hearing, Does.GIVES_BACK)]
    if not deeds:
        return unconcerned("no person took the conversation or gave it back")
    if not (hearing.record.desk.renews and hearing.maps("taken")):
        return unseen("the configuration does not show at the desk who has it: desk.handoff.taken")
    known = [deed for deed in deeds if deed.held is not None]
    if not known:
        return unconcerned("the desk holds no handoff")
    return judged(*map(_stays, known))


@check("after.person-heard", Promise.AFTERWARDS, Severity.CRITICAL, stands=True)
def person_heard(hearing: Hearing) -> Outcome:
    """What the person at the desk says reaches the customer, once."""
    said = list(done(hearing, Does.SAYS))
    if not said:
        return unconcerned("no scripted person said anything")
    if not hearing.record.listens:
        return unseen("this channel cannot hear what is said unasked")
    return judged(*(_heard(hearing, said, deed) for deed in said))


@check("after.takes-up-again", Promise.AFTERWARDS, stands=True)
def takes_up_again(hearing: Hearing) -> Outcome:
    """To a customer whom a person has given back the bot answers again."""
    back = hearing.record.given_back
    if back is None:
        return unconcerned("no person gave the conversation back")
    wrote = [turn for turn in hearing.record.turns if turn.number > back and turn.move.texts]
    if not wrote:
        return unconcerned("the customer wrote nothing once they were given back")
    answered = {message.turn for message in hearing.record.said_by(Speaker.BOT, Speaker.SYSTEM)}
    mute = [turn for turn in wrote if turn.number not in answered]
    return broken(_mute(mute[0])) if mute else HELD


def done(hearing: Hearing, does: Does) -> Iterator[Deed]:
    """What people did of this kind, and the desk let them."""
    return (deed for deed in hearing.record.deeds if deed.does is does and not deed.refusal)


def is_news(hearing: Hearing, told: Told, deed: Deed) -> bool:
    """Whether a message, be it said or shown, follows from a deed: it announces a person, or the
    bot's side names where the customer is passed on to before they have written again.
    """
    if told.message.speaker is Speaker.CUSTOMER or told.place < deed.heard:
        return False
    if told.reading.reads is Reads.ANNOUNCES:
        return True
    names = (deed.queue, *hearing.policy.routing.also.get(deed.queue, ()))
    unasked = told.message.speaker in BOTS_SIDE and told.message.turn == deed.turn
    return unasked and any(names_queue(told.message.text, name) for name in names)


def _unknown(hearing: Hearing) -> bool:
    """The desk says that there is no such case."""
    return all(deed.refusal and deed.refusal.status == NO_SUCH for deed in hearing.record.deeds)


def _refused(deed: Deed) -> Breach | None:
    if deed.refusal is None:
        return None
    answer = f" ({cut(deed.refusal.received)})" if deed.refusal.received else ""
    message = (
        f"After turn {deed.turn} a person could not {_TRIED[deed.does]}: the desk answered "
        f"desk.human.{deed.does} with {deed.refusal.status}{answer}."
    )
    evidence = {"turn": deed.turn, "does": deed.does.value, "status": deed.refusal.status}
    nobody = TRANSFER_TO_NOBODY if deed.does is Does.ACCEPTS else None
    return Breach(message, evidence, blame=Blame.DESK, disagreement=nobody)


def _stays(deed: Deed) -> Breach | None:
    wanted, taken = deed.does is Does.ACCEPTS, deed.held is not None and bool(deed.held.taken)
    if taken is wanted:
        return None
    done = "took the conversation" if wanted else "gave the conversation back"
    state = "nobody has it" if wanted else "somebody has it"
    message = f"A person {done} after turn {deed.turn}, but the desk still says that {state}."
    evidence = {"turn": deed.turn, "does": deed.does.value, "expected": wanted, "actual": taken}
    return Breach(message, evidence, blame=Blame.DESK)


def _heard(hearing: Hearing, said: list[Deed], deed: Deed) -> Breach | None:
    wanted = folded(deed.text)
    bubbles = [folded(one.text) for one in hearing.record.said_by(Speaker.HUMAN)]
    parts = bool(bubbles) and wanted in folded("".join(bubbles))
    shown = sum(wanted in one for one in bubbles) or int(parts)
    meant = sum(wanted in folded(other.text) for other in said)
    if shown == meant:
        return None
    times = "never reached the customer" if shown < meant else "was shown too often"
    message = f"What the person said after turn {deed.turn} {times}: {quoted(deed.text)}."
    evidence = {"turn": deed.turn, "text": cut(deed.text), "expected": meant, "actual": shown}
    return Breach(message, evidence)


def _mute(turn: Turn) -> Breach:
    message = (
        f"A person had given the customer back to the bot, but it did not answer turn "
        f"{turn.number}: {quoted(turn.move.texts[-1])}."
    )
    return Breach(message, {"turn": turn.number, "text": cut(turn.move.texts[-1])})
