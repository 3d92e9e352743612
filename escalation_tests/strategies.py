"""Hypothesis strategies for conversations with a support bot.

    from hypothesis import given
    from escalation_tests.strategies import conversations, load

    @given(conversations(load("escalation.yaml")))
    def test_promises(escalation, plan):
        escalation.play(plan).expect_promises_kept()

Each strategy prints as the call that made it, checks its arguments when it is made, and shrinks
towards few turns and plain words.
"""

import os
from pathlib import Path

from escalation_tests.contract.material import Material, Script
from escalation_tests.customers.generated import (
    Does,
    Sketch,
    conversations,
    facts,
    faults,
    from_persona,
    from_scenario,
    moves,
    nasty_texts,
    personas,
    plans,
    voices,
)
from escalation_tests.wiring import load as _load
from escalation_tests.wiring import scripts_of_file

__all__ = [
    "Does",
    "Material",
    "Script",
    "Sketch",
    "conversations",
    "facts",
    "faults",
    "from_persona",
    "from_scenario",
    "load",
    "load_scenarios",
    "moves",
    "nasty_texts",
    "personas",
    "plans",
    "voices",
]


def load(file: str | Path) -> Material:
    """A configuration with its personas, phrasebooks and the library that it makes sense of.

    Raises `AuthoringError` with every mistake of every file.
    """
    return _load(Path(file), os.environ)


def load_scenarios(file: str | Path, material: Material) -> dict[str, Script]:
    """The scenarios of one of your own files by name, to start from with `from_scenario`.

    Raises `AuthoringError` with every mistake of the file.
    """
    return {one.scenario.scenario: one for one in scripts_of_file(Path(file), material)}
