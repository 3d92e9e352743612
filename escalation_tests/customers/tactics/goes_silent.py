"""Falls silent before the point."""

from dataclasses import replace

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene

SECONDS = 1.5


def goes_silent(outline: Outline, scene: Scene) -> Outline:
    """A pause in the middle, and a word about it."""
    return scene.between(outline, replace(scene.chat("silence"), pause=SECONDS))
