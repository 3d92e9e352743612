"""A named check: the promise it keeps an eye on, and the rule that does it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.outcome import Breach, Outcome
from escalation_tests.model.finding import Finding, Promise, Result, Severity
from escalation_tests.model.record import Record
from escalation_tests.ports import Bench

Rule = Callable[[Hearing], Outcome]


@dataclass(frozen=True, slots=True)
class Entry:
    """One check. Calling it with a record and a bench judges that record alone."""

    name: str
    """Dotted; reads as the promise kept."""
    promise: Promise
    severity: Severity
    """How bad it is to break it, unless a finding says otherwise."""
    function: Rule
    stands: bool = False
    """A finding holds even if the conversation broke off after what it rests on."""

    def __call__(self, record: Record, bench: Bench) -> Result:
        return self.judge(Hearing(record, bench))

    def judge(self, hearing: Hearing) -> Result:
        """What the rule says of a conversation that may be looked at by other checks as well."""
        outcome = self.function(hearing)
        findings = tuple(map(self._finding, outcome.breaches))
        return Result(self.name, self.promise, outcome.status, findings, outcome.reason)

    def _finding(self, breach: Breach) -> Finding:
        return Finding(
            check=self.name,
            promise=self.promise,
            severity=breach.severity or self.severity,
            blame=breach.blame,
            message=breach.message,
            evidence=dict(breach.evidence),
            disagreement=breach.disagreement,
        )

    @property
    def about(self) -> str:
        """What the check looks at, as its rule's docstring tells a tester."""
        return inspect.getdoc(self.function) or ""


def check(
    name: str, promise: Promise, severity: Severity = Severity.NORMAL, *, stands: bool = False
) -> Callable[[Rule], Entry]:
    """Makes a rule a named check; arguments as the fields of `Entry`."""

    def entry(rule: Rule) -> Entry:
        return Entry(name, promise, severity, rule, stands)

    return entry
