"""Real third-party software, installed beside this project: played only when it is asked for."""

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave these tests out unless `-m` names them, as `make test-real` does."""
    if "real" in (config.option.markexpr or ""):
        return
    for item in items:
        if item.get_closest_marker("real"):
            item.add_marker(pytest.mark.skip(reason="real software; see `make test-real`"))
