"""Judgements, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from escalation_tests.model.reading import Reading


class Promise(StrEnum):
    """The four parts of a good handoff, and what goes around them."""

    TRIGGER = "trigger"
    DELIVERY = "delivery"
    CONTEXT = "context"
    ROUTING = "routing"
    NOTICE = "notice"
    AFTERWARDS = "afterwards"


class Severity(StrEnum):
    """How bad a finding is, in Allure's words."""

    CRITICAL = "critical"
    NORMAL = "normal"
    MINOR = "minor"


class Blame(StrEnum):
    """Whose failure it is."""

    BOT = "bot"
    DESK = "desk"
    PERSONA = "persona"
    INFRASTRUCTURE = "infrastructure"


class Status(StrEnum):
    """What became of one check on one conversation."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_OBSERVABLE = "not-observable"
    """This configuration cannot show it; never counted as kept."""
    NOT_EXERCISED = "not-exercised"
    """The scenario demanded it and nothing happened that could have shown it: an error."""
    NOT_APPLICABLE = "not-applicable"
    """Nothing in this conversation concerns it."""


class Verdict(StrEnum):
    """What became of a whole conversation."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise."""

    check: str
    promise: Promise
    severity: Severity
    blame: Blame
    message: str
    """One sentence a tester who has never seen our code understands."""
    evidence: Mapping[str, object] = field(default_factory=dict)
    """JSON values pointing into the record: turns, texts, expected and actual."""
    disagreement: str | None = None
    """The name of the witnesses' disagreement, where it is one."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one check says of one record."""

    check: str
    promise: Promise
    status: Status
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    """Why it is not observable, not exercised or not applicable."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What each witness says about whether a handoff took place."""

    signal: bool | None
    """None: the configuration maps no signal."""
    notice: bool
    desk: int | None
    """Handoffs the desk accepted; None: nothing observes the desk."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that the checks say of one record."""

    verdict: Verdict
    results: tuple[Result, ...]
    witnesses: Witnesses
    handoff_turn: int | None = None
    """The customer turn at which the handoff was first requested, by any witness."""
    notice_turn: int | None = None
    readings: tuple[Reading, ...] = ()
    """How each message of the record was read, in the same order; the customer's are empty."""
    reason: str = ""
    """Why the verdict is error or skipped, or failed without a finding."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of all checks, in the checks' order."""
        return tuple(finding for result in self.results for finding in result.findings)
