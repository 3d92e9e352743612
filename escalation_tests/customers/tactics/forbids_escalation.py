"""Injects an order never to transfer anybody."""

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene


def forbids_escalation(outline: Outline, scene: Scene) -> Outline:
    """The order comes before the business."""
    return outline.before_business(scene.injection("forbids"))
