"""Handoffs that a bot posts to the desk that we are."""

import asyncio

import pytest

from escalation_tests.model.handoff import Line, Source
from escalation_tests.model.message import Speaker
from escalation_tests.ports import Answer

pytestmark = pytest.mark.anyio


async def test_a_delivery_becomes_a_handoff(start, client, expect, clock) -> None:
    desk = await start()
    inbox = await expect(desk)
    before = clock.now()
    answer = await client.post(
        f"{desk.url}/any/path?x=1",
        json={
            "conversation_id": "c-1",
            "id": 7,
            "queue": "billing",
            "priority": "Critical",
            "transcript": [{"author": "visitor", "text": "help"}, {"author": "ai", "text": "hm"}],
            "customer": {"order_id": "AB-1", "address": {"city": "Bern", "zip": 3000}},
            "unknown": {"extra": True},
        },
    )
    assert (answer.status_code, answer.json()) == (201, {"accepted": True})
    (handoff,) = inbox.handoffs()
    assert before <= handoff.at <= clock.now()
    assert (handoff.conversation, handoff.source) == ("c-1", Source.WEBHOOK)
    assert (handoff.id, handoff.queue, handoff.priority) == ("7", "billing", "urgent")
    assert (handoff.accepted, handoff.status, handoff.turn) == (True, 201, 0)
    assert handoff.transcript == (
        Line(Speaker.CUSTOMER, "help", "visitor"),
        Line(Speaker.BOT, "hm", "ai"),
    )
    assert handoff.facts == {"order_id": "AB-1", "address.city": "Bern", "address.zip": "3000"}
    assert handoff.summary is None
    assert handoff.language is None
    assert '"extra": true' in handoff.raw
    assert inbox.state.observed
    assert inbox.state.fields == {
        "conversation", "id", "queue", "priority", "transcript", "facts", "summary"
    }  # fmt: skip
    assert not inbox.state.relays
    assert dict(desk.strays()) == {}


async def test_the_answer_is_as_configured(start, client, expect) -> None:
    desk = await start(answer_status=202, answer=[1, "two"])
    await expect(desk)
    for conversation in ("c-1", "nobody"):
        answer = await client.put(desk.url, json={"conversation_id": conversation})
        assert (answer.status_code, answer.json()) == (202, [1, "two"])


async def test_an_answer_without_content(start, client) -> None:
    desk = await start(answer_status=204)
    answer = await client.post(desk.url, json={})
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(
    "payload",
    [
        {"note": "from Kim C1TOK"},
        {"deep": [{"mail": "c1tok@x.test"}]},
        {"conversation_id": "made-by-the-desk", "who": "Kim-c1tok"},
        {"glued": "xxc1tokxx"},
        [{"batch": "c1tok"}],
    ],
)
async def test_a_token_anywhere_correlates(start, client, expect, payload) -> None:
    desk = await start()
    inbox, other = await expect(desk), await expect(desk, "c-2")
    await client.post(desk.url, json=payload)
    assert (len(inbox.handoffs()), len(other.handoffs())) == (1, 0)
    assert dict(desk.strays()) == {}


async def test_a_desks_own_id_is_remembered_once_a_token_told_whose_it_is(
    start, client, expect
) -> None:
    desk = await start(message={"when": "kind == 'message'", "conversation": "conversation_id"})
    inbox = await expect(desk)
    await client.post(desk.url, json={"conversation_id": "T-9", "mail": "c1tok@x.test"})
    await client.post(desk.url, json={"conversation_id": "T-9", "kind": "message", "text": "hm?"})
    assert len(inbox.handoffs()) == 1
    assert [message.text for message in inbox.relayed()] == ["hm?"]
    assert inbox.state.notes["conversation"] == "found by its token; the desk calls it 'T-9'"


async def test_the_latest_visit_owns_a_token_that_several_have(start, client, expect) -> None:
    desk = await start(handoff={"queue": "queue"})
    first = await expect(desk, "v-1", token="shared")
    await first.close()
    second = await expect(desk, "v-2", token="shared")
    await client.post(desk.url, json={"queue": "q", "mail": "shared@x.test"})
    assert (len(first.handoffs()), len(second.handoffs())) == (0, 1)


@pytest.mark.parametrize("payload", [{"conversation_id": "c-1"}, {"m": "kim.c1tok@x.test"}])
async def test_what_came_before_open_is_handed_over(start, client, expect, payload) -> None:
    desk = await start()
    await client.post(desk.url, json=payload)
    assert dict(desk.strays()) == {"unknown": 1}
    inbox = await expect(desk)
    assert len(inbox.handoffs()) == 1
    assert dict(desk.strays()) == {}


