"""The summary for the human says what happened, and nothing else."""

import re
from collections.abc import Iterator

from escalation_tests.checks.entry import check
from escalation_tests.checks.foreign import foreign_values
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.knowledge import not_handed_over
from escalation_tests.checks.outcome import (
    Breach,
    Outcome,
    broken,
    judged,
    unconcerned,
    unseen,
)
from escalation_tests.checks.queues import known_queues
from escalation_tests.checks.steps import untold
from escalation_tests.checks.texts import cut, folded, has_phrase, key, quoted, spoken
from escalation_tests.checks.values import holds
from escalation_tests.model.finding import Promise
from escalation_tests.model.message import Speaker
from escalation_tests.model.reading import Reads
from escalation_tests.model.trigger import Trigger

FAITHFUL = "context.summary-faithful"

_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_CODE = re.compile(r"[^\W_]+(?:[-./][^\W_]+)*")
_UNTRIED = (
    "no steps*", "nothing tried", "nothing was tried", "has not tried*", "hasn t tried*",
    "have not tried*", "not yet tried*", "did not try*", "didn t try*", "no troubleshooting*",
    "none attempted", "nothing attempted", "sin pasos*", "ningun paso*", "no ha probado*",
    "no ha intentado*", "aucune etape*", "n a rien essaye*", "n a pas essaye*",
    "keine schritte*", "nichts versucht", "noch nichts versucht*", "hat nicht versucht*",
    "nenhum passo*", "nao tentou*", "nao experimentou*",
)  # fmt: skip
_SETTLED = re.compile(
    r" (?:issue|problem|case|question|matter|request|complaint) (?:was |is |has been |now )+"
    r"(?:fully |already |now |successfully )?(?:resolved|solved|settled|answered) "
    r"| (?:customer|user|client) (?:is|was|left|seems|seemed) (?:very |fully )?"
    r"(?:satisfied|happy|content|pleased) | no further (?:help|action|assistance) (?:is )?needed "
    r"| problema (?:fue |ha sido |esta |foi )?(?:resuelto|resolvido) "
    r"| cliente (?:esta |ficou )?(?:satisfecho|contento|satisfeito|feliz) "
    r"| probleme (?:est |a ete )(?:resolu|regle) | client (?:est )?(?:satisfait|content) "
    r"| (?:problem|anliegen|frage) (?:ist |wurde )?(?:bereits )?(?:gelost|geklart|erledigt) "
    r"| (?:kunde|kundin) (?:ist )?zufrieden "
)
_CANNED = 15
"""Letters that a line must have before its being a copy means anything."""


@check(FAITHFUL, Promise.CONTEXT, stands=True)
def faithful(hearing: Hearing) -> Outcome:
    """The summary is no copy of something the bot said, contradicts neither the facts nor the
    steps that the customer told, names no topic that never came up, and does not call settled
    what made a handoff due. An empty one counts only where the policy requires a summary.
    """
    if (spared := not_handed_over(hearing)) is not None:
        return spared
    required = hearing.policy.context.summary == "required" or hearing.demands(FAITHFUL)
    if hearing.held is None or not hearing.maps("summary"):
        return unseen("the configuration does not say where the desk has a summary")
    text = hearing.held.summary or ""
    if not key(text):
        return broken(_empty(hearing)) if required else unconcerned("the handoff has no summary")
    return judged(next(_faults(hearing, text), None))


