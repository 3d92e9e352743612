"""What pytest loads in every run. Only pytest and the standard library are imported here; the
rest of the house wakes up when a configuration is found and something of ours is collected.
"""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from escalation_tests.plugin.keys import CONFIG_FILE, ENTRIES, STATE
from escalation_tests.plugin.locate import locate
from escalation_tests.plugin.options import add_options

if TYPE_CHECKING:
    from escalation_tests.plugin.fixtures import Escalation, Talk

MARKERS = (
    "escalation: every conversation that the plugin plays",
    "escalation_conversation(persona, topic, trigger, language): who speaks in the "
    "`escalation_conversation` fixture of this test",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """https://docs.pytest.org/en/stable/reference/reference.html#pytest.hookspec.pytest_addoption"""
    add_options(parser)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Make the hooks of `hookspecs.py` known."""
    from escalation_tests.plugin import hookspecs

    pluginmanager.add_hookspecs(hookspecs)


def pytest_configure(config: pytest.Config) -> None:
    """Find the configuration and register the markers; nothing is read or started yet."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    config.stash[ENTRIES] = {}
    found = locate(config)
    if found is None:
        return
    config.stash[CONFIG_FILE] = found
    _collect_it_too(config, found)
    if config.pluginmanager.hasplugin("xdist"):
        from escalation_tests.plugin.xdist import Sharing

        config.pluginmanager.register(Sharing(config), "escalation_tests.xdist")
    from escalation_tests.plugin.telling import Teller

    config.pluginmanager.register(Teller(config), "escalation_tests.teller")


def _collect_it_too(config: pytest.Config, found: Path) -> None:
    """A configuration named by the option is collected even outside `testpaths`."""
    if config.args_source is config.ArgsSource.ARGS or not config.getoption("escalation_config"):
        return
    covered = [(config.invocation_params.dir / argument).resolve() for argument in config.args]
    if not any(path == found or path in found.parents for path in covered):
        config.args.append(str(found))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The configuration, and scenario files of the folders that it names."""
    if file_path.suffix not in {".yaml", ".yml"} or CONFIG_FILE not in parent.config.stash:
        return None
    from escalation_tests.plugin.collecting import collector

    return collector(file_path, parent)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What broke once is played first."""
    if STATE in config.stash:
        config.stash[STATE].frozen_first(items)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Start to play what is left after -k, -m and --lf, ahead of the items."""
    if STATE in session.config.stash:
        session.config.stash[STATE].collected(session)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Give the report the conversation's own times, and its entry."""
    report = yield
    if STATE in item.config.stash:
        from escalation_tests.plugin.items import ConversationItem

        if isinstance(item, ConversationItem):
            item.amend(report, call)
        else:
            from escalation_tests.plugin import spoken
            from escalation_tests.plugin.unplayable import retell

            retell(item, report, call)
            spoken.tell(item, report, call)
    return report


@pytest.fixture(scope="session")
def escalation(request: pytest.FixtureRequest) -> "Escalation":
    """The run's bot, desk and policy, and `conversation(...)` to speak with the bot."""
    from escalation_tests.plugin.fixtures import escalation_of

    return escalation_of(request.config)


@pytest.fixture
def escalation_conversation(
    request: pytest.FixtureRequest, escalation: "Escalation"
) -> "Generator[Talk]":
    """One conversation with the bot, closed at the end of the test.

    The marker `escalation_conversation(persona=…, topic=…)` says who speaks.
    """
    marker = request.node.get_closest_marker("escalation_conversation")
    talk = escalation.conversation(**(dict[str, Any](marker.kwargs) if marker else {}))
    yield talk
    talk.close()


@pytest.fixture(scope="session")
def escalation_policy(escalation: "Escalation") -> object:
    """The promise, as configured."""
    return escalation.policy


@pytest.fixture(scope="session")
def escalation_desk(escalation: "Escalation") -> object:
    """The desk's side: `handoffs()` of all conversations so far."""
    return escalation.desk


@pytest.fixture(scope="session")
def escalation_bot(escalation: "Escalation") -> object:
    """The bot as configured."""
    return escalation.bot
