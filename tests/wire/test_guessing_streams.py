"""By what a message of a stream is taken to be complete."""

import jmespath
import pytest

from escalation_tests.wire.guessing_streams import stream_mapping

PIECES = [
    {"event": "message", "data": {"type": "delta", "delta": word}} for word in ("One ", "mo")
]


def proposed(last: dict) -> dict[str, str]:
    end = {"event": "message", "data": last}
    mapping = stream_mapping([*PIECES, end], [])
    assert mapping.pop("part") == "data.delta"
    for expression in mapping.values():
        assert jmespath.search(expression, end), "what is proposed finds something"
    return mapping


@pytest.mark.parametrize(
    ("last", "ends"),
    [
        ({"type": "message_end"}, "data.type == 'message_end'"),
        ({"type": "response.completed"}, "data.type == 'response.completed'"),
        ({"type": "streamEnd"}, "data.type == 'streamEnd'"),
        ({"isFinal": True}, "data.isFinal"),
        ({"isfinal": True}, "data.isfinal"),
    ],
)
def test_words_that_say_so(last, ends) -> None:
    assert proposed(last) == {"ends": ends}


@pytest.mark.parametrize(
    "last",
    [
        {"type": "tool_pending"},
        {"status": "send"},
        {"appended": True},
        {"type": "that's the end"},
        {"type": "end" * 1_000},
    ],
)
def test_words_that_only_contain_them_or_name_no_kind(last) -> None:
    assert proposed(last) == {}
