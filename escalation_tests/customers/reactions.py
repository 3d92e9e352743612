"""What the customer will say if the bot asks, offers, or does nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from escalation_tests.customers.actor import Actor
from escalation_tests.customers.draft import Draft, Line
from escalation_tests.customers.scene import Scene
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Reactions
from escalation_tests.model.trigger import Trigger


def reactions(
    actor: Actor, scene: Scene, trigger: Trigger | None, answers: Mapping[str, str], refuses: bool
) -> Reactions:
    """Reactions for a visit.

    The customer presses on for `trigger`, or for any help at all where it is None; `answers` has
    the values of all facts that they can be asked for, and they refuse to give any if `refuses`.
    """
    pressing = tuple(islice(pressed(scene, trigger), presses(scene)))
    return Reactions(
        answers=tuple(_answers(actor, scene, answers, refuses)),
        accepts=actor.move(scene.turn(Act.ACCEPTS, Line("accepts"))),
        declines=actor.move(scene.turn(Act.DECLINES, Line("declines"))),
        press_on=actor.moves(pressing),
    )


def presses(scene: Scene) -> int:
    """How many moves are drawn ahead: the persona's patience, and never less than a budget."""
    policy = scene.shelf.policy
    budgets = (rule.within for rule in policy.triggers.values())
    return max(scene.persona.patience, 1 + max(budgets, default=0) + int(policy.asks_first))


def pressed(scene: Scene, trigger: Trigger | None) -> Iterator[Draft]:
    """Turns without end in which the customer insists; each counts for the trigger."""
    while True:
        match trigger:
            case Trigger.OUT_OF_SCOPE if scene.topic:
                bare = scene.ask(scene.topic, "bare")
                yield replace(bare, lines=(Line("press_on", trigger.value), *bare.lines))
            case Trigger.UNSUPPORTED_LANGUAGE:
                yield scene.ask(None)
                yield scene.evidence(Trigger.EXPLICIT_REQUEST)
            case Trigger.OUT_OF_SCOPE | None:
                yield scene.turn(Act.ASKS, Line("press_on", Trigger.OUT_OF_SCOPE.value))
            case _:
                yield scene.evidence(trigger, "press_on")


def _answers(
    actor: Actor, scene: Scene, answers: Mapping[str, str], refuses: bool
) -> Iterator[tuple[str, Move]]:
    """Under each fact's name, and under the kind of question that asks for it."""
    refusal = actor.move(scene.turn(Act.CHATS, Line("refusals"))) if refuses else None
    for name, value in answers.items():
        move = refusal or actor.move(scene.telling({name: value}))
        asked_as = scene.shelf.fact(name, scene.language).asked_as
        yield name, move
        if asked_as and asked_as not in answers:
            yield asked_as, move
