"""States a fact, then another value, and holds to the second."""

from escalation_tests.customers.draft import Line, Outline
from escalation_tests.customers.scene import Scene
from escalation_tests.customers.tactics.gives_facts_late import silenced


def contradicts_facts(outline: Outline, scene: Scene) -> Outline:
    """A wrong value first, then the customer's own, as if it had been said all along."""
    name, wrong, right = scene.mistake()
    return silenced(outline).before_business(
        scene.telling({name: wrong}),
        scene.telling({name: right}, Line("contradictions")),
    )
