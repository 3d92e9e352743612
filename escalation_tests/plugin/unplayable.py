"""Bots and desks that cannot be used, in tests that are written in Python."""

import pytest

from escalation_tests.errors import InfrastructureError
from escalation_tests.plugin.keys import STATE
from escalation_tests.reporting.failure import trouble_text


def retell(item: pytest.Item, report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
    """Let the report show what went wrong between us and bot or desk, instead of our frames.

    The test is then an error, as a conversation is whose bot is down, and not a failure.
    """
    if call.excinfo is None or not report.failed:
        return
    error = call.excinfo.value
    if not isinstance(error, InfrastructureError):
        return
    secrets = item.config.stash[STATE].material.secrets
    said = secrets.redact("\n".join(getattr(error, "__notes__", ())))
    parts = (trouble_text(error.trouble, secrets), said, _place(item, call.excinfo))
    report.longrepr = "\n\n".join(filter(None, parts))
    if report.when == "call":
        report.when = "setup"  # pytest and its reports take what a call raises for a failure


def _place(item: pytest.Item, raised: pytest.ExceptionInfo[BaseException]) -> str:
    """The test's own line that led to it."""
    own = [entry for entry in raised.traceback if entry.path == item.path]
    return f"{item.path}:{own[-1].lineno + 1}: {str(own[-1].statement).strip()}" if own else ""
