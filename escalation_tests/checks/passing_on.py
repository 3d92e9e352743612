"""A person passes the customer on: the queue is the named one, nothing is lost, they are told."""

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.knowledge import in_fields, in_transcript, stated
from escalation_tests.checks.outcome import (
    HELD,
    Breach,
    Outcome,
    broken,
    judged,
    unconcerned,
    unseen,
)
from escalation_tests.checks.people import done, is_news
from escalation_tests.checks.queues import same_queue
from escalation_tests.checks.texts import cut, key, listed, spoken
from escalation_tests.checks.values import holds
from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.finding import Blame, Promise
from escalation_tests.model.handoff import Handoff

NOT_PASSED = "no scripted person passed the conversation on"
UNCHANGED = "this desk does not show what becomes of a handoff"


@check("routing.passed-on", Promise.ROUTING)
def passed_on(hearing: Hearing) -> Outcome:
    """A conversation that a person passes on is in the queue that they name."""
    deeds = list(done(hearing, Does.TRANSFERS))
    if not deeds:
        return unconcerned(NOT_PASSED)
    if not hearing.maps("queue"):
        return unseen("the configuration does not say where the desk has the queue")
    seen = [deed for deed in deeds if _shown(hearing, deed)]
    if not seen:
        return unseen(UNCHANGED)
    return judged(*(_elsewhere(hearing, deed) for deed in seen))


@check("context.kept-when-passed-on", Promise.CONTEXT)
def kept(hearing: Hearing) -> Outcome:
    """What the desk held before a person passed the conversation on is still there: facts and
    transcript, as far as the policy promises them.
    """
    deeds = list(done(hearing, Does.TRANSFERS))
    if not deeds:
        return unconcerned(NOT_PASSED)
    before, after = hearing.held, deeds[-1].held
    if before is None or after is None or not _shown(hearing, deeds[-1]):
        return unseen(UNCHANGED)
    lacks = [*_facts_lost(hearing, before, after), *_lines_lost(hearing, before, after)]
    return broken(_blank(deeds[-1], lacks)) if lacks else HELD


@check("notice.passed-on", Promise.NOTICE, stands=True)
def told(hearing: Hearing) -> Outcome:
    """A customer whom a person passes on is told, by that person, the platform or the bot, where
    the policy promises it (`notice.passed_on`).
    """
    deeds = list(done(hearing, Does.TRANSFERS))
    if not deeds:
        return unconcerned(NOT_PASSED)
    promise = hearing.policy.notice
    if not (promise.required and promise.passed_on):
        return unconcerned("the policy does not promise it")
    if not hearing.record.listens:
        return unseen("this channel cannot hear what is said unasked")
    return judged(*(None if _tells(hearing, deed) else _untold(deed) for deed in deeds))


def _shown(hearing: Hearing, deed: Deed) -> bool:
    """What became of the handoff could be seen: by asking, or since it was delivered anew."""
    return hearing.record.desk.renews or (deed.held is not None and deed.held != hearing.held)


def _elsewhere(hearing: Hearing, deed: Deed) -> Breach | None:
    actual = deed.held.queue if deed.held else None
    also = hearing.policy.routing.also.get(deed.queue, ())
    if actual and any(same_queue(actual, name) for name in (deed.queue, *also)):
        return None
    where = f"is in the queue {cut(actual)!r}" if actual else "is in no queue"
    message = (
        f"After turn {deed.turn} a person passed the conversation on to {deed.queue!r}, but at "
        f"the desk it {where}."
    )
    evidence = {"turn": deed.turn, "expected": deed.queue, "actual": actual}
    return Breach(message, evidence, blame=Blame.DESK)


def _facts_lost(hearing: Hearing, before: Handoff, after: Handoff) -> list[str]:
    """Names of the facts that the fields, or else the transcript, held before and do not now."""
    if hearing.policy.context.facts != "required":
        return []
    found = (
        (in_fields(before), in_fields(after)),
        (f"{in_fields(before)}\n{in_transcript(before)}",
         f"{in_fields(after)}\n{in_transcript(after)}"),
    )  # fmt: skip
    return [
        f"the {spoken(fact.name)}"
        for fact in stated(hearing)
        if any(holds(then, fact.value) and not holds(now, fact.value) for then, now in found)
    ]


def _lines_lost(hearing: Hearing, before: Handoff, after: Handoff) -> list[str]:
    if hearing.policy.context.transcript in ("none", "shared") or not hearing.maps("transcript"):
        return []
    now = key(in_transcript(after))
    lost = [line for line in before.transcript or () if key(line.text) not in now]
    return [f"{len(lost)} of {len(before.transcript or ())} lines of the transcript"] * bool(lost)


def _blank(deed: Deed, lacks: list[str]) -> Breach:
    message = (
        f"After turn {deed.turn} a person passed the conversation on to {deed.queue!r}; since "
        f"then the desk lacks {listed(lacks)}."
    )
    evidence = {"turn": deed.turn, "queue": deed.queue, "missing": lacks}
    return Breach(message, evidence, blame=Blame.DESK)


def _tells(hearing: Hearing, deed: Deed) -> bool:
    """Somebody announces it, once it was done."""
    return any(is_news(hearing, told, deed) for told in hearing.heard)


def _untold(deed: Deed) -> Breach:
    message = (
        f"After turn {deed.turn} a person passed the customer on to {deed.queue!r}, and nobody "
        "told them."
    )
    return Breach(message, {"turn": deed.turn, "queue": deed.queue})
