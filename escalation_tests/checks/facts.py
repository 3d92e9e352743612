"""What the customer has told reaches the human, and as it last stood.

Where a handoff record has a place for facts (`desk.handoff.facts`), that is where agents and
their tools look, so a fact that stands only in the transcript is reported there, mildly.
"""

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.knowledge import in_fields, in_transcript, not_handed_over, stated
from escalation_tests.checks.outcome import Breach, Outcome, judged, unconcerned, unseen
from escalation_tests.checks.texts import cut, listed, spoken
from escalation_tests.checks.values import holds, shows_masked
from escalation_tests.model.fact import Fact
from escalation_tests.model.finding import Promise, Severity
from escalation_tests.model.handoff import Handoff

CURRENT = "context.facts-current"


@check("context.facts-carried", Promise.CONTEXT, Severity.CRITICAL, stands=True)
def carried(hearing: Hearing) -> Outcome:
    """Every fact that the customer has stated is in the handoff.

    Values are compared, however they are written, and may be masked as the policy allows. Where
    the configuration maps `facts`, a value has to stand there or in the summary: one that only
    the transcript has is a milder finding of its own.
    """
    if (spared := _spared(hearing)) is not None:
        return spared
    held = hearing.held
    if held is None or not _places(hearing):
        return unseen("the configuration does not say where the desk has facts or transcript")
    hidden = {name for name, how in hearing.policy.context.masked.items() if how == "all"}
    wanted = [fact for fact in stated(hearing) if fact.name not in hidden]
    if not wanted:
        return unconcerned("the customer had stated no fact by then")
    shown = {fact for fact in wanted if _shows(hearing, _near(hearing, held), fact)}
    stale = set(_outdated(hearing, held))
    rest = [fact for fact in wanted if fact not in shown and fact.name not in stale]
    far = [fact for fact in rest if _shows(hearing, _far(hearing, held), fact)]
    lost = [fact for fact in rest if fact not in far]
    return judged(
        _lost(hearing, held, lost) if lost else None,
        _buried(hearing, far) if far else None,
    )


@check(CURRENT, Promise.CONTEXT, Severity.CRITICAL, stands=True)
def current(hearing: Hearing) -> Outcome:
    """A value that the customer has corrected does not reach the human as the one that holds."""
    if (spared := not_handed_over(hearing)) is not None:
        return spared
    if not hearing.duty.superseded:
        return unconcerned("the customer corrected nothing")
    if hearing.held is None or not (hearing.maps("facts") or hearing.maps("summary")):
        return unseen("the configuration does not say where the desk has facts or a summary")
    return judged(
        *(_stale(hearing, name, old) for name, old in _outdated(hearing, hearing.held).items())
    )


def _spared(hearing: Hearing) -> Outcome | None:
    """Why no fact has to be carried."""
    promised = hearing.policy.context.facts == "required" or hearing.expect.facts is not None
    if not promised:
        return unconcerned("the policy does not promise facts")
    return not_handed_over(hearing)


def _places(hearing: Hearing) -> bool:
    """Some place in which a fact could stand can be seen."""
    shared = hearing.policy.context.transcript == "shared"
    return shared or any(hearing.maps(name) for name in ("facts", "summary", "transcript"))


def _near(hearing: Hearing, held: Handoff) -> str:
    """Where a fact belongs: the mapped fields; without a place for facts, anywhere."""
    fields = in_fields(held)
    return fields if hearing.maps("facts") else f"{fields}\n{_far(hearing, held)}"


def _far(hearing: Hearing, held: Handoff) -> str:
    """Where else a fact may be found: the transcript, a shared thread, unmapped fields."""
    shared = hearing.policy.context.transcript == "shared"
    texts = [in_transcript(held)]
    if shared:
        texts += [message.text for message in hearing.record.messages]
    if not hearing.maps("facts"):
        texts.append(held.raw)
    return "\n".join(texts)


def _shows(hearing: Hearing, text: str, fact: Fact) -> bool:
    how = hearing.policy.context.masked.get(fact.name)
    return holds(text, fact.value) or (how is not None and shows_masked(text, fact.value, how))


def _outdated(hearing: Hearing, held: Handoff) -> dict[str, str]:
    """Fact name → the corrected value that the handoff holds instead of the current one."""
    now = {fact.name: fact.value for fact in hearing.duty.facts}
    found = {}
    for fact in hearing.duty.superseded:
        again = any(holds(other, fact.value) for other in now.values())
        if not again and _only_old(held, fact, now[fact.name]):
            found[fact.name] = fact.value
    return found


def _only_old(held: Handoff, old: Fact, value: str) -> bool:
    """The old value stands under its name, or in a field or the summary without the new one."""
    named = [text for name, text in (held.facts or {}).items() if _named(name, old)]
    if any(holds(text, old.value) and not holds(text, value) for text in named):
        return True
    fields = in_fields(held)
    return holds(fields, old.value) and not holds(fields, value)


def _stale(hearing: Hearing, name: str, old: str) -> Breach:
    (value,) = (fact.value for fact in hearing.duty.facts if fact.name == name)
    message = (
        f"The customer corrected {spoken(name)} from {old!r} to {value!r}, but the handoff holds "
        f"{old!r} as if it were still right."
    )
    return Breach(message, {"fact": name, "expected": value, "actual": old})


def _lost(hearing: Hearing, held: Handoff, lost: list[Fact]) -> Breach:
    named = listed([f"{spoken(fact.name)} {fact.value!r}" for fact in lost])
    instead = {fact.name: _instead(held, fact) for fact in lost}
    others = [f"{spoken(name)}: {cut(text, 40)!r}" for name, text in instead.items() if text]
    has = f"; it has {listed(others)} instead" if others else ""
    message = f"The customer had stated {named}, but nothing in the handoff has it{has}."
    evidence = {
        "turn": hearing.at_turn,
        "missing": {fact.name: fact.value for fact in lost},
        "actual": {name: cut(text, 80) for name, text in instead.items() if text},
    }
    return Breach(message, evidence)


def _buried(hearing: Hearing, buried: list[Fact]) -> Breach:
    named = listed([f"{spoken(fact.name)} {fact.value!r}" for fact in buried])
    message = (
        f"The handoff has {named} only in the transcript: its facts and its summary lack it, so "
        "the agent has to search for it."
    )
    evidence = {
        "turn": hearing.at_turn,
        "only_in_transcript": {fact.name: fact.value for fact in buried},
    }
    return Breach(message, evidence, Severity.NORMAL)


def _instead(held: Handoff, fact: Fact) -> str:
    """What stands under the fact's name."""
    for name, text in (held.facts or {}).items():
        if _named(name, fact):
            return text
    return ""


def _named(field: str, fact: Fact) -> bool:
    """A field, given with the path to it, has the fact's name."""
    return spoken(field.rpartition(".")[2]) == spoken(fact.name)
