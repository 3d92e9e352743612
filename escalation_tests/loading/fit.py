"""Whether a scenario fits a shop: for its own all mistakes, for the library's the first lack."""

from collections.abc import Iterator

from escalation_tests.contract.policy import Policy
from escalation_tests.contract.scenario import Expect, Scenario
from escalation_tests.loading.due import deadline, labelled, languages, written
from escalation_tests.loading.expectation_rules import expectation_mistakes
from escalation_tests.loading.promise_rules import Mistakes
from escalation_tests.loading.script_rules import reference_mistakes
from escalation_tests.loading.shop import Shop
from escalation_tests.model.trigger import Trigger


def scenario_mistakes(scenario: Scenario, shop: Shop) -> Mistakes:
    """Everything in a scenario that does not fit the shop."""
    yield from reference_mistakes(scenario, shop)
    yield from expectation_mistakes(scenario, shop)


def lack(scenario: Scenario, shop: Shop) -> str | None:
    """What the policy lacks for a library scenario to make sense; None when it fits."""
    reasons = (
        _unpromised(scenario, shop),
        _unserved(scenario, shop),
        (message for _, message in scenario_mistakes(scenario, shop)),
        _never_due(scenario, shop),
        _beyond(scenario.expect, scenario, shop.config.policy),
    )
    return next((reason for each in reasons for reason in each), None)


def _unpromised(scenario: Scenario, shop: Shop) -> Iterator[str]:
    for turn in scenario.conversation:
        for trigger in sorted(written(turn) - shop.config.policy.triggers.keys()):
            yield f"the policy promises nothing for {trigger}"


def _unserved(scenario: Scenario, shop: Shop) -> Iterator[str]:
    for language in languages(scenario, shop):
        for turn in labelled(scenario, language, shop):
            foreign = Trigger.UNSUPPORTED_LANGUAGE in turn.triggers
            if foreign and Trigger.UNSUPPORTED_LANGUAGE not in written(turn.turn):
                yield f"the bot does not serve {turn.language!r}"


def _never_due(scenario: Scenario, shop: Shop) -> Iterator[str]:
    expected = scenario.expect.handoff
    for language in languages(scenario, shop):
        due = deadline(labelled(scenario, language, shop), shop)
        if expected is not None and expected.expected and due is None:
            yield "under this policy its turns do not make a handoff due"


def _beyond(expect: Expect, scenario: Scenario, policy: Policy) -> Iterator[str]:
    """Expectations of things that the policy does not promise."""
    context, notice, after = expect.context, expect.notice, expect.after
    if context and context.facts and policy.context.facts == "optional":
        yield "the policy does not promise that facts reach the human"
    if context and context.attempted and policy.context.attempted_steps == "optional":
        yield "the policy does not promise that attempted steps reach the human"
    if context and context.transcript and policy.context.transcript != context.transcript:
        yield "the policy does not promise the full transcript"
    if notice and not policy.notice.required:
        yield "the policy does not promise a notice"
    if notice and notice.says and not set(notice.says) <= set(policy.notice.says):
        yield "the policy does not promise that a notice says that much"
    if after and after.customer_messages and policy.after.customer_messages == "any":
        yield "the policy does not promise that later messages are delivered"
    topics = {scenario.topic, *(turn.topic for turn in scenario.conversation)}
    if expect.priority and not topics & set(policy.routing.priority):
        yield "the policy promises no priority for its topic"
