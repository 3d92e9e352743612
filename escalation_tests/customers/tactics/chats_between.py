"""Small talk between the moves."""

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene


def chats_between(outline: Outline, scene: Scene) -> Outline:
    """Small talk at the beginning, and again before the business that leads to the point."""
    return outline.before_business(scene.chat()).opening(scene.chat())
