"""Customers whom Hypothesis makes up: strategies, the hunt for the smallest plan, freezing."""

from escalation_tests.customers.generated.nasty import nasty_texts
from escalation_tests.customers.generated.palette import families
from escalation_tests.customers.generated.sketch import Does, Recipe, Sketch
from escalation_tests.customers.generated.strategies import (
    conversations,
    facts,
    faults,
    from_persona,
    from_scenario,
    moves,
    personas,
    plans,
    recipes,
    voices,
)
from escalation_tests.customers.generated.writer import Writer

__all__ = [
    "Does",
    "Recipe",
    "Sketch",
    "Writer",
    "conversations",
    "facts",
    "families",
    "faults",
    "from_persona",
    "from_scenario",
    "moves",
    "nasty_texts",
    "personas",
    "plans",
    "recipes",
    "voices",
]
