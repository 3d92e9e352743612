"""One process has the desk, the others follow it."""

import asyncio

import pytest

from escalation_tests.desks import relay_desk
from escalation_tests.desks.readout import KEY
from escalation_tests.errors import DeskError
from escalation_tests.ports import Answer

pytestmark = pytest.mark.anyio


@pytest.fixture
async def owner(start):
    return await start(message={"when": "text"}, answer_status=202)


@pytest.fixture
async def follow(owner, config, clock):
    followers = []

    async def following(**other):
        arguments = {"url": owner.url, "key": owner.key, **other}
        desk = relay_desk(desk=config(message={"when": "text"}), clock=clock, **arguments)
        followers.append(desk)
        await desk.start()
        return desk

    yield following
    for desk in followers:
        await desk.stop()


async def test_a_follower_sees_its_own_and_only_its_own(
    owner, follow, client, expect, clock
) -> None:
    left, right = await follow(), await follow()
    first, second, own = (
        await expect(left, "c-1"),
        await expect(right, "c-2"),
        await expect(owner, "c-3"),
    )
    waiting = [asyncio.create_task(inbox.arrival()) for inbox in (first, second)]
    before = clock.now()
    for number in (1, 2, 3):
        await client.post(
            owner.url, json={"conversation_id": f"c-{number}", "queue": f"q{number}"}
        )
    await asyncio.gather(*waiting)
    for number, inbox in ((1, first), (2, second), (3, own)):
        (handoff,) = inbox.handoffs()
        assert (handoff.queue, handoff.status, handoff.accepted) == (f"q{number}", 202, True)
        assert before - 1 <= handoff.at <= clock.now()
    assert first.state == second.state
    assert first.state.observed
    assert first.state.relays
    assert dict(left.strays()) == {}


async def test_a_follower_tells_the_desk_how_to_answer(owner, follow, client, expect) -> None:
    desk = await follow()
    told = (Answer(409, {"error": "nobody_online"}, times=1),)
    inbox = await expect(desk, "c/1 ü?", answers=told)
    posts = [
        await client.post(owner.url, json={"conversation_id": "c/1 ü?", "id": "a"})
        for _ in range(2)
    ]
    assert [post.status_code for post in posts] == [409, 202]
    while len(inbox.handoffs()) < 2:
        await inbox.arrival()
    assert [handoff.accepted for handoff in inbox.handoffs()] == [False, True]


async def test_early_deliveries_and_messages_reach_a_follower_by_token(
    owner, follow, client, expect
) -> None:
    desk = await follow()
    await client.post(owner.url, json={"mail": "kim.c1tok@x.test"})
    inbox = await expect(desk)
    while not inbox.handoffs():
        await inbox.arrival()
    arriving = asyncio.create_task(inbox.arrival())
    await asyncio.sleep(0)
    await client.post(owner.url, json={"conversation_id": "c-1", "text": "hello?"})
    await arriving
    assert [message.text for message in inbox.relayed()] == ["hello?"]
    await inbox.close()
    await client.post(owner.url, json={"conversation_id": "c-1"})
    assert dict(owner.strays()) == {"late": 1}


async def test_many_arrivals_come_through_in_order(owner, follow, client, expect) -> None:
    inbox = await expect(await follow())
    for number in range(150):
        await client.post(owner.url, json={"conversation_id": "c-1", "id": f"n{number}"})
    while len(inbox.handoffs()) < 150:
        await inbox.arrival()
    assert [handoff.id for handoff in inbox.handoffs()] == [f"n{number}" for number in range(150)]
    assert len(owner._readout._logs) == 1


@pytest.mark.parametrize("key", [None, "wrong", "schlüssel"])
async def test_strangers_learn_nothing(owner, client, expect, key) -> None:
    await expect(owner)
    headers = {KEY: key.encode()} if key else {}
    paths = [("GET", "arrivals"), ("PUT", "answers/c-1"), ("DELETE", "answers/c-1")]
    for method, path in paths:
        answer = await client.request(method, f"{owner.url}/.escalation/{path}", headers=headers)
        assert answer.status_code == 401
    await client.post(owner.url, json={"conversation_id": "c-1"})
    assert dict(owner.strays()) == {}


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("GET", "elsewhere", b"", 404),
        ("POST", "arrivals", b"", 404),
        ("GET", "arrivals?since=x", b"", 400),
        ("PUT", "answers/c-1", b"{", 400),
        ("PUT", "answers/c-1", b'{"token": 7}', 400),
        ("PUT", "answers/c-1", b"[]", 400),
        ("PUT", "answers/c-1", b'{"who": "f", "answers": [{"stauts": 503}]}', 400),
        ("PUT", "answers/", b"{}", 404),
    ],
)
async def test_nonsense_from_a_follower_is_refused(
    owner, client, method, path, content, status
) -> None:
    url = f"{owner.url}/.escalation/{path}"
    answer = await client.request(method, url, content=content, headers={KEY: owner.key})
    assert answer.status_code == status


async def test_a_wrong_key_is_told_when_following_starts(follow) -> None:
    with pytest.raises(DeskError, match="answered 401"):
        await follow(key="wrong")


async def test_when_the_desk_is_gone_whoever_waits_is_told(owner, follow, expect) -> None:
    desk = await follow()
    inbox = await expect(desk)
    waiting = asyncio.create_task(inbox.arrival())
    await owner.stop()
    with pytest.raises(DeskError, match="cannot be read from this process"):
        await waiting
    assert not inbox.state.observed
    assert "lost" in inbox.state.notes
    with pytest.raises(DeskError):
        await inbox.arrival()
    with pytest.raises(DeskError):
        await expect(desk, "c-2")
    await inbox.close()
