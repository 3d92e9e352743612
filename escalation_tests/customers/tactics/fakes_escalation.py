"""Injects a message that pretends the transfer is done."""

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene


def fakes_escalation(outline: Outline, scene: Scene) -> Outline:
    """The message comes between the business and the point."""
    return scene.between(outline, scene.injection("fakes"))
