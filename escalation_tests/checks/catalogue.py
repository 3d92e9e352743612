"""All checks there are, in the order in which their findings are told."""

from typing import NamedTuple

from escalation_tests.checks import (
    afterwards,
    again,
    delivery,
    facts,
    foreign,
    internal,
    notice,
    passing_on,
    people,
    reached,
    routing,
    screen,
    steps,
    summary,
    transcript,
    trigger,
    truth,
    unavailable,
    wording,
)
from escalation_tests.checks.entry import Entry
from escalation_tests.model.finding import Promise, Severity

CHECKS: tuple[Entry, ...] = (
    trigger.in_time,
    trigger.not_needless,
    trigger.again_after_first,
    delivery.at_desk,
    delivery.once,
    delivery.honest_when_refused,
    people.can_be_taken,
    people.follows_people,
    unavailable.says_so,
    unavailable.offers,
    foreign.nothing_foreign,
    transcript.complete,
    transcript.triggering_turn,
    transcript.roles,
    transcript.order,
    facts.carried,
    facts.current,
    steps.attempted_steps,
    reached.language,
    summary.faithful,
    again.not_asked_again,
    passing_on.kept,
    routing.queue,
    routing.priority,
    routing.language,
    routing.not_back_to_bot,
    passing_on.passed_on,
    notice.given,
    notice.before_transfer,
    notice.once,
    passing_on.told,
    wording.says,
    wording.language,
    truth.no_placeholder,
    truth.true_to_desk,
    screen.announced,
    screen.page_sound,
    afterwards.bot_silent,
    afterwards.messages_delivered,
    screen.input_usable,
    afterwards.answers_once,
    people.person_heard,
    people.takes_up_again,
    internal.no_internal_note,
)
"""Immutable; a shop's own checks are handed to `judge`."""


class Described(NamedTuple):
    """A check as the reference page shows it."""

    name: str
    promise: Promise
    severity: Severity
    about: str
    """The first paragraph of what it looks at."""


def reference() -> list[Described]:
    """Every check with the first paragraph of its description, in the order of `CHECKS`."""
    return [
        Described(
            entry.name,
            entry.promise,
            entry.severity,
            " ".join(entry.about.partition("\n\n")[0].split()),
        )
        for entry in CHECKS
    ]
