"""Whole conversations that a Python test draws, plays and judges."""

from collections.abc import Sequence
from functools import cache
from typing import NoReturn

from _pytest.outcomes import Failed

from escalation_tests.errors import InfrastructureError
from escalation_tests.model.finding import Finding, Promise, Status
from escalation_tests.model.plan import Plan
from escalation_tests.model.played import Played
from escalation_tests.wiring import Run


class Held:
    """A plan, played with the bot; equal plans are played once in a run.

    So a bot that does not repeat itself cannot contradict itself while Hypothesis shrinks.
    """

    def __init__(self, run: Run, plan: Plan) -> None:
        self._run, self.plan = run, plan
        self.outcome: Played | None = None
        """The record and its judgement; None before it has been played."""
        self.complaint = ""
        """What the test found missing; empty when nothing was."""
        self._asked: set[str] = set()

    def played(self) -> Played:
        """The record and its judgement. Raises `InfrastructureError` where the conversation
        could not be held.
        """
        if self.outcome is None:
            self.outcome = self._run.played(self.plan)
        if self.outcome.record.trouble is not None:
            raise InfrastructureError(self.outcome.record.trouble)
        return self.outcome

    def findings(self) -> tuple[Finding, ...]:
        """Everything that the checks find."""
        self._asked.update(Promise)
        return self.played().judgement.findings

    def expect_promises_kept(self, *promises: str) -> None:
        """No check of these promises, or of all, has a finding.

        A test fails apart for each check, so that Hypothesis tells defects apart. A conversation
        that could show nothing about them is one that Hypothesis need not draw: see `shows`.
        """
        __tracebackhide__ = True
        self._asked.update(promises or Promise)
        found = broken(self.played(), promises)
        if found:
            told = "\n".join(f"{one.check} ({one.severity}): {one.message}" for one in found)
            self.complaint = told
            failed(min(one.check for one in found), f"{told}\n\n{self.transcript()}")

    def shows(self, *promises: str) -> bool:
        """Whether the conversation could show anything about these promises, or about any."""
        return shown(self.played(), promises)

    def transcript(self) -> str:
        """The conversation, one message a line."""
        heard = self.played().record.messages
        return "\n".join(f"{message.speaker:>8}: {message.text}" for message in heard)

    def asked_for(self, promise: Promise) -> bool:
        """Whether the test asked if this promise is kept."""
        return promise in self._asked

    def close(self) -> None:
        """Nothing is left open."""


def broken(played: Played, promises: Sequence[str]) -> list[Finding]:
    """What was found about these promises, or about all."""
    found = played.judgement.findings
    return [one for one in found if not promises or one.promise in promises]


def shown(played: Played, promises: Sequence[str]) -> bool:
    """Whether any check of these promises, or of all, had something to judge."""
    told = {Status.PASSED, Status.FAILED}
    results = played.judgement.results
    return any(one.status in told for one in results if not promises or one.promise in promises)


def failed(check: str, told: str) -> NoReturn:
    """Fail the test without a trace of our own frames; by its type the failure is that check's."""
    __tracebackhide__ = True
    raise _failure(check)(told, pytrace=False)


@cache
def _failure(check: str) -> type[Failed]:
    """Hypothesis takes failures of the same type at the same place for one."""
    return type(f"Broken[{check}]", (Failed,), {})
