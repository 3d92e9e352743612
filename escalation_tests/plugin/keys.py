"""What a run holds on `pytest.Config.stash` and on items: no module-level state."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from escalation_tests.plugin.state import State

CONFIG_FILE = pytest.StashKey[Path]()
"""The configuration of this run; absent when there is none."""
STATE: "pytest.StashKey[State]" = pytest.StashKey()
"""Everything the run has loaded and started; absent until something of ours is collected."""
ENTRIES = pytest.StashKey[dict[str, dict[str, Any]]]()
"""Item id → its entry of results.json, the last play's."""
DESK_HOST = pytest.StashKey[Any]()
"""Under pytest-xdist, in the controlling process: the desk that all workers share."""
