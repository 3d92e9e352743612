"""Which values belong to which conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from escalation_tests.model.plan import Plan
from escalation_tests.model.record import Record

ANCHOR = 4
"""Characters by which values are looked up."""


@dataclass(slots=True)
class Ledger:
    """Remembers which values belong to which conversation of the run.

    May be used from several threads.
    """

    _owners: dict[str, str] = field(default_factory=dict)
    _anchored: dict[str, list[str]] = field(default_factory=dict)
    """How values begin → the values; the shortest under nothing."""
    _seen: set[object] = field(default_factory=set)

    def add(self, plan: Plan) -> None:
        """Take note of the facts of a plan; a value that two plans share proves nothing."""
        from escalation_tests.checks.texts import key
        from escalation_tests.customers.cases import own_values

        known = (plan.id, plan.token, plan.facts)
        if known in self._seen:
            return
        self._seen.add(known)
        for value in own_values(plan):
            fresh = value not in self._owners
            mine = self._owners.setdefault(value, plan.id) == plan.id
            if not mine:
                self._owners[value] = ""
            if fresh:  # found only once it has an owner: others may be looking meanwhile
                self._anchored.setdefault(_anchor(key(value)), []).append(value)

    def planted_in(self, record: Record) -> Mapping[str, str]:
        """Value → id of the one plan that it belongs to, of all values that may well stand in
        what the desk was handed.

        As there may be a hundred thousand values, they are looked up by how they begin.
        """
        from escalation_tests.checks.foreign import handed
        from escalation_tests.checks.texts import key

        if not record.handoffs:
            return {}
        text = key(handed(record))
        parts = {text[at : at + ANCHOR] for at in range(len(text) - ANCHOR + 1)}
        found = (value for part in ("", *parts) for value in self._anchored.get(part, ()))
        return {value: owner for value in found if (owner := self._owners[value])}


def _anchor(key: str) -> str:
    """The first letters and digits of a value."""
    return key[:ANCHOR] if len(key) >= ANCHOR else ""
