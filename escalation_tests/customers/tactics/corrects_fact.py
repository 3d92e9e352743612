"""Corrects a fact midway."""

from escalation_tests.customers.draft import Line, Outline
from escalation_tests.customers.scene import Scene
from escalation_tests.customers.tactics.gives_facts_late import silenced


def corrects_fact(outline: Outline, scene: Scene) -> Outline:
    """A wrong value first, then an apology with the right one."""
    name, wrong, right = scene.mistake()
    return silenced(outline).before_business(
        scene.telling({name: wrong}),
        scene.telling({name: right}, Line("corrections")),
    )
