"""Whatever bots, desks and authors write, every report can be written and read."""

import json
import unicodedata
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalation_tests.contract.escalation import Goals
from escalation_tests.model.message import Message, Speaker
from escalation_tests.reporting.allure_result import attachments, labels, message, steps
from escalation_tests.reporting.failure import failure_text
from escalation_tests.reporting.page import report_html
from escalation_tests.reporting.properties import properties
from escalation_tests.reporting.results import RunInfo, results
from escalation_tests.reporting.summary import summary
from escalation_tests.reporting.text import columns, wrapped
from tests.reporting.conftest import REACH

TEXTS = st.text(st.characters(codec=None), max_size=300)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS, st.dictionaries(TEXTS | st.just("turn"), VALUES, max_size=4))
def test_every_report_bears_any_text(workshop, said, written, evidence):
    played = with_evidence(
        workshop.failed(messages=(Message(Speaker.BOT, said, 0.4, 1),)), evidence
    )
    entry = workshop.entry(played, item=written, about=written, scenario=written)
    run = results([entry], RunInfo(0, 0.0, 1.0, written, written), Goals(context_loss="0%"), REACH)
    json.dumps(run, allow_nan=False, ensure_ascii=False).encode("utf-8")
    report_html(run).encode("utf-8")
    told = [line.text for line in summary(run, strays={}, files=[])]
    for line in (*failure_text(entry).split("\n"), *told, *message(entry).split("\n")):
        assert not any(unicodedata.category(letter) in STEERING for letter in line)
    assert all(isinstance(value, str) for _, value in (*labels(entry), *properties(entry)))
    assert steps(entry)
    assert all(part.body.encode("utf-8") for part in attachments(entry))


STEERING = {"Cc", "Cs", "Zl", "Zp"}
"""Categories of characters that a terminal may obey."""


def with_evidence(played, evidence):
    """The play, its finding with other evidence."""
    results = tuple(
        replace(r, findings=tuple(replace(f, evidence=evidence) for f in r.findings))
        for r in played.judgement.results
    )
    return replace(played, judgement=replace(played.judgement, results=results))


@given(TEXTS, st.integers(8, 120))
def test_wrapping_keeps_to_the_width(text, width):
    assert all(columns(line) <= width for line in wrapped(text, width))
