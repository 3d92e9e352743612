"""What a scenario may refer to: personas, topics, languages, facts, steps."""

from collections.abc import Iterator, Sequence

from escalation_tests.contract.scenario import Scenario, ScriptTurn
from escalation_tests.errors import nearest
from escalation_tests.loading.document import Path
from escalation_tests.loading.due import labelled, languages, written
from escalation_tests.loading.later_rules import later_mistakes
from escalation_tests.loading.promise_rules import Mistakes, unknown
from escalation_tests.loading.shop import Shop, base, placeholders
from escalation_tests.loading.topic_rules import unknown_facts
from escalation_tests.model.trigger import Trigger


def reference_mistakes(scenario: Scenario, shop: Shop) -> Mistakes:
    """Every name in a scenario that stands for nothing."""
    yield from _personas(scenario, shop)
    yield from _topics(scenario, shop)
    for i, turn in enumerate(scenario.conversation):
        before = scenario.conversation[:i]
        yield from _turn(("conversation", i), turn, before, scenario, shop)
    for i, turn in enumerate(scenario.again):
        before = (*scenario.conversation, *scenario.again[:i])
        yield from _turn(("again", i), turn, before, scenario, shop)
    yield from _languages(scenario, shop)
    yield from _facts(scenario, shop)
    yield from later_mistakes(scenario, facts_of(scenario, shop), shop)


def facts_of(scenario: Scenario, shop: Shop) -> set[str]:
    """Every fact that the texts of a scenario may state."""
    said = (*scenario.conversation, *scenario.again)
    raised = {scenario.topic, *(turn.topic for turn in said)}
    topics = [shop.config.topics[name] for name in raised if name in shop.config.topics]
    return shop.facts | set(scenario.facts) | {fact for topic in topics for fact in topic.facts}


def steps_of(scenario: Scenario) -> set[str]:
    """Every step that the customer claims."""
    return {step for turn in scenario.conversation for step in turn.tried}


def _personas(scenario: Scenario, shop: Shop) -> Mistakes:
    for i, name in enumerate(scenario.personas):
        path: Path = ("personas", i)
        if f"persona {name}" in shop.impatient:
            yield path, shop.impatient[f"persona {name}"]
        elif name not in shop.personas:
            yield path, unknown("persona", name, shop.personas)
        elif name in scenario.personas[:i]:
            yield path, f"{name} is named twice"
    if not scenario.personas:
        yield ("personas",), "names nobody; expected at least one persona"


def _topics(scenario: Scenario, shop: Shop) -> Mistakes:
    topics = shop.config.topics
    if scenario.topic is not None and scenario.topic not in topics:
        yield ("topic",), unknown("topic", scenario.topic, topics)
    for key, turns in (("conversation", scenario.conversation), ("again", scenario.again)):
        for i, turn in enumerate(turns):
            if turn.topic is not None and turn.topic not in topics:
                yield (key, i, "topic"), unknown("topic", turn.topic, topics)


def _turn(
    here: Path,
    turn: ScriptTurn,
    before: Sequence[ScriptTurn],
    scenario: Scenario,
    shop: Shop,
) -> Mistakes:
    if not turn.customer and not turn.silence:
        yield here, "says nothing; expected `customer:` with words, or `silence:` with a duration"
    if not turn.customer and (turn.topic or turn.trigger or turn.tried or turn.gives):
        yield here, "is silent and cannot count for anything; give it words under `customer:`"
    if turn.label in {"chats", "decoys"} and turn.trigger:
        yield (
            (*here, "label"),
            f"{turn.label} says that the turn is harmless, trigger that it is not",
        )
    known = facts_of(scenario, shop)
    for i, text in enumerate(turn.customer):
        if not text.strip():
            yield (*here, "customer", i), "is empty; for silence write `silence: 5s`"
        yield from unknown_facts((*here, "customer", i), text, known)
    for i, step in enumerate(turn.tried):
        if step not in shop.steps:
            more = f"; declare it in the configuration under steps: {step}: {{}}"
            yield (*here, "tried", i), unknown("step", step, shop.steps, more)
    yield from _given(here, turn, before, scenario, shop)


def _given(
    here: Path,
    turn: ScriptTurn,
    before: Sequence[ScriptTurn],
    scenario: Scenario,
    shop: Shop,
) -> Mistakes:
    known = facts_of(scenario, shop)
    for key, table in (("gives", turn.gives), ("corrects", turn.corrects)):
        for name, value in table.items():
            if name not in known:
                yield (*here, key, name), unknown("fact", name, known)
            yield from unknown_facts((*here, key, name), value, known)
    earlier = _stated(before, scenario)
    for name in turn.corrects:
        if name in known and name not in earlier:
            yield (*here, "corrects", name), f"{name} is corrected but was never given before"


def _stated(before: Sequence[ScriptTurn], scenario: Scenario) -> set[str]:
    """Facts stated in earlier turns, and those whose value is written in the scenario."""
    stated = set(scenario.facts)
    for turn in before:
        stated |= {*turn.gives, *turn.corrects}
        stated |= {name for text in turn.customer for name in placeholders(text)}
    return stated


def _languages(scenario: Scenario, shop: Shop) -> Mistakes:
    for key, turns in (("conversation", scenario.conversation), ("again", scenario.again)):
        for i, turn in enumerate(turns):
            if turn.language and not shop.has_words(turn.language):
                yield (key, i, "language"), _wordless(turn.language, shop)
    for language in languages(scenario, shop):
        if not shop.has_words(language):
            yield ("language",) if scenario.language else (), _wordless(language, shop)
        yield from _labels(scenario, language, shop)


def _wordless(language: str, shop: Shop) -> str:
    return f"there are no wordings in {language!r}{nearest(language, shop.phrases)}"


def _labels(scenario: Scenario, language: str, shop: Shop) -> Iterator[tuple[Path, str]]:
    """Turns whose label and language contradict each other."""
    for turn in labelled(scenario, language, shop):
        here: Path = ("conversation", turn.number - 1)
        if Trigger.UNSUPPORTED_LANGUAGE in written(turn.turn) and shop.serves(turn.language):
            served = ", ".join(shop.config.policy.languages)
            message = f"the bot serves {turn.language!r} (policy.languages: {served})"
            yield (*here, "trigger"), f"unsupported_language does not hold: {message}"
        if Trigger.OUT_OF_SCOPE in turn.triggers and shop.serves(language):
            place = (*here, "topic") if turn.turn.topic else ("topic",)
            yield from _wordless_topic(place, turn.topic, language, shop)


def _wordless_topic(place: Path, name: str | None, language: str, shop: Shop) -> Mistakes:
    """A customer who is not handed over raises the topic again, in the topic's own words."""
    topic = shop.config.topics.get(name or "")
    first = shop.config.policy.languages[0]
    if topic and base(language) not in {base(each or first) for each in topic.ask}:
        yield place, f"topics.{name}.ask has no wording in {language!r} to press on with"


def _facts(scenario: Scenario, shop: Shop) -> Mistakes:
    for name, value in scenario.facts.items():
        own = set(placeholders(value))
        for unknown_name in sorted(own - shop.facts):
            message = unknown("fact", unknown_name, shop.facts)
            yield ("facts", name), f"{{{unknown_name}}} is used but never given: {message}"
