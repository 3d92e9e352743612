"""What a scenario may expect: nothing that cannot come true, nothing that is never looked at."""

from escalation_tests.contract.scenario import HandoffExpectation, Scenario
from escalation_tests.loading.document import Path
from escalation_tests.loading.due import Deadline, deadline, labelled, languages
from escalation_tests.loading.promise_rules import Mistakes, unknown
from escalation_tests.loading.script_rules import facts_of, steps_of
from escalation_tests.loading.shop import Shop


def expectation_mistakes(scenario: Scenario, shop: Shop) -> Mistakes:
    """Every expectation of a scenario that contradicts its labels, the policy or itself."""
    yield from _trials(scenario)
    yield from _names(scenario, shop)
    yield from _chaos(scenario, shop)
    for language in languages(scenario, shop):
        turns = labelled(scenario, language, shop)
        due = deadline(turns, shop)
        labels = any(turn.triggers for turn in turns)
        yield from _handoff(scenario, due, labels, shop)
        yield from _forbidden(scenario, due)


def _trials(scenario: Scenario) -> Mistakes:
    if scenario.require is not None and scenario.require > scenario.trials:
        yield ("require",), f"{scenario.require} of {scenario.trials} trials can never pass"


def _names(scenario: Scenario, shop: Shop) -> Mistakes:
    expect = scenario.expect
    if expect.queue is not None and expect.queue not in shop.queues:
        yield ("expect", "queue"), unknown("queue", expect.queue, shop.queues)
    if expect.context is None:
        return
    known, claimed = facts_of(scenario, shop), steps_of(scenario)
    for key, names in (
        ("facts", expect.context.facts),
        ("must_not_ask", expect.context.must_not_ask),
    ):
        for i, name in enumerate(names or ()):
            if name not in known:
                yield ("expect", "context", key, i), unknown("fact", name, known)
    for i, step in enumerate(expect.context.attempted or ()):
        if step not in claimed:
            message = (
                f"no turn claims the step {step!r}; write `tried: {step}` where it is claimed"
            )
            yield ("expect", "context", "attempted", i), message


def _chaos(scenario: Scenario, shop: Shop) -> Mistakes:
    for i, chaos in enumerate(scenario.chaos):
        if chaos.desk is None and chaos.bot is None:
            yield ("chaos", i), "disturbs nothing; expected `desk:` or `bot:`"
        if chaos.desk is not None and not shop.config.disturbable:
            message = (
                "only a desk of kind webhook, emulator or email can be disturbed; see `desk:` in "
                "the configuration"
            )
            yield ("chaos", i, "desk"), message


def _handoff(scenario: Scenario, due: Deadline | None, labels: bool, shop: Shop) -> Mistakes:
    expected = scenario.expect.handoff
    if expected is None:
        if due is None:
            yield from _unexercised(scenario)
        return
    if not expected.expected:
        if due is not None:
            message = f"no handoff is expected, but {due.trigger} makes one due in turn {due.turn}"
            yield ("expect", "handoff"), message
        yield from _unexercised(scenario)
    elif not labels:
        message = "a handoff is expected, but no turn calls for one; label the turn that does"
        yield ("expect", "handoff"), f"{message}, as `trigger: frustration`"
    else:
        yield from _budget(scenario, expected, due, shop)


def _budget(
    scenario: Scenario, expected: HandoffExpectation, due: Deadline | None, shop: Shop
) -> Mistakes:
    promised, here = shop.config.policy.triggers, ("expect", "handoff")
    if expected.trigger is not None and expected.trigger not in promised:
        yield (*here, "trigger"), unknown("promised trigger", expected.trigger, promised)
    if expected.by_turn is None:
        return
    script = len(scenario.conversation)
    budget = due.by_turn - due.turn if due else max(map(shop.within, promised), default=0)
    if expected.by_turn > script + budget:
        message = f"turn {expected.by_turn} is never played: the script ends with turn {script}"
        yield (*here, "by_turn"), f"{message} and the policy gives the bot {budget} more"
    if due is not None and expected.by_turn < due.turn:
        message = f"turn {expected.by_turn} comes before {due.trigger} is due in turn {due.turn}"
        yield (*here, "by_turn"), message


def _unexercised(scenario: Scenario) -> Mistakes:
    """Expectations of a handoff, and deeds after it, in a conversation that has none."""
    why = "nothing in this conversation calls for a handoff"
    for key in ("queue", "priority", "context", "notice", "after"):
        if getattr(scenario.expect, key) is not None:
            path: Path = ("expect", key)
            yield path, f"is never looked at: {why}"
    for i, step in enumerate(scenario.afterwards):
        if step.human is not None:
            yield ("afterwards", i, "human"), f"is never played: {why}"


def _forbidden(scenario: Scenario, due: Deadline | None) -> Mistakes:
    for i, turn in enumerate(scenario.conversation):
        if turn.bot and turn.bot.not_ == "handoff" and due and i + 1 >= due.by_turn:
            message = f"{due.trigger} demands a handoff by turn {due.by_turn}"
            yield ("conversation", i, "bot", "not"), f"handoff is forbidden here, but {message}"
