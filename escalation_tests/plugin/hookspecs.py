"""All hooks that the plugin calls: implement them in a conftest or a plugin of your own."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from escalation_tests.model.finding import Promise
    from escalation_tests.ports import Check


@pytest.hookspec(firstresult=True)
def pytest_escalation_bot(config: pytest.Config) -> Callable[..., Any] | None:
    """A bot in this process, used instead of the configured one.

    Return a plain or async function `(conversation_id, text)` that returns a text, a list of
    texts, or a mapping that `bot.receive` reads. None leaves the configured bot in place.
    """


@pytest.hookspec(firstresult=True)
def pytest_escalation_desk(config: pytest.Config) -> Callable[[str], Any] | None:
    """What the desk holds, seen from this process instead of by the configured desk.

    Return a plain or async function `(conversation_id)` that returns the handoffs of the
    conversation so far: a list of mappings that `desk.handoff` reads, or None.
    """


def pytest_escalation_checks(config: pytest.Config) -> "Mapping[str, tuple[Promise, Check]]":
    """The shop's own checks: dotted name → the promise it belongs to, and the pure function."""
    return {}


def pytest_escalation_conversation(entry: dict[str, Any], config: pytest.Config) -> None:
    """One conversation was played and judged; `entry` is its object in results.json."""
