"""A scenario's expectations and disturbances, as the plan carries them."""

from collections.abc import Iterator

from escalation_tests.contract.scenario import (
    Broke,
    Chaos,
    ContextExpectation,
    Expect,
    NoticeExpectation,
)
from escalation_tests.model.plan import Expectation, FaultSpec

_ACTS = ("delivery.can-be-taken",)
"""What is judged wherever a person at the desk acts."""


def expectation(expect: Expect, then: Broke | None = None, acts: bool = False) -> Expectation:
    """What the author demands; absent parts stay as the policy says. What a conversation was
    frozen for must be looked at again, and a person who `acts` at the desk must get to it.
    """
    handoff, context, notice, after = expect.handoff, expect.context, expect.notice, expect.after
    return Expectation(
        handoff=handoff.expected if handoff else None,
        by_turn=handoff.by_turn if handoff else None,
        trigger=handoff.trigger if handoff else None,
        queue=expect.queue,
        priority=expect.priority,
        facts=context.facts if context else None,
        attempted=context.attempted if context else None,
        says=notice.says if notice else None,
        bot_silent=after.bot_silent if after else None,
        must_not_ask=context.must_not_ask if context else (),
        demanded=frozenset(
            (*_demanded(expect), *([then.check] if then else []), *(_ACTS if acts else []))
        ),
    )


def _demanded(expect: Expect) -> Iterator[str]:
    """Names of the checks that judge what the author wrote."""
    handoff, context, notice, after = expect.handoff, expect.context, expect.notice, expect.after
    if handoff:
        yield "trigger.in-time" if handoff.expected else "trigger.not-needless"
    if expect.queue:
        yield "routing.queue"
    if expect.priority:
        yield "routing.priority"
    if context:
        yield from _carried(context)
    if notice:
        yield from _told(notice)
    if after and after.bot_silent is not None:
        yield "after.bot-silent"
    if after and after.customer_messages:
        yield "after.messages-delivered"


def _carried(context: ContextExpectation) -> Iterator[str]:
    """`must_not_ask` demands nothing: where nobody writes again, it holds."""
    if context.transcript:
        yield "context.transcript-complete"
    if context.facts is not None:
        yield "context.facts-carried"
    if context.attempted is not None:
        yield "context.attempted-steps"


def _told(notice: NoticeExpectation) -> Iterator[str]:
    yield "notice.given"
    if notice.before:
        yield "notice.before-transfer"
    if notice.says is not None:
        yield "notice.says"
    if notice.language:
        yield "notice.language"


def disturbances(chaos: tuple[Chaos, ...]) -> tuple[FaultSpec, ...]:
    """The faults of a scenario, desk before bot."""
    return tuple(
        FaultSpec(leg, name, each.times, each.seconds)
        for each in chaos
        for leg, name in (("desk", each.desk), ("bot", each.bot))
        if name
    )
