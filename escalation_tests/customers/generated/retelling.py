"""Changed scenarios become plans."""

from collections.abc import Sequence
from dataclasses import replace

from escalation_tests.contract.material import Material
from escalation_tests.customers.chance import seed_of
from escalation_tests.customers.drawing import Stage
from escalation_tests.customers.facts import Registrar
from escalation_tests.customers.generated.altering import Change
from escalation_tests.customers.generated.mutating import Mutator
from escalation_tests.customers.scripted import Role, play, spoken
from escalation_tests.customers.shelf import Shelf
from escalation_tests.model.plan import Kind, Plan


class Retelling:
    """Plays changed scenarios; equal changes and seeds give equal plans.

    Args:
        material: the loaded configuration.
        mutator: the scenario and who plays it.
        seed: what identities and facts depend on besides.
    """

    def __init__(self, material: Material, mutator: Mutator, seed: int = 0) -> None:
        self._stage = Stage(Shelf(material), Registrar())
        self._mutator, self._seed, self._file = mutator, seed, material.file

    def __call__(self, changes: Sequence[Change]) -> Plan:
        """The plan of the scenario with these changes."""
        script, persona = self._mutator(changes), self._mutator.persona
        mark = f"{seed_of(self._seed, persona.persona, script.scenario):016x}"
        role = Role(script, persona, spoken(self._stage.shelf, script.scenario, persona))
        plan = play(self._stage, role, f"{self._file}::generated::{mark}", mark, self._seed, 1)
        return replace(plan, kind=Kind.GENERATED)
