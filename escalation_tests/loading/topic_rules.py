"""What must fit together in topics, facts, steps and the shop's own patterns."""

import re
from collections.abc import Iterator, Mapping, Sequence

from escalation_tests.contract.bot import Patterns
from escalation_tests.contract.topic import Topic
from escalation_tests.loading.document import Path
from escalation_tests.loading.promise_rules import Mistakes, unknown
from escalation_tests.loading.shop import Shop, placeholders

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


def topic_mistakes(shop: Shop) -> Mistakes:
    """Everything wrong in `topics`, `facts`, `steps` and `patterns`."""
    for name, topic in shop.config.topics.items():
        yield from _topic(("topics", name), topic, shop)
    yield from _facts(shop)
    for name, step in shop.config.steps.items():
        yield from worded(("steps", name, "say"), step.say, shop.facts)
    for language, patterns in shop.config.patterns.items():
        if not _LANGUAGE.fullmatch(language):
            yield ("patterns", language), "expected a language code such as en or pt-BR"
        yield from _patterns(("patterns", language), patterns, shop)


def _topic(here: Path, topic: Topic, shop: Shop) -> Mistakes:
    for i, fact in enumerate(topic.facts):
        if fact not in shop.facts:
            more = f"; say how it is made under facts: {fact}: {{pattern: …}}"
            yield (*here, "facts", i), unknown("fact", fact, shop.facts, more)
    for i, step in enumerate(topic.steps):
        if step not in shop.steps:
            more = f"; declare it under steps: {step}: {{}}"
            yield (*here, "steps", i), unknown("step", step, shop.steps, more)
    yield from worded((*here, "ask"), topic.ask, shop.facts | set(topic.facts))


def worded(here: Path, wordings: Mapping[str, Sequence[str]], facts: set[str]) -> Mistakes:
    """Unknown languages and facts in a list of wordings or in a mapping language → list."""
    for language, texts in wordings.items():
        below: Path = (*here, language) if language else here
        if language and not _LANGUAGE.fullmatch(language):
            yield below, "expected a language code such as en or pt-BR"
        for i, text in enumerate(texts):
            yield from unknown_facts((*below, i), text, facts)


def unknown_facts(here: Path, text: str, facts: set[str]) -> Mistakes:
    """Placeholders of a text that stand for nothing."""
    for name in placeholders(text):
        if name not in facts:
            yield here, f"{{{name}}} is used but never given: {unknown('fact', name, facts)}"


def _facts(shop: Shop) -> Mistakes:
    for name, rule in shop.config.facts.items():
        here: Path = ("facts", name)
        ways = [way for way in ("pattern", "faker", "choices") if getattr(rule, way)]
        if len(ways) > 1:
            yield here, f"is made in {len(ways)} ways ({', '.join(ways)}); expected one of them"
        if not ways and name not in shop.made:
            yield here, "nothing says how its values are made; give a pattern, faker or choices"
        yield from worded((*here, "say"), rule.say, shop.facts | {"value"})
        for language, texts in rule.say.items():
            for i, text in enumerate(texts):
                if "{value}" not in text:
                    path = (*here, "say", language, i) if language else (*here, "say", i)
                    yield path, "does not say the fact; put {value} where it stands"


def _patterns(here: Path, patterns: Patterns, shop: Shop) -> Mistakes:
    for kind in ("announces", "offers", "unavailable", "who", "wait", "next", "ignored"):
        yield from _expressions((*here, kind), getattr(patterns, kind))
    for fact, texts in patterns.asks_for.items():
        if fact not in shop.facts:
            yield (*here, "asks_for", fact), unknown("fact", fact, shop.facts)
        yield from _expressions((*here, "asks_for", fact), texts)


def _expressions(here: Path, texts: Sequence[str]) -> Iterator[tuple[Path, str]]:
    for i, text in enumerate(texts):
        if not text.strip():
            yield (*here, i), "is empty and would match every message"
        elif len(text) > 2 and text.startswith("/") and text.endswith("/"):
            try:
                re.compile(text[1:-1])
            except (re.error, OverflowError, RecursionError) as error:
                yield (*here, i), f"is no regular expression: {error}"
