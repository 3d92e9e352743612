"""No customer's data in another customer's handoff."""

from collections.abc import Iterator, Mapping

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.outcome import HELD, Breach, Outcome, broken, unconcerned, unseen
from escalation_tests.checks.texts import key
from escalation_tests.checks.values import SHORTEST, verbatim
from escalation_tests.model.finding import Promise, Severity
from escalation_tests.model.handoff import Handoff
from escalation_tests.model.message import Speaker
from escalation_tests.model.record import Record


@check("context.nothing-foreign", Promise.CONTEXT, Severity.CRITICAL, stands=True)
def nothing_foreign(hearing: Hearing) -> Outcome:
    """No fact of another customer's conversation stands anywhere in the handoff.

    Every conversation of a run plants values of its own, so a foreign one shows a mix-up. Values
    shorter than four characters, and those that this customer knows too, are left out.
    """
    if not hearing.record.handoffs:
        if hearing.took_place:
            return unseen("no handoff can be seen")
        return unconcerned("no handoff arrived")
    text = handed(hearing.record)
    found = foreign_values(hearing, text)
    if not found:
        return HELD
    value, owner = next(iter(found.items()))
    more = f", and {len(found) - 1} more such values" if len(found) > 1 else ""
    message = f"The handoff holds {value!r}, which belongs to another customer ({owner}){more}."
    return broken(Breach(message, {"foreign": dict(list(found.items())[:20])}))


def handed(record: Record) -> str:
    """Everything that the desk was handed in a conversation, as one text."""
    return "\n".join(part for one in record.handoffs for part in _parts(one))


def foreign_values(hearing: Hearing, text: str) -> Mapping[str, str]:
    """The values of other conversations that stand in a text, each with the plan it is from.

    Values without any digit, such as a product's name, may come up anywhere; they count only if
    nobody has said them here.
    """
    own = set(map(key, _own(hearing)))
    said = "\n".join(message.text for message in hearing.record.said_by(Speaker.CUSTOMER))
    heard = "\n".join(message.text for message in hearing.record.messages)
    return {
        value: owner
        for value, owner in hearing.bench.planted.items()
        if _telling(value)
        and key(value) not in own
        and verbatim(text, value)
        and not verbatim(said if any(map(str.isdigit, value)) else heard, value)
    }


def _telling(value: str) -> bool:
    """Long enough not to turn up by chance; years and the like are not."""
    return len(value) >= SHORTEST + value.strip().isdigit()


def _own(hearing: Hearing) -> Iterator[str]:
    """Every value that this customer may rightly have."""
    plan = hearing.plan
    yield from (plan.identity.name, plan.identity.email, plan.identity.phone, plan.token)
    yield from (fact.value for fact in plan.facts)
    for visit in plan.visits:
        answers = [move for _, move in visit.reactions.answers]
        for move in (*visit.moves, *answers, *visit.written_after):
            yield from (fact.value for fact in move.facts)
    for turn in hearing.record.turns:
        yield from (fact.value for fact in (*turn.duty.facts, *turn.duty.superseded))


def _parts(handoff: Handoff) -> Iterator[str]:
    yield from filter(None, (handoff.summary, handoff.reason, handoff.raw))
    yield from (handoff.facts or {}).values()
    yield from handoff.attempted or ()
    yield from (line.text for line in handoff.transcript or ())
