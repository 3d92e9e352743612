"""What a scenario's author wrote for after the handoff: the customer's words, a person's deeds."""

from collections.abc import Iterator, Mapping

from escalation_tests.contract.later import HumanStep, LaterStep
from escalation_tests.contract.scenario import Scenario
from escalation_tests.customers.actor import Actor
from escalation_tests.customers.draft import Line
from escalation_tests.customers.scene import Scene
from escalation_tests.customers.slots import filled
from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.move import Act, Move


def followed(
    actor: Actor, scene: Scene, scenario: Scenario, values: Mapping[str, str], promised: str
) -> Iterator[Move | Deed]:
    """The steps as written, with the facts in their places; without any, one question whether
    anybody is there. `promised` is the queue in which the bot must put the customer.
    """
    if not scenario.afterwards:
        yield actor.move(scene.turn(Act.WAITS, Line("waiting")))
    back, queue = False, promised
    for step in scenario.afterwards:
        if step.human is not None:
            done = deed(step.human, values, _elsewhere(scene, queue))
            queue = done.queue or queue
            back = back or done.does is Does.GIVES_BACK
            yield done
        else:
            yield _written(step, values, scene.language, back)


def deed(step: HumanStep, values: Mapping[str, str], elsewhere: str) -> Deed:
    """What the person does; `elsewhere` is the queue for whoever names none."""
    if step.says is not None:
        return Deed(Does.SAYS, text=filled(step.says, values)[0])
    if step.transfers is not None:
        return Deed(Does.TRANSFERS, queue=elsewhere if step.transfers is True else step.transfers)
    return Deed(Does.ACCEPTS if step.accepts else Does.GIVES_BACK)


def _elsewhere(scene: Scene, queue: str) -> str:
    """The first queue of the shop, by name, that is another one."""
    routing, topics = scene.shelf.policy.routing, scene.shelf.topics.values()
    named = routing.promised | {topic.queue for topic in topics if topic.queue}
    return min(named - {queue, *routing.bot_queues}, default=queue)


def _written(step: LaterStep, values: Mapping[str, str], language: str, back: bool) -> Move:
    """The customer's words; given back to the bot, they ask it something."""
    said = [filled(text, values) for text in step.customer]
    told = {fact.name: fact for _, facts in said for fact in facts}
    return Move(
        Act.ASKS if back else Act.WAITS,
        tuple(text for text, _ in said),
        meant=" ".join(text for text, _ in said),
        topic=step.topic,
        facts=tuple(told.values()),
        language=language,
    )
