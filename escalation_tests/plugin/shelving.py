"""Where what is kept of failed conversations goes."""

from pathlib import Path
from typing import Any

import pytest

from escalation_tests.plugin.options import setting
from escalation_tests.reporting.screens import clear, shelve


def shelved(entry: dict[str, Any], config: pytest.Config) -> dict[str, Any]:
    """The entry with its pictures and traces in the folder of this run."""
    return shelve(entry, _folder(config), config.invocation_params.dir)


def cleared(config: pytest.Config) -> None:
    """Take away what the last run kept."""
    clear(_folder(config))


def _folder(config: pytest.Config) -> Path:
    return config.invocation_params.dir / setting(config, "screens")
