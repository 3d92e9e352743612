"""From files to items."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from escalation_tests.errors import AuthoringError, EscalationError
from escalation_tests.plugin.items import ConversationItem
from escalation_tests.plugin.keys import CONFIG_FILE, STATE
from escalation_tests.plugin.options import EXAMPLES, number
from escalation_tests.plugin.state import State, settings
from escalation_tests.ports import Case
from escalation_tests.wiring import cases_of, cases_of_file


def collector(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """What collects this YAML file, or None when it is not ours."""
    config = parent.config
    configuration = config.stash[CONFIG_FILE]
    if file_path.resolve() == configuration.resolve():
        return ConfigurationFile.from_parent(parent, path=file_path)
    if not _may_hold_scenarios(file_path, configuration):
        return None
    state = state_of(config)
    try:
        folders = state.material.config.scenarios
    except AuthoringError:
        return None  # the configuration's own collector tells
    roots = [(configuration.parent / folder).resolve() for folder in folders]
    if any(root in file_path.resolve().parents for root in roots):
        return ScenarioFile.from_parent(parent, path=file_path)
    return None


def _may_hold_scenarios(file_path: Path, configuration: Path) -> bool:
    """Other people's YAML files elsewhere must not make us read the configuration."""
    return configuration.parent.resolve() in file_path.resolve().parents


def state_of(config: pytest.Config) -> State:
    """The state of this process, made at the first use."""
    if STATE not in config.stash:
        config.stash[STATE] = State(config)
    return config.stash[STATE]


class Authored(pytest.File):
    """A file that a person wrote; its mistakes are shown without a traceback."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> object:  # type: ignore[override] # pytest's own return type is wider in Collector than in its stub
        """The file's mistakes, one a line."""
        if isinstance(excinfo.value, EscalationError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class ConfigurationFile(Authored):
    """The configuration: what follows from the policy, and the library's scenarios."""

    def collect(self) -> Iterator[pytest.Collector]:
        """One group per source of conversations."""
        grouped: dict[str, list[Case]] = {}
        for case in cases_of(state_of(self.config).material, settings(self.config)):
            group, _, _ = case.id.partition("::")
            grouped.setdefault(group, []).append(case)
        for group, cases in grouped.items():
            yield Group.from_parent(self, name=group, cases=cases)
        if examples := self._examples():
            from escalation_tests.plugin.generated import Generated

            yield Generated.from_parent(self, name="generated", examples=examples)

    def _examples(self) -> int:
        """How many conversations are made up for each property and family."""
        asked = number(self.config, "generated")
        if asked is not None:
            return int(asked)
        derived = state_of(self.config).material.config.suite.matrix != "off"
        return EXAMPLES if derived else 0


class Group(pytest.Collector):
    """Conversations from one source."""

    def __init__(self, *, cases: Iterable[Case], **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type] # pytest hands name and parent through
        self.cases = tuple(cases)

    def collect(self) -> Iterator[pytest.Item]:
        """One item per case."""
        for case in self.cases:
            name = case.id.partition("::")[2]
            yield _item(self, name, case)


def _item(parent: pytest.Collector, name: str, case: Case) -> pytest.Item:
    """The item of a case. Its id is given as text: newer versions of pytest know the part in
    brackets as parameters, and compare ids part by part.
    """
    nodeid = f"{parent.nodeid}::{name}"
    return ConversationItem.from_parent(parent, name=name, nodeid=nodeid, case=case)


class ScenarioFile(Authored):
    """A file with the shop's own scenarios."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item per scenario and persona."""
        material = state_of(self.config).material
        for case in cases_of_file(self.path, material, settings(self.config)):
            yield _item(self, case.id, case)
