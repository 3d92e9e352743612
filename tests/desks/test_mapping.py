"""Vendors' payloads as neutral handoffs; whatever shape comes, nothing raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_tests.contract.desk import ReplyDesk
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.payload import Delivery
from escalation_tests.errors import DeskError
from escalation_tests.model.handoff import Line, Source
from escalation_tests.model.message import Speaker

ALL = {
    name: name
    for name in (
        *("conversation", "id", "queue", "priority", "language", "reason", "summary"),
        *("transcript", "facts", "attempted"),
    )
}


def mapped(payload, **desk):
    config = ReplyDesk(**{"kind": "reply", "handoff": ALL, **desk})
    return HandoffMapper(config, Source.REPLY).handoff(Delivery(payload, 1.5), "c")


@pytest.mark.parametrize(
    ("word", "speaker"),
    [
        ("customer", "customer"), ("User", "customer"), ("client", "customer"),
        ("VISITOR", "customer"), ("end-user", "customer"), ("bot", "bot"), ("assistant", "bot"),
        ("AI", "bot"), ("virtual", "bot"), ("agent", "human"), ("Human", "human"),
        ("operator", "human"), ("staff", "human"), ("system", "system"), ("zork", None),
        ("kim", "human"), ("7", "bot"), ("", None),
    ],
)  # fmt: skip
def test_authors_by_the_words_that_desks_have(word, speaker) -> None:
    payload = {"transcript": [{"role": int(word) if word == "7" else word, "text": "x"}]}
    handoff, _ = mapped(payload, roles={"Kim": "human", "7": "bot"})
    wanted = Speaker(speaker) if speaker else None
    assert handoff.transcript == (Line(wanted, "x", word),)


@pytest.mark.parametrize(
    ("written", "priority", "note"),
    [
        ("low", "low", ""), ("MEDIUM", "normal", ""), ("important", "high", ""),
        ("critical", "urgent", ""), (1, "urgent", ""), ("1", "urgent", ""), (4, "low", ""),
        ("P2", "high", ""), (9, "9", "'9' is not in desk.priorities"),
        ("soon", "soon", "'soon' is not in desk.priorities"), (None, None, ""),
        (True, None, "expected a text, got true or false"),
        ({"n": 1}, None, "expected a text, got an object"),
    ],
)  # fmt: skip
def test_priorities_by_words_and_numbers(written, priority, note) -> None:
    table = {"1": "urgent", "4": "low", "p2": "high"}
    handoff, notes = mapped({"priority": written}, priorities=table)
    assert handoff.priority == priority
    assert notes.get("priority", "") == note


def test_queues_are_renamed() -> None:
    assert mapped({"queue": 12}, queues={"12": "billing"})[0].queue == "billing"
    assert mapped({"queue": "other"}, queues={"12": "billing"})[0].queue == "other"


@pytest.mark.parametrize(
    ("written", "facts"),
    [
        ({"a": 1, "b": {"c": [True, 2.5, None]}}, {"a": "1", "b.c.0": "true", "b.c.1": "2.5"}),
        ([{"name": "order", "value": "AB-1"}, {"id": 7, "value": 3}], {"order": "AB-1", "7": "3"}),
        ({"fields": [{"key": "x", "value": {"y": 1}}]}, {"fields.x.y": "1"}),
        ("order AB-1", {"": "order AB-1"}),
        ({}, {}),
        (None, None),
    ],
)
def test_facts_are_flattened(written, facts) -> None:
    assert mapped({"facts": written})[0].facts == facts


@pytest.mark.parametrize(
    ("written", "steps", "note"),
    [
        (["help_article", 7], ("help_article", "7"), ""),
        ([{"name": "restart"}, {"step": "reset"}], ("restart", "reset"), ""),
        ("help_article", ("help_article",), ""),
        (["a", {"odd": 1}], ("a",), "1 of 2 steps could not be read"),
        ({"a": True}, None, "expected a list of texts, got an object"),
        ([], (), ""),
    ],
)
def test_attempted_steps(written, steps, note) -> None:
    handoff, notes = mapped({"attempted": written})
    assert handoff.attempted == steps
    assert notes.get("attempted", "") == note


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("Customer: hi", "expected a list of {role, text} objects, got a text"),
        (7, "expected a list of {role, text} objects, got a number"),
        ({"a": 1}, "expected a list of {role, text} objects, got an object"),
    ],
)
def test_a_transcript_of_another_shape_is_none_with_a_note(written, note) -> None:
    handoff, notes = mapped({"transcript": written})
    assert handoff.transcript is None
    assert notes["transcript"] == note


def test_lines_that_cannot_be_read_are_counted() -> None:
    handoff, notes = mapped({"transcript": ["plain", {"text": 5}, {"role": "bot"}, 7, None]})
    assert handoff.transcript == (Line(None, "plain"), Line(None, "5"))
    assert notes["transcript"] == "3 of 5 lines could not be read"


def test_everything_is_bounded() -> None:
    handoff, notes = mapped({
        "summary": "s" * 100_000,
        "transcript": [{"role": "r" * 1000, "text": "t" * 30_000}, *[{"text": "x"}] * 3000],
        "facts": {f"f{number}": "v" * 5000 for number in range(1000)},
        "attempted": ["a" * 5000] * 1000,
    })  # fmt: skip
    assert len(handoff.summary) == 20_000
    assert len(handoff.transcript) == 2000
    assert len(handoff.transcript[0].text) == 20_000
    assert len(handoff.transcript[0].role) == 200
    assert len(handoff.facts) == 300
    assert len(handoff.attempted) == 300
    assert len(handoff.raw) == 20_000
    assert "only the first 300 values" in notes["facts"]


def test_an_expression_that_does_not_parse_is_refused_when_the_desk_is_built() -> None:
    with pytest.raises(DeskError, match=r"desk\.handoff\.queue: 'a\[' is no JMESPath"):
        mapped({}, handoff={"queue": "a["})


def test_an_expression_that_cannot_be_applied_finds_nothing() -> None:
    handoff, _ = mapped({"q": 7}, handoff={"queue": "length(q)"})
    assert handoff.queue is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(st.fixed_dictionaries(dict.fromkeys(ALL, json_values)))
def test_no_payload_at_all_raises(payload) -> None:
    handoff, notes = mapped(payload)
    assert (handoff.conversation, handoff.at) == ("c", 1.5)
    assert set(notes) <= set(ALL)
