"""The notice says what the policy promises, in a language that the customer reads."""

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.notice import spared
from escalation_tests.checks.outcome import HELD, Breach, Outcome, broken, unconcerned, unseen
from escalation_tests.checks.queues import names_queue
from escalation_tests.checks.texts import cut, listed, quoted
from escalation_tests.checks.tongue import elsewhere, primary, vouched
from escalation_tests.model.finding import Promise
from escalation_tests.model.reading import Says

SAYS = "notice.says"
LANGUAGE = "notice.language"

_SAYINGS = {"destination": Says.WHO, "wait": Says.WAIT, "next_step": Says.NEXT}
_IN_WORDS = {
    "destination": "who takes over",
    "wait": "how long it takes",
    "next_step": "what happens next",
}


@check(SAYS, Promise.NOTICE)
def says(hearing: Hearing) -> Outcome:
    """The notice names what the policy promises: who takes over, how long it takes, what happens
    next.
    """
    wanted = hearing.expect.says if hearing.expect.says is not None else hearing.policy.notice.says
    if not wanted:
        return unconcerned("the policy does not promise what the notice says")
    if (why := spared(hearing, SAYS)) is not None:
        return why
    if not hearing.announcements:
        return unconcerned("there was no notice of a transfer")
    text = notice_text(hearing)
    said = _said(hearing, text)
    missing = [name for name in wanted if _SAYINGS[name] not in said]
    if not missing:
        return HELD
    left_out = listed([_IN_WORDS[name] for name in missing])
    message = f"The notice {quoted(text)} does not say {left_out}."
    evidence = {
        "text": cut(text, 600),
        "expected": list(wanted),
        "missing": missing,
        "turn": hearing.announcements[0].message.turn,
    }
    return broken(Breach(message, evidence))


@check(LANGUAGE, Promise.NOTICE)
def language(hearing: Hearing) -> Outcome:
    """The notice is in the customer's language, or in the one that the policy names.

    A finding needs clear evidence of another language. Customers whose language the bot does not
    serve may be told in any, unless the policy names one.
    """
    if (why := spared(hearing, LANGUAGE)) is not None:
        return why
    if not hearing.notices:
        return unconcerned("there was no notice")
    promised, demanded = hearing.policy.notice.language, hearing.demands(LANGUAGE)
    if promised == "any" and demanded:
        promised = "customer"
    if promised == "any":
        return unconcerned("the policy promises no language")
    expected = hearing.duty.language if promised == "customer" else promised
    served = {primary(code) for code in hearing.policy.languages}
    if promised == "customer" and primary(expected) not in served and not demanded:
        return unconcerned(f"the bot does not serve the customer's language ({expected})")
    text = notice_text(hearing)
    actual = elsewhere(text, expected)
    if actual is None:
        known = vouched(text, expected)
        return HELD if known else unseen("the notice is too short to tell its language")
    message = f"The notice should be in {expected!r}, but {quoted(text)} is in {actual!r}."
    evidence = {"expected": expected, "actual": actual, "text": cut(text, 600)}
    return broken(Breach(message, evidence))


def notice_text(hearing: Hearing) -> str:
    """The notice with what the bot said along with it in the same reply."""
    first = hearing.notices[0].message.turn
    place = hearing.notices[0].place
    turns = {told.message.turn for told in hearing.notices}
    together = [
        told.message.text
        for told in hearing.told
        if told.message.turn in turns
        and (told.message.turn != first or told.place >= place - 1)
        and told.message.turn <= max(first, hearing.at_turn)
        and told.message.speaker is hearing.notices[0].message.speaker
    ]
    return "\n".join(together)


def _said(hearing: Hearing, text: str) -> frozenset[Says]:
    """What the notice says, read bubble by bubble and as a whole."""
    said = set(hearing.bench.reader.read(text).says)
    for told in hearing.announcements:
        said |= told.reading.says
    queue = hearing.held.queue if hearing.held else None
    if any(names_queue(text, name) for name in (queue, hearing.duty.queue) if name):
        said.add(Says.WHO)
    return frozenset(said)
