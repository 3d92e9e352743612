"""States the facts only in a turn of their own, before the point."""

from dataclasses import replace

from escalation_tests.customers.draft import Draft, Line, Outline
from escalation_tests.customers.scene import Scene


def gives_facts_late(outline: Outline, scene: Scene) -> Outline:
    """The business without facts, and the facts in the turn before the point."""
    quiet = silenced(outline)
    return quiet.before_point(scene.telling(scene.owned)) if scene.owned else quiet


def silenced(outline: Outline) -> Outline:
    """The conversation with nothing stated while a topic is raised."""
    return outline.changed(_quiet)


def _quiet(draft: Draft) -> Draft:
    lines = tuple(
        Line("ask", line.key, "bare") if line.bank == "ask" else line for line in draft.lines
    )
    return replace(draft, lines=lines)
