"""Nobody asks for what the customer has told already."""

from collections.abc import Iterator

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.knowledge import (
    in_fields,
    in_transcript,
    not_handed_over,
    spelled_out,
)
from escalation_tests.checks.outcome import Breach, Outcome, judged, unconcerned
from escalation_tests.checks.texts import cut, listed, quoted, spoken
from escalation_tests.checks.values import holds
from escalation_tests.model.finding import Blame, Promise
from escalation_tests.model.message import Message, Speaker


@check("context.not-asked-again", Promise.CONTEXT, stands=True)
def not_asked_again(hearing: Hearing) -> Outcome:
    """Once the handoff is under way, neither bot nor human asks for a fact that the customer has
    given, nor for one that the scenario says nobody must ask for.

    A bot that should be silent is reported for that (`after.bot-silent`), not for what it asks;
    what a scripted person says is the author's.
    """
    if (spared := not_handed_over(hearing)) is not None:
        return spared
    known = _known(hearing)
    if not known:
        return unconcerned("the customer had stated no fact by then")
    later = list(_later(hearing))
    if not later:
        return unconcerned("nobody wrote to the customer after the handoff")
    asked = [(one, again) for one, facts in later if (again := sorted(known & facts))]
    return judged(_breach(hearing, *asked[0]) if asked else None)


def _known(hearing: Hearing) -> set[str]:
    """Names of the facts for which nobody may ask."""
    told = {fact.name for fact in hearing.duty.facts if spelled_out(hearing, fact)}
    return told | set(hearing.expect.must_not_ask)


def _later(hearing: Hearing) -> Iterator[tuple[Message, set[str]]]:
    """Messages from the handoff on, each with the facts that it asks for."""
    silent = hearing.policy.after.bot_silent is not None
    for message, reading, _ in hearing.heard:
        if message.speaker is Speaker.HUMAN and message.turn >= hearing.at_turn:
            if not hearing.record.scripted(message):
                yield message, set(reading.asks_for)
        elif message.speaker is Speaker.BOT and message.turn >= hearing.at_turn:
            same_reply = message.turn == hearing.at_turn
            back = hearing.record.given_back
            if same_reply or not silent or (back is not None and message.turn > back):
                yield message, set(reading.asks_for)


def _breach(hearing: Hearing, message: Message, asked: list[str]) -> Breach:
    person = message.speaker is Speaker.HUMAN
    who = "a person" if person else "the bot"
    named = listed([spoken(name) for name in asked])
    text = (
        f"After the handoff, in turn {message.turn}, {who} asked for the {named} that the "
        f"customer had given already: {quoted(message.text)}."
    )
    evidence = {"turn": message.turn, "asked_for": asked, "text": cut(message.text, 600)}
    return Breach(text, evidence, blame=_blame(hearing, asked, person))


def _blame(hearing: Hearing, asked: list[str], person: bool) -> Blame:
    """The desk's, if a person asks for what the handoff shows; else the bot's."""
    held = hearing.held
    if not person or held is None:
        return Blame.BOT
    text = f"{in_fields(held)}\n{in_transcript(held)}"
    values = [fact.value for fact in hearing.duty.facts if fact.name in asked]
    return Blame.DESK if values and all(holds(text, value) for value in values) else Blame.BOT
