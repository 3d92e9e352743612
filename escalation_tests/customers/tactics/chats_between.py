"""Small talk between the moves."""

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene


def chats_between(outline: Outline, scene: Scene) -> Outline:
    """A turn of small talk in the middle."""
    return scene.between(outline, scene.chat())
