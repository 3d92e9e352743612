"""What a run tells at its end: summary, files, goals. Registered only with a configuration."""

from pathlib import Path
from typing import Any

import pytest

from escalation_tests.plugin.keys import CONFIG_FILE, DESK_HOST, ENTRIES, STATE
from escalation_tests.plugin.options import seed, setting, shown
from escalation_tests.plugin.shelving import cleared


class Teller:
    """Collects the entries of this process and its workers, and tells them at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.strays: dict[str, int] = {}
        self.written: list[str] = []
        self.results: dict[str, Any] = {}

    def pytest_sessionstart(self) -> None:
        """Yesterday's results must not pass for today's when a run ends before it has any."""
        if self.config.getoption("collectonly") or hasattr(self.config, "workerinput"):
            return
        for name in ("json", "html"):
            if path := setting(self.config, name):
                (self.config.invocation_params.dir / path).unlink(missing_ok=True)
        cleared(self.config)

    def pytest_report_header(self) -> str:
        """The one line that says under which configuration and seed the run goes."""
        file = shown(self.config.stash[CONFIG_FILE], self.config)
        at_once = setting(self.config, "concurrency")
        return f"escalation: {file}, seed {seed(self.config)}, {at_once} conversations at once"

    @pytest.hookimpl(tryfirst=True)  # what the terminal has shown, ctrl-C cannot take away
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep each conversation's entry; a rerun replaces the earlier play."""
        entry = getattr(report, "escalation", None)
        if entry is not None:
            self.config.stash[ENTRIES][report.nodeid] = entry
        for spoken in getattr(report, "escalation_spoken", ()):
            self.config.stash[ENTRIES][spoken["id"]] = spoken

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Stop what was started, write the files, and fail the run for unmet goals."""
        self.strays = self._stop()
        entries = list(self.config.stash[ENTRIES].values())
        if not entries or hasattr(self.config, "workerinput"):
            return
        self._write(entries)
        unmet = [goal for goal in self.results["goals"] if goal["met"] is False]
        if unmet and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _stop(self) -> dict[str, int]:
        state, host = self.config.stash.get(STATE, None), self.config.stash.get(DESK_HOST, None)
        strays: dict[str, int] = state.close() if state else {}
        return host.close() if host else strays

    def _write(self, entries: list[dict[str, Any]]) -> None:
        from escalation_tests.plugin.collecting import state_of
        from escalation_tests.reporting import allure, page, results
        from escalation_tests.wiring import reach_of

        material = state_of(self.config).material
        began = min(entry["started"] for entry in entries)
        ended = max(entry["started"] + entry["seconds"] for entry in entries)
        info = results.RunInfo.of(material, seed(self.config), began, ended - began)
        goals, reach = material.config.goals, reach_of(material)
        self.results = results.results(entries, info, goals, reach)
        for name, write in (("json", results.write), ("html", page.write)):
            path = setting(self.config, name)
            if path:
                write(Path(self.config.invocation_params.dir / path), self.results)
                self.written.append(path)
        directory = allure.directory(self.config)
        if directory:
            allure.finish(directory, info)
            self.written.append(str(directory))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Per promise what held and what broke, then the worst findings."""
        entries = list(self.config.stash[ENTRIES].values())
        if not entries:
            return
        from escalation_tests.reporting.summary import summary

        terminalreporter.write_sep("=", "escalation promises")
        lines = summary(self.results, strays=self.strays, files=self.written)
        for line in lines:
            terminalreporter.write_line(line.text, **{line.style: True} if line.style else {})
        self._tell_left_out(terminalreporter)

    def _tell_left_out(self, terminalreporter: pytest.TerminalReporter) -> None:
        """What this policy makes no sense of; in full with -v."""
        from escalation_tests.plugin.collecting import state_of
        from escalation_tests.wiring import left_out_of

        left_out = left_out_of(state_of(self.config).material)
        if not left_out:
            return
        terminalreporter.write_line(
            f"{len(left_out)} scenarios and personas do not fit this policy"
            + ("" if terminalreporter.verbosity > 0 else "; -v lists them")
        )
        if terminalreporter.verbosity > 0:
            for name, reason in left_out.items():
                terminalreporter.write_line(f"  {name}: {reason}")
