"""What one pytest process has loaded and started."""

import os
from contextlib import suppress

import pytest

from escalation_tests.contract.material import Material
from escalation_tests.errors import AuthoringError
from escalation_tests.model.plan import Kind
from escalation_tests.plugin.asking import HookFailed, asked
from escalation_tests.plugin.keys import CONFIG_FILE
from escalation_tests.plugin.options import number, seed, setting
from escalation_tests.ports import Case
from escalation_tests.wiring import Relay, Run, Settings, load


class State:
    """The material of the configuration, and the run once it is needed."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.file = config.stash[CONFIG_FILE]
        self._material: Material | AuthoringError | None = None
        self._run: Run | HookFailed | None = None
        self.queue: list[pytest.Item] = []
        """Items that this process is going to run, as far as it knows."""

    @property
    def material(self) -> Material:
        """The loaded configuration. Raises `AuthoringError`, the same one every time."""
        if self._material is None:
            try:
                self._material = load(self.file, os.environ, settings(self.config))
            except AuthoringError as error:
                self._material = error
        if isinstance(self._material, AuthoringError):
            raise self._material
        return self._material

    @property
    def run(self) -> Run:
        """The run; made, but not started, at the first use.

        Raises `HookFailed`, the same one every time, when a hook that it needs raised.
        """
        if self._run is None:
            try:
                self._run = self._made()
            except HookFailed as error:
                self._run = error
        if isinstance(self._run, HookFailed):
            raise self._run.with_traceback(None)
        return self._run

    def _made(self) -> Run:
        secrets = self.material.secrets
        bot = asked(self.config, "pytest_escalation_bot", secrets)
        own = asked(self.config, "pytest_escalation_checks", secrets)
        checks = {name: check for given in own for name, check in given.items()}
        held = asked(self.config, "pytest_escalation_desk", secrets)
        return Run(self.material, settings(self.config), bot, checks, held)

    def frozen_first(self, items: list[pytest.Item]) -> None:
        """Put conversations that were frozen after a failure before all others."""
        from escalation_tests.plugin.items import ConversationItem

        def frozen(item: pytest.Item) -> bool:
            return isinstance(item, ConversationItem) and item.case.kind is Kind.REPLAYED

        items.sort(key=lambda item: not frozen(item))

    def collected(self, session: pytest.Session) -> None:
        """Start to play the session's conversations, unless it only collects."""
        if session.config.getoption("collectonly") or session.testsfailed:
            return
        if not hasattr(session.config, "workerinput"):
            self.ahead(session.items)

    def ahead(self, items: list[pytest.Item]) -> None:
        """Queue the conversations of these items, in their order."""
        from escalation_tests.plugin.items import ConversationItem

        self.queue = items
        cases: list[tuple[str, Case]] = [
            (item.nodeid, item.case) for item in items if isinstance(item, ConversationItem)
        ]
        if cases:
            with suppress(HookFailed):  # each item tells
                self.run.ahead(cases)

    def close(self) -> dict[str, int]:
        """Cancel what is in flight and stop; returns the deliveries that nobody expected."""
        return self._run.close() if isinstance(self._run, Run) else {}


def settings(config: pytest.Config) -> Settings:
    """What the command line and the ini file say about a run. Raises `pytest.UsageError`."""
    given: dict[str, object] = getattr(config, "workerinput", {})
    relay = given.get("escalation_relay")
    workers = int(str(given.get("workercount", 1)))
    trials, require = number(config, "trials", 1), number(config, "require", 1)
    return Settings(
        seed=seed(config),
        concurrency=max(1, int(number(config, "concurrency", 1) or 1) // workers),
        rate=(number(config, "rate") or 0.0) / workers,
        trials=int(trials) if trials else None,
        require=int(require) if require else None,
        listen=setting(config, "listen") or None,
        matrix=setting(config, "matrix") or None,
        library={"yes": True, "no": False}.get(setting(config, "library")),
        personas=tuple(filter(None, map(str.strip, setting(config, "personas").split(",")))),
        relay=Relay(*relay) if isinstance(relay, list | tuple) else None,
    )
