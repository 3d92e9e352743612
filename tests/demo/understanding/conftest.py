"""One understanding for all tests: it has no state."""

import pytest

from escalation_tests.demo.understanding import Understanding


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    """What the bot hears with."""
    return Understanding()
