"""What each turn of a scenario is, from what its author wrote beside the words."""

from collections.abc import Iterator

from escalation_tests.contract.scenario import Scenario, ScriptTurn
from escalation_tests.customers.draft import Draft, Line
from escalation_tests.customers.languages import served
from escalation_tests.customers.shelf import Shelf
from escalation_tests.customers.slots import slots
from escalation_tests.model.move import Act
from escalation_tests.model.trigger import Trigger

_ACTS = (
    (Trigger.EXPLICIT_REQUEST, Act.REQUESTS_HUMAN),
    (Trigger.FRUSTRATION, Act.COMPLAINS),
    (Trigger.LOW_CONFIDENCE, Act.BABBLES),
)


def labelled(scenario: Scenario, shelf: Shelf, language: str) -> tuple[Draft, ...]:
    """The scenario's turns with their labels; the words are still to be filled."""
    return tuple(_drafts(scenario, shelf, language))


def _drafts(scenario: Scenario, shelf: Shelf, language: str) -> Iterator[Draft]:
    for number, turn in enumerate(scenario.conversation):
        topic = turn.topic or (scenario.topic if number == 0 else None)
        written = turn.language or language
        yield Draft(
            act=act_of(turn, topic),
            lines=tuple(Line("written", text) for text in turn.customer),
            topic=topic,
            triggers=_triggers(turn, topic, shelf, written),
            tried=turn.tried,
            language=written,
            pause=turn.silence,
            voiced=scenario.voice,
            forbids_handoff=turn.bot is not None and turn.bot.not_ == "handoff",
        )


def act_of(turn: ScriptTurn, topic: str | None) -> Act:
    """What a turn is mainly for: the author's word, else what its other labels say."""
    if not turn.customer:
        return Act.SILENT
    if turn.label:
        return Act(turn.label)
    for trigger, act in _ACTS:
        if trigger in _named(turn):
            return act
    if topic:
        return Act.ASKS
    if turn.tried:
        return Act.TRIED
    told = turn.gives or turn.corrects or any(slots(text) for text in turn.customer)
    return Act.TELLS if told else Act.CHATS


def _named(turn: ScriptTurn) -> tuple[Trigger, ...]:
    match turn.trigger:
        case None:
            return ()
        case Trigger():
            return (turn.trigger,)
        case several:
            return several


def _triggers(
    turn: ScriptTurn, topic: str | None, shelf: Shelf, language: str
) -> frozenset[Trigger]:
    """The triggers that the author named, and those that topic and language imply."""
    found = set(_named(turn))
    if not turn.customer:
        return frozenset(found)
    if topic and topic in shelf.topics and shelf.topics[topic].scope == "out":
        found.add(Trigger.OUT_OF_SCOPE)
    if not served(shelf.policy, language):
        found.add(Trigger.UNSUPPORTED_LANGUAGE)
    return frozenset(found)
