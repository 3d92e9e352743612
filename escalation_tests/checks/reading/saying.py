"""What an announcement tells the customer: who takes over, how long it takes, what comes next."""

from collections.abc import Sequence

from escalation_tests.checks.reading.finding import Found
from escalation_tests.model.reading import Says


def says(rows: Sequence[Found]) -> frozenset[Says]:
    """The parts of the transition that the sentences name."""
    return frozenset(part for part in Says if any(row.has(part.value) for row in rows))
