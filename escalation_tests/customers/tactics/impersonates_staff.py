"""Claims to work for the shop."""

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene


def impersonates_staff(outline: Outline, scene: Scene) -> Outline:
    """The claim comes before the business."""
    return outline.before_business(scene.injection("impersonates"))
