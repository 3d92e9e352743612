"""When nobody can take the customer, the bot says so and offers another way."""

from escalation_tests.checks.delivery import false_claim
from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing, Told
from escalation_tests.checks.offers import IN_WORDS, offered
from escalation_tests.checks.outcome import HELD, Breach, Outcome, broken, unconcerned, unseen
from escalation_tests.checks.texts import cut, quoted
from escalation_tests.checks.tongue import legible
from escalation_tests.model.finding import Promise, Severity

SAYS_SO = "unavailable.says-so"
OFFERS = "unavailable.offers"


@check(SAYS_SO, Promise.DELIVERY, Severity.CRITICAL)
def says_so(hearing: Hearing) -> Outcome:
    """A customer whom the desk could not take is told that nobody is there."""
    if not hearing.policy.unavailable.say_so and not hearing.demands(SAYS_SO):
        return unconcerned("the policy does not promise it")
    if (spared := _spared(hearing)) is not None:
        return spared
    if _apologies(hearing):
        return HELD
    replies = [told.message.text for told in _later(hearing)]
    if any(not legible(text) for text in replies):
        return unseen("the bot's answer is in a language that the suite cannot read")
    instead = f"was told {quoted(replies[-1])}" if replies else "was told nothing"
    message = (
        f"The desk could not take the handoff of turn {hearing.at_turn}; the customer should have "
        f"been told that nobody is available, but {instead}."
    )
    evidence = {"turn": hearing.at_turn, "replies": [cut(text) for text in replies][:10]}
    return broken(Breach(message, evidence))


@check(OFFERS, Promise.DELIVERY)
def offers(hearing: Hearing) -> Outcome:
    """A customer whom the desk could not take is offered one of the ways that the policy names:
    a callback, a ticket, or the opening hours.
    """
    ways = hearing.policy.unavailable.offer
    if not ways:
        return unconcerned("the policy promises no other way")
    if (spared := _spared(hearing)) is not None:
        return spared
    texts = [told.message.text for told in _later(hearing)]
    if any(offered(text) & set(ways) for text in texts):
        return HELD
    if any(not legible(text) for text in texts):
        return unseen("the bot's answer is in a language that the suite cannot read")
    if not _apologies(hearing):
        return unconcerned(f"the customer was not even told that nobody is there: {SAYS_SO}")
    promised = " or ".join(IN_WORDS[way] for way in ways)
    message = (
        f"The desk could not take the handoff of turn {hearing.at_turn}; the customer should have "
        f"been offered {promised}, but was only told {quoted(texts[-1])}."
    )
    replies = [cut(text) for text in texts][:10]
    evidence = {"turn": hearing.at_turn, "expected": list(ways), "replies": replies}
    return broken(Breach(message, evidence))


def _spared(hearing: Hearing) -> Outcome | None:
    """Why there is nothing to say about a desk that could not take the customer."""
    if not hearing.rejected:
        return unconcerned("the desk refused no handoff for good")
    if false_claim(hearing):
        return unconcerned("the bot claimed success: delivery.honest-when-refused")
    return None


def _later(hearing: Hearing) -> list[Told]:
    """What the bot said from the refused attempt on."""
    return [told for told in hearing.told if told.message.turn >= hearing.at_turn]


def _apologies(hearing: Hearing) -> list[Told]:
    return [told for told in hearing.apologies if told.message.turn >= hearing.at_turn]
