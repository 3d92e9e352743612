"""Findings with their evidence, as lines for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from escalation_tests.reporting.misread import advice
from escalation_tests.reporting.paint import Paint, padded
from escalation_tests.reporting.text import cut, one_line, wrapped
from escalation_tests.reporting.values import told
from escalation_tests.reporting.wording import worst_first

VALUE = 400
"""Characters of one piece of evidence."""
LINES = 12
"""Lines of one piece of evidence."""
FINDINGS = 20
"""Findings of one conversation that are shown."""
_FIRST = ("expected", "actual", "diff")


def findings(entry: Mapping[str, Any], paint: Paint, width: int) -> Iterator[str]:
    """Each finding: check, promise, severity, blame, message, evidence, what may be done."""
    found = worst_first(entry["findings"])
    if not found:
        return
    yield paint("what is wrong" if entry["verdict"] == "failed" else "what was seen", "bold")
    for number, finding in enumerate(found[:FINDINGS], 1):
        yield from _finding(number, finding, paint, width)
        yield from (f"     {line}" for line in wrapped(advice(finding, entry), width - 5) if line)
    if len(found) > FINDINGS:
        yield f"  \u2026 and {len(found) - FINDINGS} more"


def _finding(number: int, finding: Mapping[str, Any], paint: Paint, width: int) -> Iterator[str]:
    parts = [f"promise {finding['promise']}", finding["severity"], f"blame: {finding['blame']}"]
    if finding["disagreement"]:
        parts.insert(0, finding["disagreement"])
    style = "red" if finding["severity"] == "critical" else "yellow"
    yield f"  {number}. {paint(finding['check'], 'bold', style)} ({', '.join(parts)})"
    yield from (f"     {line}" for line in wrapped(finding["message"], width - 5))
    yield from (f"       {line}" for line in evidence_lines(finding["evidence"], width - 7))


def evidence_lines(evidence: Mapping[str, Any], width: int) -> Iterator[str]:
    """The evidence, one piece after the other; what was expected and what came first."""
    keys = [key for key in _FIRST if key in evidence]
    keys += [key for key in evidence if key not in _FIRST]
    indent = min(max((len(key) for key in keys), default=0), 20) + 2
    for key in keys:
        lines = list(_value(evidence[key], width - indent))
        yield padded(one_line(key, 60), indent - 1) + " " + lines[0]
        yield from (" " * indent + line for line in lines[1:])


def _value(value: object, width: int) -> Iterator[str]:
    """A value as lines, of a long list the first."""
    items = told(value)
    for item in items[:LINES]:
        yield from wrapped(cut(item, VALUE), width)
    if len(items) > LINES:
        yield f"\u2026 and {len(items) - LINES} more"
