"""One conversation as one pytest item."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest._code.code import ReprFileLocation, TerminalRepr
from _pytest._io import TerminalWriter

from escalation_tests.errors import EscalationError
from escalation_tests.model.finding import Verdict
from escalation_tests.model.plan import Then
from escalation_tests.model.played import Played
from escalation_tests.plugin.asking import asked
from escalation_tests.plugin.freezing import freeze
from escalation_tests.plugin.keys import STATE
from escalation_tests.plugin.options import seed
from escalation_tests.plugin.shelving import shelved
from escalation_tests.ports import Case
from escalation_tests.reporting import allure
from escalation_tests.reporting.entry import entry
from escalation_tests.reporting.failure import failure_text, headline
from escalation_tests.reporting.properties import properties
from escalation_tests.reporting.wording import worst_first

ENTRY = "escalation"
"""The attribute of a report under which an entry travels, from workers too."""


class BrokenPromise(AssertionError):
    """A conversation in which a promise was broken; carries its entry."""

    def __init__(self, entry: dict[str, Any]) -> None:
        self.entry = entry
        super().__init__(headline(entry))


class Unplayable(Exception):
    """A conversation that could not be judged: infrastructure, or nothing was exercised."""

    def __init__(self, entry: dict[str, Any]) -> None:
        self.entry = entry
        super().__init__(headline(entry))


class Telling(TerminalRepr):
    """A failure as a person reads it: no traceback, for there is no code to blame."""

    def __init__(self, entry: dict[str, Any], place: ReprFileLocation) -> None:
        self.entry, self.reprcrash = entry, place

    def toterminal(self, tw: TerminalWriter) -> None:
        """Write the failure text, coloured where the terminal can."""
        tw.write(failure_text(self.entry, color=tw.hasmarkup) + "\n")

    def __str__(self) -> str:
        return failure_text(self.entry)


class ConversationItem(pytest.Item):
    """One case; its conversation is usually over before its turn comes."""

    def __init__(self, *, case: Case, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case
        self.entry: dict[str, Any] | None = None
        self._plays = 0
        self.add_marker("escalation")
        for tag in case.tags:
            self.config.addinivalue_line("markers", f"{tag}: a tag of scenarios")
            self.add_marker(tag)
        self.extra_keyword_matches.update(
            word for word in (case.persona, case.topic, case.trigger, case.language) if word
        )

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where a person wrote it."""
        return self.path, max(self.case.line - 1, 0), self.name

    def setup(self) -> None:
        """Take the conversation's outcome; an unplayable one is an error, not a failure."""
        run = self.config.stash[STATE].run
        played = run.again(self.case) if self._plays else run.play(self.case)
        self._plays += 1
        told = entry(self.case, played, self._reproduce(), run.material.secrets, self.nodeid)
        self.entry = shelved(told, self.config)
        self.user_properties[:] = properties(self.entry)
        secrets = run.material.secrets
        asked(self.config, "pytest_escalation_conversation", secrets, entry=self.entry)
        self._freeze(played)
        if self.entry["verdict"] == "error":
            allure.report_item(self.nodeid, self.entry, self.config)
            raise Unplayable(self.entry)

    def _freeze(self, played: Sequence[Played]) -> None:
        """Write down the first trial that broke a promise, for its worst finding."""
        found = worst_first(self.entry["findings"]) if self.entry else []
        broken = (one for one in played if one.judgement.verdict is Verdict.FAILED)
        first = next(broken, None)
        if first is not None and found:
            then = Then(found[0]["check"], found[0]["message"])
            freeze(self.config, first.record.plan, self.name, then, self._reproduce())

    def runtest(self) -> None:
        """Say what became of the promises."""
        assert self.entry is not None, "setup comes first"
        allure.report_item(self.nodeid, self.entry, self.config)
        if self.entry["verdict"] == "failed":
            raise BrokenPromise(self.entry)
        if self.entry["verdict"] == "skipped":
            pytest.skip(self.entry.get("reason") or "not observable")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The failure as the conversation tells it."""
        if isinstance(excinfo.value, BrokenPromise | Unplayable):
            where = ReprFileLocation(str(self.path), self.case.line, str(excinfo.value))
            return Telling(excinfo.value.entry, where)
        if isinstance(excinfo.value, EscalationError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def amend(self, report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
        """Let the report carry the conversation's own times, and its entry."""
        if call.excinfo is not None and isinstance(
            call.excinfo.value, Unplayable | EscalationError
        ):
            report.longrepr = self.repr_failure(call.excinfo)  # pytest asks only after the setup
        if self.entry is None or call.when == "teardown":
            return
        tells = call.when == "call" or call.excinfo is not None
        report.duration = float(self.entry["seconds"]) if tells else 0.0
        if tells:
            report.start = float(self.entry["started"])
            report.stop = report.start + report.duration
            vars(report)[ENTRY] = self.entry

    def _reproduce(self) -> str:
        named = self.config.getoption("escalation_config")
        config = f" --escalation-config={named}" if named else ""
        return f"pytest '{self.nodeid}' --escalation-seed={seed(self.config)}{config}"
