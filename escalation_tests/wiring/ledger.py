"""Which values belong to which conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from escalation_tests.model.plan import Plan

if TYPE_CHECKING:
    pass


@dataclass(slots=True)
class Ledger:
    """Remembers which values belong to which conversation of the run."""

    _owners: dict[str, str] = field(default_factory=dict)
    _seen: set[Plan] = field(default_factory=set)

    def add(self, plan: Plan) -> None:
        """Take note of the facts of a plan; a value that two plans share proves nothing."""
        from escalation_tests.customers.cases import own_values

        if plan in self._seen:
            return
        self._seen.add(plan)
        for value in own_values(plan):
            mine = self._owners.setdefault(value, plan.id) == plan.id
            if not mine:
                self._owners[value] = ""

    def planted(self) -> Mapping[str, str]:
        """Value → id of the one plan that it belongs to, as far as plans were drawn."""
        return {value: owner for value, owner in self._owners.copy().items() if owner}
