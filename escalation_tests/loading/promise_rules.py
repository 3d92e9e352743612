"""What must fit together in policy, goals and suite."""

import re
from collections.abc import Iterable, Iterator

from escalation_tests.contract.policy import Routing
from escalation_tests.errors import nearest
from escalation_tests.loading.document import Path
from escalation_tests.loading.shop import Shop
from escalation_tests.model.trigger import Trigger

Mistakes = Iterator[tuple[Path, str]]

_TARGET = re.compile(r"\s*(<=|<|>=|>)?\s*\d+(\.\d+)?\s*%?\s*")


def promise_mistakes(shop: Shop) -> Mistakes:
    """Everything wrong in `policy`, `goals` and `suite` once each key is well-formed."""
    yield from _routing(shop)
    yield from _languages(shop)
    yield from _facts(shop)
    yield from _goals(shop)
    yield from _suite(shop)


def unknown(kind: str, word: str, known: Iterable[str], more: str = "") -> str:
    """`unknown topic 'refnd'; did you mean 'refund'? (allowed: …)`."""
    return f"unknown {kind} {str(word)!r}{nearest(word, known)}{more}"


def _routing(shop: Shop) -> Mistakes:
    routing, topics = shop.config.policy.routing, shop.config.topics
    here: Path = ("policy", "routing")
    for topic in routing.by_topic:
        if topic not in topics:
            yield (*here, "by_topic", topic), unknown("topic", topic, topics)
    causes = {*topics, *map(str, Trigger)}
    for cause in routing.priority:
        if cause not in causes:
            yield (*here, "priority", cause), unknown("topic or trigger", cause, causes)
    for queue in routing.also:
        if queue not in shop.queues:
            yield (*here, "also", queue), unknown("queue", queue, shop.queues)
    yield from _to_the_bot(shop, routing)


def _to_the_bot(shop: Shop, routing: Routing) -> Mistakes:
    places: list[tuple[Path, str]] = [(("policy", "routing", "default"), routing.default)]
    for table in ("by_topic", "by_trigger", "by_language"):
        named = getattr(routing, table)
        places += [(("policy", "routing", table, str(key)), named[key]) for key in named]
    for name, topic in shop.config.topics.items():
        if topic.queue:
            places.append((("topics", name, "queue"), topic.queue))
    for path, queue in places:
        if queue in routing.bot_queues:
            yield path, f"{queue!r} leads back to the bot (policy.routing.bot_queues)"


def _languages(shop: Shop) -> Mistakes:
    for i, language in enumerate(shop.config.policy.languages):
        if not shop.has_words(language):
            known = nearest(language, shop.phrases)
            yield ("policy", "languages", i), f"there are no wordings in {language!r}{known}"


def _facts(shop: Shop) -> Mistakes:
    for name in shop.config.policy.context.masked:
        if name not in shop.facts:
            path: Path = ("policy", "context", "masked", name)
            yield path, unknown("fact", name, shop.facts)


def _goals(shop: Shop) -> Mistakes:
    for name, target in shop.config.goals:
        if target is not None and not _TARGET.fullmatch(str(target)):
            yield ("goals", name), f"{target!r} is no goal; expected one such as 0%, <= 2% or 1.5"


def _suite(shop: Shop) -> Mistakes:
    suite = shop.config.suite
    if suite.require is not None and suite.require > suite.trials:
        yield ("suite", "require"), f"{suite.require} of {suite.trials} trials can never pass"
    if not suite.personas:
        yield ("suite", "personas"), "names nobody; expected names of personas, or all"
    known = {*shop.personas, "all"}
    for i, name in enumerate(suite.personas):
        path: Path = ("suite", "personas", i)
        if f"persona {name}" in shop.impatient:
            yield path, shop.impatient[f"persona {name}"]
        elif name not in known:
            yield path, unknown("persona", name, known)
