"""Failing conversations are written down as scenarios."""

from pathlib import Path

import pytest

from escalation_tests.customers.generated.freeze import freezable, frozen
from escalation_tests.model.plan import Plan, Then
from escalation_tests.plugin.options import setting


def freeze(config: pytest.Config, plan: Plan, name: str, then: Then, reproduce: str) -> str:
    """Write a plan into the folder that was asked for; returns the file, empty if there is none.

    A conversation that was frozen before is written down already; texts that no scenario can say
    are left.
    """
    folder = setting(config, "freeze")
    if not folder or plan.then or not freezable(plan):
        return ""
    file = Path(config.invocation_params.dir / folder) / f"{_safe(name)}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(frozen(plan, then, reproduce), encoding="utf-8")
    return str(file)


def _safe(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-." else "-" for sign in name)[:100]
