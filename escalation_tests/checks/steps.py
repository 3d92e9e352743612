"""The human is told what the customer has tried already."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.knowledge import not_handed_over
from escalation_tests.checks.outcome import HELD, Breach, Outcome, broken, unconcerned, unseen
from escalation_tests.checks.texts import cut, folded, listed, quoted, spoken
from escalation_tests.model.finding import Promise
from escalation_tests.model.handoff import Handoff

_END = re.compile(r"[.;\n]")
"""Where a sentence about the case ends."""
_ALIKE = 0.82
"""How similar two words must be to count as forms of one."""


@check("context.attempted-steps", Promise.CONTEXT, stands=True)
def attempted_steps(hearing: Hearing) -> Outcome:
    """Each step that the customer says they have tried stands in the handoff's list of steps or
    in its summary, so that nobody asks for it again.
    """
    wanted = _wanted(hearing)
    if wanted is None:
        return unconcerned("the policy does not promise attempted steps")
    if (spared := not_handed_over(hearing)) is not None:
        return spared
    if not wanted:
        return unconcerned("the customer had claimed no step by then")
    if hearing.held is None or not (hearing.maps("attempted") or hearing.maps("summary")):
        return unseen("the configuration does not say where the desk has steps or a summary")
    missing = untold(hearing, hearing.held, wanted)
    return broken(_missing(hearing.held, missing)) if missing else HELD


def untold(hearing: Hearing, held: Handoff, steps: Iterable[str]) -> list[str]:
    """The steps of which neither the handoff's list nor its summary tells."""
    texts = _texts(held)
    return [step for step in steps if not any(tells(text, step, hearing) for text in texts)]


def tells(text: str, step: str, hearing: Hearing) -> bool:
    """Whether a human would recognise the step in the text."""
    said = folded(text).split()
    known = (spoken(step), *hearing.bench.steps.get(step, ()))
    return any(_has_words(said, folded(phrase).split()) for phrase in known)


def _wanted(hearing: Hearing) -> tuple[str, ...] | None:
    """The steps that the human must be told of; None where nothing is promised."""
    if hearing.expect.attempted is not None:
        return hearing.expect.attempted
    if hearing.policy.context.attempted_steps == "optional":
        return None
    return hearing.duty.attempted


def _texts(held: Handoff) -> tuple[str, ...]:
    """Each listed step, and each sentence about the case."""
    about = filter(None, (held.summary, held.reason))
    sentences = (one for text in about for one in _END.split(text))
    return (*(held.attempted or ()), *sentences)


def _has_words(said: list[str], phrase: list[str]) -> bool:
    """All words of the phrase are in the text, in some form."""
    return bool(phrase) and all(any(_alike(word, one) for one in said) for word in phrase)


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    if min(len(word), len(other)) < 4:
        return False
    if word.startswith(other) or other.startswith(word):
        return True
    return word[:3] == other[:3] and SequenceMatcher(None, word, other).ratio() >= _ALIKE


def _missing(held: Handoff, missing: Iterable[str]) -> Breach:
    steps = list(missing)
    named = listed([repr(spoken(step)) for step in steps])
    actual = [cut(step, 60) for step in held.attempted or ()]
    has = f"lists {listed([repr(step) for step in actual[:5]])}" if actual else "lists no steps"
    summary = f" and says {quoted(held.summary)}" if held.summary else ""
    message = f"The customer said they had tried {named}, but the handoff {has}{summary}."
    evidence = {"missing": steps, "actual": actual[:20], "summary": cut(held.summary or "", 600)}
    return Breach(message, evidence)
