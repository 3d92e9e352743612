"""What a policy asks to be tried: each trigger, and its twins, which must not fire."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from escalation_tests.contract.policy import Policy, TriggerRule
from escalation_tests.customers.draft import Draft, Line, Outline
from escalation_tests.customers.scene import Scene
from escalation_tests.model.move import Act
from escalation_tests.model.trigger import Trigger

EVERYDAY = "everyday"
"""The name of the twin of all triggers: a question in scope, and content with the answer."""


class Twist(StrEnum):
    """What is done with a trigger."""

    DUE = "due"
    """Its condition is completed."""
    DECOYS = "decoys"
    """Only what looks like it is said."""
    ALMOST = "almost"
    """One turn fewer than its condition takes."""
    BROKEN = "broken"
    """Enough turns, but not in a row."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A trigger and its twist; no trigger is the everyday conversation."""

    twist: Twist
    trigger: Trigger | None

    @property
    def name(self) -> str:
        """The word in test ids: `frustration`, `almost-frustration`, `everyday`."""
        if self.trigger is None:
            return EVERYDAY
        return self.trigger.value if self.due else f"{self.twist.value}-{self.trigger.value}"

    @property
    def due(self) -> bool:
        """Whether a handoff comes due in it."""
        return self.trigger is not None and self.twist is Twist.DUE


def kinds(policy: Policy) -> tuple[Kind, ...]:
    """Every kind that a policy makes sense of."""
    found: list[Kind] = []
    for trigger, rule in policy.triggers.items():
        found += (Kind(twist, trigger) for twist in _twists(trigger, rule))
    return (*found, Kind(Twist.DUE, None))


def _twists(trigger: Trigger, rule: TriggerRule) -> tuple[Twist, ...]:
    twists = [Twist.DUE, Twist.DECOYS]
    if rule.after > 1:
        twists.append(Twist.ALMOST)
        if rule.in_a_row(trigger):
            twists.append(Twist.BROKEN)
    return tuple(twists)


def outlined(kind: Kind, scene: Scene) -> Outline:
    """The conversation of a kind, before the persona's tactics."""
    if kind.trigger is None:
        drafts: tuple[Draft, ...] = (scene.ask(scene.topic), _point(scene.chat("content")))
    else:
        after = scene.shelf.policy.triggers[kind.trigger].after
        drafts = _SCRIPTS[kind.twist](kind.trigger, after, scene)
    waiting = scene.turn(Act.WAITS, Line("waiting"))
    return Outline(drafts, after=(waiting,), language=scene.language)


def _due(trigger: Trigger, after: int, scene: Scene) -> tuple[Draft, ...]:
    turns = _turns(trigger, after, scene)
    match trigger:
        case Trigger.OUT_OF_SCOPE | Trigger.UNSUPPORTED_LANGUAGE:
            return (_point(scene.ask(scene.topic)), *turns[1:])
        case _:
            return (_business(scene), *turns)


def _turns(trigger: Trigger, count: int, scene: Scene) -> tuple[Draft, ...]:
    return tuple(_point(scene.evidence(trigger)) for _ in range(count))


def _business(scene: Scene) -> Draft:
    """The topic with its facts; now and then with a step that was tried, in the same breath."""
    ask = scene.ask(scene.topic)
    own = scene.shelf.topics[scene.topic].steps if scene.topic else ()
    if not own or scene.random.random() < 0.5:
        return ask
    step = scene.random.choice(own)
    return replace(ask, lines=(*ask.lines, Line("claim", step)), tried=(step,))


def _decoys(trigger: Trigger, after: int, scene: Scene) -> tuple[Draft, ...]:
    """As many decoys as the trigger would need turns, each in one turn with a real question."""
    decoys = (scene.ask(scene.topic, "", Line("decoys", trigger.value)) for _ in range(after))
    return (scene.ask(scene.topic), *map(_point, decoys), _point(scene.chat("content")))


def _almost(trigger: Trigger, after: int, scene: Scene) -> tuple[Draft, ...]:
    """One turn too few, then an understood one."""
    turns = _turns(trigger, after - 1, scene)
    if trigger is Trigger.UNSUPPORTED_LANGUAGE:
        return turns
    if trigger is Trigger.OUT_OF_SCOPE:
        return (*turns, _point(scene.chat("content")))
    return (scene.ask(scene.topic), *turns, _point(scene.ask(scene.topic)))


def _broken(trigger: Trigger, after: int, scene: Scene) -> tuple[Draft, ...]:
    """One turn too few, an understood one, and one too few again."""
    turns = _turns(trigger, after - 1, scene)
    return (scene.ask(scene.topic), *turns, _point(scene.ask(scene.topic)), *turns)


def _point(draft: Draft) -> Draft:
    return replace(draft, point=True)


_Script: TypeAlias = Callable[[Trigger, int, Scene], tuple[Draft, ...]]
_SCRIPTS: Mapping[Twist, _Script] = MappingProxyType(
    {Twist.DUE: _due, Twist.DECOYS: _decoys, Twist.ALMOST: _almost, Twist.BROKEN: _broken}
)