async def test_what_comes_after_close_is_late(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    await inbox.close()
    for payload in ({"conversation_id": "c-1"}, {"mail": "c1tok@x.test"}):
        assert (await client.post(desk.url, json=payload)).status_code == 201
    assert inbox.handoffs() == ()
    assert dict(desk.strays()) == {"late": 2}


async def test_later_messages_are_relayed(start, client, expect) -> None:
    desk = await start(
        when="kind == 'handoff'",
        message={"when": "kind == 'message'", "text": "body.text"},
    )
    inbox = await expect(desk)
    assert inbox.state.relays
    for payload in (
        {"kind": "handoff"},
        {"kind": "message", "body": {"text": "still here?"}},
        {"kind": "typing"},
        {"kind": "message", "body": 5},
    ):
        await client.post(desk.url, json={"conversation_id": "c-1", **payload})
    assert len(inbox.handoffs()) == 1
    assert [message.text for message in inbox.relayed()] == ["still here?", ""]
    assert inbox.state.notes["ignored"] == "1"


async def test_equal_ids_are_one_handoff_and_others_are_not(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    for identity in ("a", "a", "b", None, None):
        await client.post(desk.url, json={"conversation_id": "c-1", "id": identity})
    assert [handoff.id for handoff in inbox.handoffs()] == ["a", "b", "", ""]
    assert inbox.state.notes["redelivered"] == "1"


async def test_told_answers_come_in_order_and_refusals_are_recorded(start, client, expect) -> None:
    desk = await start(answer_status=200)
    told = (Answer(503, times=2), Answer(409, {"error": "nobody_online"}, times=1))
    inbox, other = await expect(desk, answers=told), await expect(desk, "c-2")
    answers = [
        await client.post(desk.url, json={"conversation_id": "c-1", "id": "a"}) for _ in range(5)
    ]
    assert [answer.status_code for answer in answers] == [503, 503, 409, 200, 200]
    assert answers[2].json() == {"error": "nobody_online"}
    assert [(handoff.status, handoff.accepted) for handoff in inbox.handoffs()] == [
        (503, False), (503, False), (409, False), (200, True)
    ]  # fmt: skip
    assert inbox.state.notes["redelivered"] == "1"
    assert (await client.post(desk.url, json={"conversation_id": "c-2"})).status_code == 200
    assert len(other.handoffs()) == 1


@pytest.mark.parametrize(
    ("answers", "refusing"),
    [
        ((), False),
        ((Answer(503),), True),
        ((Answer(503, times=1),), False),
        ((Answer(503, times=1), Answer(409)), True),
        ((Answer(delay=1.0), Answer(409)), False),
    ],
)
async def test_whether_all_will_be_refused_is_known(start, expect, answers, refusing) -> None:
    inbox = await expect(await start(), answers=answers)
    assert inbox.state.refusing is refusing


async def test_a_slow_desk_has_the_handoff_before_it_answers(start, client, expect) -> None:
    desk = await start(answer_status=202)
    inbox = await expect(desk, answers=(Answer(delay=0.05, times=1),))
    posting = asyncio.create_task(client.post(desk.url, json={"conversation_id": "c-1"}))
    await inbox.arrival()
    assert not posting.done()
    assert inbox.handoffs()[0].accepted
    assert (await posting).status_code == 202


async def test_a_desk_that_hangs_is_cut_off_when_it_stops(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk, answers=(Answer(504, delay=3600.0),))
    posting = asyncio.create_task(client.post(desk.url, json={"conversation_id": "c-1"}))
    await inbox.arrival()
    assert not inbox.handoffs()[0].accepted
    await desk.stop()
    assert (await posting).status_code == 504


async def test_arrival_waits_for_one_more_than_at_the_call(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    await client.post(desk.url, json={"conversation_id": "c-1"})
    waiting = [asyncio.create_task(inbox.arrival()) for _ in range(3)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)
    waiting[0].cancel()
    await client.post(desk.url, json={"conversation_id": "c-1"})
    await asyncio.wait(waiting)
    assert [task.cancelled() for task in waiting] == [True, False, False]
    assert len(inbox.handoffs()) == 2


async def test_three_hundred_conversations_never_mix(start, client, expect) -> None:
    desk = await start()
    names = [f"conv-{number}" for number in range(300)]
    inboxes = {name: await expect(desk, name) for name in names}

    async def deliver(number: int, name: str) -> None:
        token = name.replace("-", "") + "tok"
        known = {"conversation_id": name} if number % 2 else {"mail": f"kim.{token}@x.test"}
        await client.post(desk.url, json={**known, "queue": name, "id": f"{name}/1"})

    await asyncio.gather(*(deliver(number, name) for number, name in enumerate(names)))
    assert {
        name: [(handoff.queue, handoff.id) for handoff in inbox.handoffs()]
        for name, inbox in inboxes.items()
    } == {name: [(name, f"{name}/1")] for name in names}
    assert dict(desk.strays()) == {}
