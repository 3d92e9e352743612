"""Injects a message that pretends the transfer is done."""

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene


def fakes_escalation(outline: Outline, scene: Scene) -> Outline:
    """The message comes before the business."""
    return outline.before_business(scene.injection("fakes"))
