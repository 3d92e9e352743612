"""Raises a second topic before the point."""

from escalation_tests.customers.draft import Outline
from escalation_tests.customers.scene import Scene


def switches_topic(outline: Outline, scene: Scene) -> Outline:
    """Another topic first, then the one that the conversation is about."""
    others = scene.other_topics()
    if not others:
        return outline
    return outline.before_business(scene.ask(scene.random.choice(others), "bare"))