def _faults(hearing: Hearing, text: str) -> Iterator[Breach]:
    """What is wrong with a summary; the first is told."""
    if line := _copied(hearing, text):
        yield _breach(text, f"is just what the bot said ({quoted(line)})", copied=cut(line))
    for name, found in _misquoted(hearing, text):
        value = next(fact.value for fact in hearing.duty.facts if fact.name == name)
        why = f"has {found!r}, which nobody said; the customer's {spoken(name)} is {value!r}"
        yield _breach(text, why, fact=name, expected=value, actual=found)
    if _denies_steps(hearing, text):
        steps = [spoken(step) for step in hearing.duty.attempted]
        why = f"denies that the customer tried anything, although they said {steps[0]!r}"
        yield _breach(text, why, attempted=steps)
    if topic := _other_topic(hearing, text):
        why = f"is about {topic!r}, which the customer never raised"
        yield _breach(text, why, expected=hearing.duty.topic, actual=topic)
    if hearing.due and _SETTLED.search(folded(text)):
        yield _breach(text, "calls the matter settled, although a handoff was due")


def _denies_steps(hearing: Hearing, text: str) -> bool:
    """It says that nothing was tried; where the steps are lost altogether, that is told there."""
    steps, held = hearing.duty.attempted, hearing.held
    if not steps or held is None or not has_phrase(folded(text), _UNTRIED):
        return False
    promised = hearing.policy.context.attempted_steps == "required"
    return not (promised and untold(hearing, held, steps))


def _breach(text: str, why: str, **evidence: object) -> Breach:
    return Breach(f"The summary {quoted(text)} {why}.", {"summary": cut(text, 600), **evidence})


def _empty(hearing: Hearing) -> Breach:
    message = f"The policy promises a summary; the handoff of turn {hearing.at_turn} has none."
    return Breach(message, {"turn": hearing.at_turn, "summary": ""})


def _copied(hearing: Hearing, text: str) -> str | None:
    """The bot's own line, a greeting included, that makes up the summary."""
    whole = key(text)
    for message, reading, _ in hearing.heard:
        line = key(message.text)
        leaked = 0 < hearing.at_turn <= message.turn and reading.reads is Reads.NONE
        if message.speaker is Speaker.CUSTOMER or leaked or len(line) < _CANNED:
            continue
        if line == whole or (line in whole and len(line) >= 0.8 * len(whole)):
            return message.text
    return None


def _misquoted(hearing: Hearing, text: str) -> Iterator[tuple[str, str]]:
    """Values shaped like one of the customer's codes that nobody in the conversation said."""
    said = "\n".join(message.text for message in hearing.record.messages)
    names = {one.id for one in hearing.record.handoffs} | {hearing.record.conversation}
    said = "\n".join((said, *names))
    foreign = foreign_values(hearing, text)
    codes = _CODE.findall(text)
    for fact in hearing.duty.facts:
        if not _is_code(fact.value) or holds(text, fact.value):
            continue
        shape = _shape(fact.value)
        for code in codes:
            if shape.fullmatch(code) and not holds(said, code) and code not in foreign:
                yield fact.name, code


def _is_code(value: str) -> bool:
    digits, letters = (sum(map(kind, value)) for kind in (str.isdigit, str.isalpha))
    long_enough = digits >= (3 if letters else 6)
    return _CODE.fullmatch(value) is not None and long_enough and not _DATE.fullmatch(value)


def _shape(value: str) -> re.Pattern[str]:
    """A pattern of all codes with a letter where the value has one, and so with its digits."""
    kinds = (r"\d" if c.isdigit() else r"[^\W\d_]" if c.isalpha() else re.escape(c) for c in value)
    return re.compile("".join(kinds))


def _other_topic(hearing: Hearing, text: str) -> str | None:
    """A topic, by its name as configured, that never came up, in place of the customer's own."""
    own = {turn.move.topic for turn in hearing.record.turns} | {hearing.duty.topic}
    queues = set(known_queues(hearing.policy.routing))
    topics = {*hearing.policy.routing.by_topic, *hearing.policy.routing.priority} - set(Trigger)
    said = [message.text for message in hearing.record.said_by(Speaker.CUSTOMER)]
    for topic in sorted(topics - {name for name in own if name} - queues):
        machine_made = "_" in topic or "-" in topic
        if machine_made and topic in text and not any(topic in one for one in said):
            return topic
    return None
