"""No text, however strange, makes a check break down."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from escalation_tests.checks import judge
from escalation_tests.model.finding import Judgement, Status
from escalation_tests.model.handoff import Line
from escalation_tests.model.message import Speaker
from tests.checks.records import asked, bench, healthy

ODD = ["", "\x00", "\ud800", "<" * 50, "{{" * 20, "\u202e" * 5, "A" * 3000, "1." * 200, "[" * 99]
TEXTS = st.one_of(st.text(max_size=80), st.sampled_from(ODD))
LINES = st.lists(st.builds(Line, st.sampled_from([None, *Speaker]), TEXTS, TEXTS), max_size=8)


@settings(max_examples=60, deadline=None)
@given(
    said=st.lists(TEXTS, max_size=4), lines=LINES, fields=st.lists(TEXTS, min_size=6, max_size=6)
)
def test_any_text_is_judged(said, lines, fields) -> None:
    queue, priority, language, summary, fact, step = fields
    chat = asked().signal()
    chat.desk(
        queue=queue, priority=priority, language=language, summary=summary, facts={fact: step},
        attempted=(step,), transcript=tuple(lines), raw=fact,
    )  # fmt: skip
    chat.bot(*said).after(*(said or ["Hi?"])).human(*said).system(*said)
    planted = dict.fromkeys(fields, "other")
    judgement = judge(chat.record(), bench(planted=planted))
    assert isinstance(judgement, Judgement)
    assert all(one.findings for one in judgement.results if one.status is Status.FAILED)


def test_a_record_whose_numbers_do_not_fit_is_judged() -> None:
    record = healthy().record()
    astray = replace(record, handoffs=tuple(replace(one, turn=9) for one in record.handoffs))
    assert judge(replace(astray, signals=()), bench()).handoff_turn == 9
    assert judge(replace(record, turns=()), bench()).results
    assert judge(replace(record, messages=()), bench()).results
