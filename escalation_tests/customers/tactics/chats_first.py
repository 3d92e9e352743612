"""Small talk before the business."""

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene


def chats_first(outline: Outline, scene: Scene) -> Outline:
    """One turn of small talk before everything else."""
    return outline.opening(scene.chat())
