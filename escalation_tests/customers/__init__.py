"""Customers: personas, policy and scenarios become plans, and somebody who plays them."""

from escalation_tests.customers.cases import cases, planted, script_cases
from escalation_tests.customers.customer import casting
from escalation_tests.customers.knowledge import fact_names, recognised_steps

__all__ = ["cases", "casting", "fact_names", "planted", "recognised_steps", "script_cases"]
