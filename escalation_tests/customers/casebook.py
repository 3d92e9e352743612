"""One test: what a plan is drawn from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from escalation_tests.model.plan import Kind, Plan
from escalation_tests.model.trigger import Trigger

Drawing: TypeAlias = Callable[[int, int], Plan]
"""Seed and trial → plan."""


@dataclass(slots=True, eq=False)
class Drawn:
    """A `Case` whose plans a function draws."""

    id: str
    kind: Kind
    scenario: str
    about: str
    persona: str
    topic: str | None
    trigger: Trigger | None
    language: str
    severity: str
    tags: tuple[str, ...]
    trials: int
    require: int
    file: str
    line: int
    drawing: Drawing = field(repr=False)

    def plan(self, seed: int, trial: int = 1) -> Plan:
        """The conversation for this seed and trial (1-based)."""
        return self.drawing(seed, trial)
