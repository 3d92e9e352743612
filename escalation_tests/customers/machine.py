"""The policy as a pure state machine over labels: what is demanded after the moves so far.

It never looks at a text. `start` gives the state before the first turn, `advance` the state after
one more move, `duty` what the policy demands in a state.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from escalation_tests.contract.policy import Policy
from escalation_tests.contract.topic import Topic
from escalation_tests.customers.languages import served
from escalation_tests.model.duty import Due, Duty
from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Act, Move
from escalation_tests.model.trigger import Trigger


@dataclass(frozen=True, slots=True)
class State:
    """Everything about the moves so far that the promise depends on."""

    policy: Policy = field(repr=False)
    topics: Mapping[str, Topic] = field(repr=False)
    customer: str
    """The language the customer is known to speak."""
    turn: int = 0
    counts: tuple[tuple[Trigger, int], ...] = ()
    """Per promised trigger, the turns that count towards it, in the policy's order."""
    due: Due | None = None
    tolerated: bool = False
    topic: str | None = None
    spoken: str = ""
    """The language of the latest turn."""
    told: str = ""
    """The language of the latest turn that the bot serves; empty while there was none."""
    facts: tuple[Fact, ...] = ()
    superseded: tuple[Fact, ...] = ()
    attempted: tuple[str, ...] = ()


def start(policy: Policy, topics: Mapping[str, Topic], language: str) -> State:
    """The state of a conversation in which nothing was said yet."""
    counts = tuple((trigger, 0) for trigger in policy.triggers)
    return State(policy, topics, language, counts=counts)


def advance(state: State, move: Move) -> State:
    """The state after one more customer turn.

    A silent turn is no evidence, breaks no row, and takes nothing from the bot's budget. What
    nobody can understand is in no language.
    """
    moved = replace(state, turn=state.turn + 1)
    if move.act is Act.SILENT:
        return replace(moved, due=_held(state.due, moved.turn))
    counts = tuple((trigger, _count(state, trigger, n, move)) for trigger, n in state.counts)
    facts, superseded = _stated(state, move.facts)
    babble = move.act is Act.BABBLES
    understood = not babble and served(state.policy, move.language)
    moved = replace(
        moved,
        counts=counts,
        tolerated=state.tolerated or bool(move.triggers - state.policy.triggers.keys()),
        topic=move.topic or state.topic,
        spoken=state.spoken if babble else move.language,
        told=move.language if understood else state.told,
        facts=facts,
        superseded=superseded,
        attempted=tuple(dict.fromkeys((*state.attempted, *move.tried))),
    )
    return replace(moved, due=state.due or _due(moved))


def after(state: State, moves: Iterable[Move]) -> State:
    """The state after all of `moves`."""
    for move in moves:
        state = advance(state, move)
    return state


def duty(state: State) -> Duty:
    """What the policy demands in this state."""
    return Duty(
        due=state.due,
        queue=_queue(state),
        priority=_priority(state),
        language=state.told or state.customer,
        topic=state.topic,
        facts=state.facts,
        superseded=state.superseded,
        attempted=state.attempted,
        tolerated=state.tolerated,
    )


def _held(due: Due | None, turn: int) -> Due | None:
    """A running budget is one silent turn longer; one used up stays so."""
    running = due is not None and turn <= due.by_turn
    return replace(due, by_turn=due.by_turn + 1) if due and running else due


def _count(state: State, trigger: Trigger, count: int, move: Move) -> int:
    if trigger in move.triggers:
        return count + 1
    return 0 if state.policy.triggers[trigger].in_a_row(trigger) else count


def _due(state: State) -> Due | None:
    """The trigger whose condition is complete; of several the one that must be met soonest.

    A bot that may ask first has one turn more, for the customer's yes.
    """
    rules = state.policy.triggers
    complete = [trigger for trigger, count in state.counts if count >= rules[trigger].after]
    if not complete:
        return None
    first = min(complete, key=lambda trigger: rules[trigger].within)
    budget = rules[first].within + int(state.policy.asks_first)
    return Due(first, state.turn, state.turn + budget)


def _stated(state: State, facts: tuple[Fact, ...]) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """All facts with their latest values, and the values that no longer hold."""
    known = {fact.name: fact for fact in state.facts}
    old = list(state.superseded)
    for fact in facts:
        before = known.get(fact.name)
        if before is not None:
            old.append(before)
        old = [one for one in old if one != fact]
        known[fact.name] = fact
    return tuple(known.values()), tuple(dict.fromkeys(old))


def _queue(state: State) -> str:
    routing = state.policy.routing
    if state.due and state.due.trigger in routing.by_trigger:
        return routing.by_trigger[state.due.trigger]
    if state.topic is not None:
        own = state.topics[state.topic].queue if state.topic in state.topics else None
        queue = routing.by_topic.get(state.topic) or own
        if queue:
            return queue
    spoken = state.spoken or state.customer
    return routing.by_language.get(spoken, routing.default)


def _priority(state: State) -> str | None:
    """The topic's priority, else that of the trigger which is due."""
    priorities = state.policy.routing.priority
    if state.topic in priorities:
        return priorities[state.topic]
    return priorities.get(state.due.trigger) if state.due else None
