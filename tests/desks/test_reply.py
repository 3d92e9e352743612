"""The desk as the bot's own replies speak of it."""

import pytest

from escalation_tests.contract.desk import ReplyDesk
from escalation_tests.desks import reply_desk
from escalation_tests.model.handoff import Source

pytestmark = pytest.mark.anyio


@pytest.fixture
def overhear(clock, expect):
    async def heard(*replies, **desk):
        config = ReplyDesk(**{
            "kind": "reply",
            "handoff": {"queue": "handoff.queue", "language": "lang", "facts": "handoff.facts"},
            **desk,
        })  # fmt: skip
        inbox = await expect(reply_desk(config, clock))
        for reply in replies:
            inbox.overhear(reply)
        return inbox

    return heard


async def test_a_reply_that_asks_for_a_handoff_is_one(overhear) -> None:
    inbox = await overhear({"lang": "en"}, {"lang": "en", "handoff": {"queue": "billing"}})
    (handoff,) = inbox.handoffs()
    assert (handoff.queue, handoff.language, handoff.source) == ("billing", "en", Source.REPLY)
    assert (handoff.conversation, handoff.status) == ("c-1", 0)
    assert not inbox.state.observed
    assert not inbox.state.relays
    assert inbox.state.fields == {"queue", "language", "facts"}


async def test_a_state_that_is_repeated_was_asked_for_once(overhear) -> None:
    billing = {"handoff": {"queue": "billing"}, "messages": ["one"]}
    inbox = await overhear(
        billing,
        {**billing, "messages": ["two"]},
        {"handoff": {"queue": "general"}},
    )
    assert [handoff.queue for handoff in inbox.handoffs()] == ["billing", "general"]


async def test_when_decides_where_it_is_given(overhear) -> None:
    replies = ({"state": "bot", "handoff": {"queue": "q"}}, {"state": "human"})
    inbox = await overhear(*replies, when="state == 'human'")
    assert [handoff.queue for handoff in inbox.handoffs()] == [None]


@pytest.mark.parametrize("reply", [None, "text", 5, [], [1], {"handoff": "odd"}, {"handoff": []}])
async def test_replies_of_any_shape_are_borne(overhear, reply) -> None:
    inbox = await overhear(reply)
    assert inbox.handoffs() == ()


async def test_notes_reach_the_state(overhear) -> None:
    inbox = await overhear({"handoff": {"queue": {"odd": 1}}})
    assert len(inbox.handoffs()) == 1
    assert inbox.state.notes == {"handoff.queue": "expected a text, got an object"}
