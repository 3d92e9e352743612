"""The properties: each promise as a sentence, with the checks that watch over it."""

from collections.abc import Callable
from dataclasses import dataclass

from escalation_tests.model.finding import Promise


@dataclass(frozen=True, slots=True)
class Property:
    """What must hold for every conversation that can be drawn."""

    name: str
    about: str
    """One sentence a person can read aloud."""
    watches: Callable[[str, Promise], bool]
    """Whether a check of this name, for this promise, watches over it."""


def _of(promise: Promise, *others: str) -> Callable[[str, Promise], bool]:
    """All checks of a promise, but for those that watch over another property."""
    return lambda check, of: of is promise and check not in others


def _named(*checks: str) -> Callable[[str, Promise], bool]:
    return lambda check, _: check in checks


NEEDLESS, FOREIGN, ONCE = "trigger.not-needless", "context.nothing-foreign", "delivery.once"

PROPERTIES: tuple[Property, ...] = (
    Property("liveness", "A handoff that is due happens in time.", _of(Promise.TRIGGER, NEEDLESS)),
    Property("safety", "No handoff happens that is not due.", _named(NEEDLESS)),
    Property("delivery", "What is announced arrives at the desk.", _of(Promise.DELIVERY, ONCE)),
    Property("once", "One cause brings one handoff.", _named(ONCE)),
    Property("fidelity", "The human is given what was said.", _of(Promise.CONTEXT, FOREIGN)),
    Property("isolation", "Many conversations at once never mix.", _named(FOREIGN)),
    Property("routing", "The handoff lands where it belongs.", _of(Promise.ROUTING)),
    Property("notice", "The customer is told, and truly.", _of(Promise.NOTICE)),
    Property("silence", "Afterwards the bot is silent.", _of(Promise.AFTERWARDS)),
)
"""In the order in which they are tested; each check watches over exactly one."""
