"""What is proposed for foreign JSON, and what is not."""

import jmespath
import pytest

from escalation_tests.wire.guessing import bot_mapping, desk_mapping

SAID = ["I need a human."]


@pytest.mark.parametrize(
    ("reply", "mapping"),
    [
        ({"reply": "Good day to you."}, {"messages": "reply"}),
        ("Good day to you.", {"messages": "@"}),
        ([{"text": "Good day."}], {"messages": "[].text"}),
        ({"echo": "I need a human.", "answer": "One moment."}, {"messages": "answer"}),
        ({"out-put": {"text": "Good day."}}, {"messages": '"out-put".text'}),
        ({"id": "17", "status": "all is well", "url": "http://x.example"}, {}),
        ({"ok": True}, {}),
        (None, {}),
        (
            {"text": "Good day.", "action": "handoff_requested"},
            {"messages": "text", "signal": "action == 'handoff_requested'"},
        ),
        (
            {"text": "Good day.", "events": [{"type": "escalate"}]},
            {"messages": "text", "signal": "contains(events[].type, 'escalate')"},
        ),
        (
            {"text": "Good day.", "transfer": {"department": "billing"}, "nlu": {"score": 0.4}},
            {
                "messages": "text",
                "signal": "transfer",
                "queue": "transfer.department",
                "confidence": "nlu.score",
            },
        ),
        ({"text": "Good day.", "handoff": False}, {"messages": "text"}),
    ],
)
def test_replies(reply, mapping) -> None:
    assert bot_mapping([reply], SAID) == mapping
    for expression in mapping.values():
        assert jmespath.search(expression, reply), "what is proposed finds something"


def test_the_words_for_a_transfer_are_no_signal() -> None:
    assert bot_mapping([{"text": "A transfer takes two days."}], SAID) == {"messages": "text"}


def test_a_reply_without_end() -> None:
    deep: dict = {}
    for _ in range(2_000):
        deep = {"a": deep}
    assert bot_mapping([deep], SAID) == {}
    assert bot_mapping([{"rows": ["x y"] * 100_000}], SAID) == {"messages": "rows[]"}


def test_a_payload_of_a_desk() -> None:
    payload = {
        "ticket": {"chat": "c-1", "group": "billing", "subject": "Charged twice"},
        "customer": {"order": "AB-1"},
        "log": [{"from": "user", "line": "I need a human."}],
        "steps_tried": ["article"],
    }
    assert desk_mapping([payload], "c-1", SAID, {"AB-1"}) == {
        "conversation": "ticket.chat",
        "queue": "ticket.group",
        "summary": "ticket.subject",
        "transcript": "log[].{role: from, text: line}",
        "facts": "customer",
        "attempted": "steps_tried",
    }


def test_nothing_is_proposed_for_nothing() -> None:
    assert desk_mapping([], "c-1", SAID, {"AB-1"}) == {}
    assert desk_mapping([{"a": 1}], "c-1", SAID, {"AB-1"}) == {}
