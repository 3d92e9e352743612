"""Judging records: pure checks, one promise each, and the verdict that follows from them.

`CHECKS` holds them all; `judge` runs them; `reference` describes them for people.
"""

from escalation_tests.checks.catalogue import CHECKS, Described, reference
from escalation_tests.checks.entry import Entry
from escalation_tests.checks.judging import judge

__all__ = ["CHECKS", "Described", "Entry", "judge", "reference"]
