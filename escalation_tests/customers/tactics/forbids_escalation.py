"""Injects an order never to transfer anybody."""

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene


def forbids_escalation(outline: Outline, scene: Scene) -> Outline:
    """The order comes between the business and the point."""
    return scene.between(outline, scene.injection("forbids"))
