"""What the customer said about themselves before the handoff, and what the human was given."""

from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.outcome import Outcome, unconcerned
from escalation_tests.checks.texts import key
from escalation_tests.checks.values import holds
from escalation_tests.model.fact import Fact
from escalation_tests.model.handoff import Handoff
from escalation_tests.model.message import Message, Speaker

NO_HANDOFF = "the customer was not handed over"


def not_handed_over(hearing: Hearing) -> Outcome | None:
    """Why there is no handoff whose context could be judged."""
    if not hearing.took_place:
        return unconcerned(NO_HANDOFF)
    if hearing.needless:
        return unconcerned("the handoff was needless: trigger.not-needless")
    return None


def written_before(hearing: Hearing) -> tuple[Message, ...]:
    """What the customer had written when the bot set about the handoff.

    Of the handoff's own turn the first bubble always counts; further ones only if they were
    sent before, and before the bot announced it, and did not reach the desk as later messages.
    """
    begun = hearing.begun
    if begun is None:
        return ()
    told = [one.message for one in hearing.announcements if one.message.turn == begun.turn]
    limit = min([begun.at, *(message.at for message in told)])
    said = hearing.record.said_by(Speaker.CUSTOMER)
    first = next((message for message in said if message.turn == begun.turn), None)
    later = {key(one.text) for one in hearing.record.relayed}
    return tuple(
        message
        for message in said
        if message.turn < begun.turn
        or message is first
        or (message.turn == begun.turn and message.at <= limit and key(message.text) not in later)
    )


def stated(hearing: Hearing) -> tuple[Fact, ...]:
    """The facts that the human needs: those stated in words before the handoff.

    What a scenario's author names counts even where no message has the value word by word.
    """
    wanted = hearing.expect.facts
    known = hearing.duty.facts
    if wanted is not None:
        return tuple(fact for fact in known if fact.name in wanted)
    return tuple(fact for fact in known if spelled_out(hearing, fact))


def spelled_out(hearing: Hearing, fact: Fact) -> bool:
    """The fact's value stands in what the customer wrote before the handoff."""
    return any(holds(message.text, fact.value) for message in written_before(hearing))


def in_fields(handoff: Handoff) -> str:
    """Everything in the handoff's own fields, transcript apart."""
    parts = (*(handoff.facts or {}).values(), handoff.summary, handoff.reason)
    return "\n".join(filter(None, parts))


def in_transcript(handoff: Handoff) -> str:
    """The texts of the desk's transcript."""
    return "\n".join(line.text for line in handoff.transcript or ())
