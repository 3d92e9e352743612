"""Writes several messages while waiting for the human."""

from dataclasses import replace

from escalation_tests.customers.draft import Line, Outline
from escalation_tests.customers.scene import Scene
from escalation_tests.model.move import Act


def keeps_writing(outline: Outline, scene: Scene) -> Outline:
    """Three messages after the handoff instead of one."""
    return replace(outline, after=(scene.turn(Act.WAITS, Line("waiting")),) * 3)
