"""What a run holds on `pytest.Config.stash` and on items: no module-level state."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from escalation_tests.model.finding import Verdict
    from escalation_tests.plugin.fixtures import Escalation
    from escalation_tests.plugin.state import State

CONFIG_FILE = pytest.StashKey[Path]()
"""The configuration of this run; absent when there is none."""
STATE: "pytest.StashKey[State]" = pytest.StashKey()
"""Everything the run has loaded and started; absent until something of ours is collected."""
ENTRIES = pytest.StashKey[dict[str, dict[str, Any]]]()
"""Item id → its entry of results.json, the last play's."""
DESK_HOST = pytest.StashKey[Any]()
"""Under pytest-xdist, in the controlling process: the desk that all workers share."""
CONVERSATIONS: "pytest.StashKey[Escalation]" = pytest.StashKey()
"""What tests in Python speak through; absent until the first asks for it."""
OUTCOME: "pytest.StashKey[tuple[Verdict, str]]" = pytest.StashKey()
"""On a test in Python: what became of it before its teardown, and why."""
