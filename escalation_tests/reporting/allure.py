"""The face to Allure: enriches the results that allure-pytest writes, one per conversation.

Without `--alluredir`, or without allure-pytest, nothing happens and nothing is imported.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from escalation_tests.reporting.allure_folder import write_categories, write_environment
from escalation_tests.reporting.results import RunInfo

if TYPE_CHECKING:
    from escalation_tests.reporting.allure_writer import AllureWriter

LISTENER = "allure_listener"
"""The name under which allure-pytest registers what writes its results."""
WRITER = "escalation_tests.allure_writer"


class Plugins(Protocol):
    """What we need of pytest's plugin manager."""

    def get_plugin(self, name: str) -> Any | None:
        """The plugin of this name."""

    def register(self, plugin: object, name: str) -> Any:
        """Keep a plugin under this name."""


class PytestConfig(Protocol):
    """What we need of pytest's configuration."""

    @property
    def pluginmanager(self) -> Plugins:
        """The plugins of this run."""

    def getoption(self, name: str, default: Any = None) -> Any:
        """The value of an option, or `default` where it does not exist."""

    def add_cleanup(self, func: Callable[[], None]) -> None:
        """Call `func` at the end of the run."""


def directory(config: PytestConfig) -> Path | None:
    """Where allure-pytest writes its results in this run; None when it does not."""
    if config.pluginmanager.get_plugin(LISTENER) is None:
        return None
    named = config.getoption("allure_report_dir", None)
    return Path(named).absolute() if named else None


def report_item(item_id: str, entry: Mapping[str, Any], config: PytestConfig) -> None:
    """Tell Allure of the conversation whose item is being set up or called just now."""
    writer = _writer(config)
    if writer is not None:
        writer.tell(item_id, entry)


def finish(directory: Path, info: RunInfo) -> None:
    """Write categories and environment beside the results; those of others stay."""
    write_categories(directory)
    write_environment(directory, info)


def _writer(config: PytestConfig) -> "AllureWriter | None":
    """The run's writer, made at its first use; None when allure-pytest does not write."""
    listener = config.pluginmanager.get_plugin(LISTENER)
    if listener is None:
        return None
    known: AllureWriter | None = config.pluginmanager.get_plugin(WRITER)
    if known is not None:
        return known
    from escalation_tests.reporting import allure_writer

    writer = allure_writer.AllureWriter(listener.allure_logger)
    config.pluginmanager.register(writer, WRITER)
    config.add_cleanup(writer.enlist())
    return writer
