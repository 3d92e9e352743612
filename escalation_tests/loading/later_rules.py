"""What may follow a handoff: words of the customer, deeds of a person at the desk."""

from collections.abc import Iterator

from escalation_tests.contract.callback import CallbackBot
from escalation_tests.contract.later import HumanStep, LaterStep
from escalation_tests.contract.scenario import Scenario
from escalation_tests.loading.document import Path
from escalation_tests.loading.promise_rules import Mistakes, unknown
from escalation_tests.loading.shop import Shop
from escalation_tests.loading.topic_rules import unknown_facts
from escalation_tests.model.deed import Does

_DEEDS = ", ".join(Does)


def later_mistakes(scenario: Scenario, known: set[str], shop: Shop) -> Mistakes:
    """Every step after the handoff that says or does nothing, or cannot be played."""
    back = 0
    for i, step in enumerate(scenario.afterwards):
        here: Path = ("afterwards", i)
        yield from _either(here, step)
        for n, text in enumerate(step.customer):
            yield from unknown_facts((*here, "customer", n) if n else here, text, known)
        if step.topic is not None:
            yield from _topic((*here, "topic"), step.topic, back, shop)
        if step.human is not None:
            yield from _human((*here, "human"), step.human, known, shop)
            if back:
                yield (*here, "human"), f"step {back} has given the conversation back already"
            back = back or (i + 1 if step.human.gives_back else 0)


def done(step: HumanStep) -> Iterator[Does]:
    """What a step makes the person do; one thing where it is well-formed."""
    return (does for does in Does if getattr(step, does) is not None)


def _either(here: Path, step: LaterStep) -> Mistakes:
    if step.human is None and not step.customer:
        yield here, "says nothing; expected a text, `customer:` with words, or `human:`"
    if step.human is not None and (step.customer or step.topic):
        yield here, "is the customer's and the person's at once; make two steps of it"
    if any(not text.strip() for text in step.customer):
        yield here, "is empty; expected what the customer writes"


def _topic(here: Path, name: str, back: int, shop: Shop) -> Mistakes:
    topics = shop.config.topics
    if name not in topics:
        yield here, unknown("topic", name, topics)
    elif not back:
        yield here, "counts for nothing while a person has the customer; see `human: gives_back`"
    elif topics[name].scope == "out":
        yield here, f"{name} is out of scope; expected one that the bot can settle by itself"


def _human(here: Path, step: HumanStep, known: set[str], shop: Shop) -> Mistakes:
    deeds = list(done(step))
    if len(deeds) != 1:
        found = " and ".join(deeds) or "nothing"
        yield here, f"expected one of {_DEEDS}, found {found}"
    if step.says is not None:
        if not step.says.strip():
            yield (*here, "says"), "is empty; expected what the person writes"
        yield from unknown_facts((*here, "says"), step.says, known)
    queues = shop.queues - set(shop.config.policy.routing.bot_queues)
    if step.transfers is True and len(queues) < 2:
        yield (*here, "transfers"), "the shop has no other queue to pass the conversation on to"
    elif isinstance(step.transfers, str) and step.transfers not in queues:
        yield (*here, "transfers"), unknown("queue", step.transfers, queues)
    yield from _unable(here, deeds, shop)


def _unable(here: Path, deeds: list[Does], shop: Shop) -> Mistakes:
    """Nobody can be made to do this at the desk of this configuration."""
    for does in deeds:
        if does not in _possible(shop):
            lacks = f"the configuration has no desk.human.{does}"
            yield here, f"nobody at the desk can do this: {lacks}"


def _possible(shop: Shop) -> set[Does]:
    """What people can be made to do: at the desk, or on a platform that the suite plays."""
    desk, bot = shop.config.desk, shop.config.bot
    found = set(desk.human.told) if desk and desk.human else set()
    if isinstance(bot, CallbackBot) and bot.human is not None:
        found |= bot.human.can
    return found
