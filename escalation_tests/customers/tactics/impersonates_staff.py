"""Claims to work for the shop."""

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene


def impersonates_staff(outline: Outline, scene: Scene) -> Outline:
    """The claim comes between the business and the point."""
    return scene.between(outline, scene.injection("impersonates"))
