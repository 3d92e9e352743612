"""Disturbances: each makes a good connection or a good desk bad in one way."""

from escalation_tests.faults.disturbance import disturb, possible

__all__ = ["disturb", "possible"]
