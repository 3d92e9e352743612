"""The customer is told about the transition: at all, in time, and once."""

from escalation_tests.checks.entry import check
from escalation_tests.checks.glitches import glitch
from escalation_tests.checks.hearing import Hearing, Told
from escalation_tests.checks.knowledge import not_handed_over
from escalation_tests.checks.outcome import HELD, Breach, Outcome, broken, unconcerned, unseen
from escalation_tests.checks.texts import cut, key, quoted
from escalation_tests.checks.tongue import legible
from escalation_tests.model.finding import Promise, Severity
from escalation_tests.model.message import Message, Speaker

SILENT_TRANSFER = "silent transfer"
GIVEN = "notice.given"
BEFORE = "notice.before-transfer"
ONCE = "notice.once"


@check(GIVEN, Promise.NOTICE, Severity.CRITICAL)
def given(hearing: Hearing) -> Outcome:
    """A customer who is handed over is told so.

    A handoff that the desk holds and of which no word tells is a *silent transfer*.
    """
    if (why := spared(hearing, GIVEN)) is not None:
        return why
    if hearing.notices:
        return HELD
    replies = [told.message for told in hearing.told if told.message.turn >= hearing.at_turn]
    if hearing.denial:
        return unconcerned("the customer was told that nobody is there: notice.true-to-desk")
    if any(glitch(message.text) for message in replies):
        return unconcerned("a broken text came in its place: notice.no-placeholder")
    if any(not legible(message.text) for message in replies):
        return unseen("the bot answered in a language that the suite cannot read")
    return broken(_silent(hearing, replies))


@check(BEFORE, Promise.NOTICE)
def before_transfer(hearing: Hearing) -> Outcome:
    """The notice comes early enough: at the latest in the reply to the turn of the handoff, or,
    where the policy says so, before a person speaks.
    """
    if (why := spared(hearing, BEFORE)) is not None:
        return why
    if not hearing.notices:
        return unconcerned("there was no notice")
    first = hearing.notices[0]
    before = "transfer" if hearing.demands(BEFORE) else hearing.policy.notice.before
    if before == "any":
        return unconcerned("the policy promises no moment for the notice")
    if before == "human":
        return _before_person(hearing, first)
    if first.message.turn <= hearing.at_turn:
        return HELD
    message = (
        f"The handoff took place in the reply to turn {hearing.at_turn}, but the customer was "
        f"told only in turn {first.message.turn}: {quoted(first.message.text)}."
    )
    evidence = {"handoff_turn": hearing.at_turn, "notice_turn": first.message.turn}
    return broken(Breach(message, evidence))


@check(ONCE, Promise.NOTICE, Severity.MINOR)
def once(hearing: Hearing) -> Outcome:
    """One handoff has no more notices than the policy allows.

    Several bubbles of one reply that say different things are one notice.
    """
    if (why := spared(hearing, ONCE)) is not None:
        return why
    if not hearing.announcements:
        return unconcerned("there was no notice")
    allowed = hearing.policy.notice.at_most * max(1, len(hearing.accepted))
    notices = _separate(hearing)
    if len(notices) <= allowed:
        return HELD
    texts = [cut(told.message.text) for told in notices]
    message = (
        f"The customer was told {len(notices)} times that they are handed over, where "
        f"{allowed} is allowed; the last time {quoted(texts[-1])}."
    )
    evidence = {
        "expected": allowed,
        "actual": len(notices),
        "turns": [told.message.turn for told in notices],
        "texts": texts[:10],
    }
    return broken(Breach(message, evidence))


def spared(hearing: Hearing, check: str) -> Outcome | None:
    """Why a notice need not be looked at."""
    if not hearing.policy.notice.required and not hearing.demands(check):
        return unconcerned("the policy does not promise a notice")
    return not_handed_over(hearing)


def _silent(hearing: Hearing, replies: list[Message]) -> Breach:
    holds = "The desk holds a handoff" if hearing.accepted else "The bot signalled a handoff"
    said = f"was told {quoted(replies[0].text)}" if replies else "was told nothing"
    message = f"{holds} from turn {hearing.at_turn}, but the customer {said}."
    evidence = {"turn": hearing.at_turn, "replies": [cut(one.text) for one in replies][:10]}
    name = SILENT_TRANSFER if hearing.accepted else None
    return Breach(message, evidence, disagreement=name)


def _before_person(hearing: Hearing, first: Told) -> Outcome:
    before = hearing.record.messages[: first.place]
    person = next((message for message in before if message.speaker is Speaker.HUMAN), None)
    if person is None:
        return HELD
    message = (
        f"A person spoke in turn {person.turn} ({quoted(person.text)}) before the customer was "
        "told of the handoff."
    )
    evidence = {"human_turn": person.turn, "notice_turn": first.message.turn}
    return broken(Breach(message, evidence))


def _separate(hearing: Hearing) -> list[Told]:
    """The notices that stand for themselves: another reply, or the same words once more.

    What answers the customer's later messages is a matter of `after.bot-silent`, as long as
    silence is promised. A person's joining, said by the system, repeats nothing, and neither does
    what foretold the handoff in other words.
    """
    silent = hearing.policy.after.bot_silent is not None
    last = hearing.at_turn if silent else len(hearing.record.turns)
    said = [
        told
        for told in hearing.announcements
        if told.message.speaker is Speaker.BOT and told.message.turn <= last
    ]
    now = [told for told in said if told.message.turn >= hearing.at_turn] or said
    words, turns, seen = {key(told.message.text) for told in now}, set(), set()
    found = []
    for told in said:
        whole, turn = key(told.message.text), told.message.turn
        if whole in words and (turn not in turns or whole in seen):
            found.append(told)
        turns.add(turn)
        seen.add(whole)
    return found
