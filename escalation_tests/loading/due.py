"""When a script's labels make a handoff due, for refusing expectations that cannot be met."""

from collections.abc import Iterator
from dataclasses import dataclass

from escalation_tests.contract.scenario import Scenario, ScriptTurn
from escalation_tests.loading.shop import Shop
from escalation_tests.model.trigger import Trigger


@dataclass(frozen=True, slots=True)
class Labelled:
    """One turn of a script and what it counts for."""

    number: int
    """1-based."""
    turn: ScriptTurn
    language: str
    topic: str | None
    """The topic that it raises."""
    triggers: frozenset[Trigger]

    @property
    def silent(self) -> bool:
        """Nothing is said."""
        return not self.turn.customer


@dataclass(frozen=True, slots=True)
class Deadline:
    """A handoff that comes due in a script."""

    trigger: Trigger
    turn: int
    by_turn: int


def written(turn: ScriptTurn) -> frozenset[Trigger]:
    """The triggers that the author wrote at a turn."""
    if turn.trigger is None:
        return frozenset()
    return frozenset((turn.trigger,) if isinstance(turn.trigger, Trigger) else turn.trigger)


def labelled(scenario: Scenario, language: str, shop: Shop) -> tuple[Labelled, ...]:
    """All turns with everything they count for, also what topic and language imply."""
    return tuple(
        _labelled(number, turn, scenario, language, shop)
        for number, turn in enumerate(scenario.conversation, start=1)
    )


def _labelled(
    number: int, turn: ScriptTurn, scenario: Scenario, language: str, shop: Shop
) -> Labelled:
    spoken = turn.language or language
    raised = turn.topic or (scenario.topic if number == 1 else None)
    triggers = set(written(turn))
    if turn.customer:
        topic = shop.config.topics.get(raised or "")
        if topic and topic.scope == "out":
            triggers.add(Trigger.OUT_OF_SCOPE)
        if not shop.serves(spoken):
            triggers.add(Trigger.UNSUPPORTED_LANGUAGE)
    return Labelled(number, turn, spoken, raised, frozenset(triggers))


def deadline(turns: tuple[Labelled, ...], shop: Shop) -> Deadline | None:
    """The first handoff that comes due, if any does."""
    policy = shop.config.policy
    counts = dict.fromkeys(policy.triggers, 0)
    for turn in (turn for turn in turns if not turn.silent):
        for trigger, rule in policy.triggers.items():
            if trigger in turn.triggers:
                counts[trigger] += 1
            elif rule.in_a_row(trigger):
                counts[trigger] = 0
        complete = [each for each, n in counts.items() if n >= policy.triggers[each].after]
        if complete:
            first = min(complete, key=shop.within)
            budget = shop.within(first) + int(policy.asks_first)
            return Deadline(first, turn.number, turn.number + budget)
    return None


def languages(scenario: Scenario, shop: Shop) -> Iterator[str]:
    """The languages that a scenario's texts are in, one for each kind of persona."""
    if scenario.language:
        yield scenario.language
        return
    first = shop.config.policy.languages[0]
    own = (shop.personas[name].language for name in scenario.personas if name in shop.personas)
    yield from dict.fromkeys(first if language == "any" else language for language in own)
