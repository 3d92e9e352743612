"""Will not give a fact when asked, and states none unasked."""

from dataclasses import replace

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene
from escalation_tests.customers.tactics.gives_facts_late import silenced


def refuses_facts(outline: Outline, scene: Scene) -> Outline:  # noqa: ARG001
    """The business without facts, and refusals for answers."""
    return replace(silenced(outline), refuses=True)
