"""A vendor's interface, played: it remembers, answers in shape, and refuses loudly what it lacks."""

import pytest

from escalation_tests.contract.emulator import EmulatorDesk
from escalation_tests.desks import webhook_desk
from escalation_tests.errors import DeskError
from escalation_tests.ports import Answer

pytestmark = pytest.mark.anyio

ROUTES = [
    {
        "method": "POST", "path": "/tickets", "does": "create", "takes": "body.ticket",
        "status": 201, "gives": "{ticket: thing}",
    },
    {"method": "GET", "path": "/tickets", "does": "list", "gives": "{tickets: things}"},
    {"method": "GET", "path": "/tickets/{id}", "does": "read"},
    {"method": "PUT", "path": "/tickets/{id}", "does": "change"},
    {"method": "POST", "path": "/tickets/{id}/notes", "does": "add", "to": "notes", "gives": "id"},
    {"method": "DELETE", "path": "/session", "status": 204},
    {"method": "GET", "path": "/me", "gives": "{now: now, who: query.who}"},
]  # fmt: skip
TICKET = {"ticket": {"group": "billing", "customer": "c1tok@x.test"}}


@pytest.fixture
async def start(clock):
    desks = []

    async def started(**written):
        config = {
            "kind": "emulator", "listen": "127.0.0.1:0", "routes": ROUTES, "first_id": 100,
            "handoff": {"queue": "group", "transcript": "notes[].{role: by, text: text}"},
            "message": {"when": "entry.kind == 'message'", "text": "entry.text"},
        }  # fmt: skip
        desk = webhook_desk(EmulatorDesk(**{**config, **written}), clock)
        desks.append(desk)
        await desk.start()
        return desk

    yield started
    for desk in desks:
        await desk.stop()


async def test_it_remembers_and_answers_in_shape(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    made = await client.post(f"{desk.url}/tickets", json=TICKET)
    assert made.status_code == 201
    ticket = made.json()["ticket"]
    assert (ticket["id"], ticket["group"]) == (100, "billing")
    assert ticket["created_at"].endswith("Z")
    assert (await client.get(f"{desk.url}/tickets/100")).json() == ticket
    assert (await client.get(f"{desk.url}/tickets")).json() == {"tickets": [ticket]}
    assert (await client.get(f"{desk.url}/me?who=bot")).json()["who"] == "bot"
    assert (await client.delete(f"{desk.url}/session")).status_code == 204
    (handoff,) = inbox.handoffs()
    assert (handoff.queue, handoff.id) == ("billing", "100")
    assert dict(desk.strays()) == {}


async def test_what_changes_is_the_same_handoff(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    await client.post(f"{desk.url}/tickets", json=TICKET)
    await client.post(f"{desk.url}/tickets/100/notes", json={"by": "customer", "text": "hi"})
    await client.put(f"{desk.url}/tickets/100", json={"group": "complaints"})
    (handoff,) = inbox.handoffs()
    assert handoff.queue == "complaints"
    assert [line.text for line in handoff.transcript] == ["hi"]
    told = await client.post(
        f"{desk.url}/tickets/100/notes", json={"kind": "message", "text": "Still there?"}
    )
    assert told.json() == 102
    assert [message.text for message in inbox.relayed()] == ["Still there?"]
    assert len(inbox.handoffs()) == 1


async def test_two_tickets_are_two_handoffs(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    for _ in range(2):
        await client.post(f"{desk.url}/tickets", json=TICKET)
    assert [handoff.id for handoff in inbox.handoffs()] == ["100", "101"]


async def test_a_request_repeated_under_its_key_is_one(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    key = {"Idempotency-Key": "k1"}
    answers = [
        (await client.post(f"{desk.url}/tickets", json=TICKET, headers=key)).json()
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert len(inbox.handoffs()) == 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/users", 404), ("PATCH", "/tickets/100", 405), ("GET", "/tickets/", 404),
        ("POST", "/tickets/1/2/notes", 404), ("GET", "/", 404),
    ],
)  # fmt: skip
async def test_what_it_lacks_is_refused_loudly_and_counted(
    start, client, method, path, status
) -> None:
    desk = await start()
    answer = await client.request(method, f"{desk.url}{path}", json={"ticket": {}})
    assert answer.status_code == status
    assert f"no {method} {path}" in answer.json()["error"]
    assert "POST /tickets" in answer.json()["error"]
    assert dict(desk.strays()) == {"unknown route": 1}


async def test_a_ticket_that_is_not_there(start, client) -> None:
    desk = await start()
    assert (await client.get(f"{desk.url}/tickets/7")).status_code == 404
    assert (await client.put(f"{desk.url}/tickets/7", json={})).status_code == 404
    assert dict(desk.strays()) == {}


async def test_a_refused_ticket_is_not_kept(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk, answers=(Answer(503, times=1),))
    assert (await client.post(f"{desk.url}/tickets", json=TICKET)).status_code == 503
    assert (await client.get(f"{desk.url}/tickets")).json() == {"tickets": []}
    assert (await client.post(f"{desk.url}/tickets", json=TICKET)).status_code == 201
    assert [handoff.accepted for handoff in inbox.handoffs()] == [False, True]


@pytest.mark.parametrize("body", [b"{", b'{"ticket": []}', b"[1]", b"", b"\xff"])
async def test_bodies_of_no_use_are_refused_and_counted(start, client, expect, body) -> None:
    desk = await start()
    inbox = await expect(desk)
    answer = await client.post(f"{desk.url}/tickets", content=body)
    assert answer.status_code in {400, 422}
    assert dict(desk.strays()) == {"malformed": 1}
    await client.post(f"{desk.url}/tickets", json=TICKET)
    assert len(inbox.handoffs()) == 1


async def test_forms_are_read_as_well(start, client, expect) -> None:
    routes = [{"method": "POST", "path": "/Tasks", "does": "create"}]
    desk = await start(routes=routes, handoff={"queue": "from_json(Attributes).queue"})
    inbox = await expect(desk)
    await client.post(f"{desk.url}/Tasks", data={"Attributes": '{"queue": "q", "of": "c1tok"}'})
    assert inbox.handoffs()[0].queue == "q"


async def test_too_large_and_unauthorized(start, client) -> None:
    desk = await start(max_payload=100, secret="open-sesame")
    assert (await client.post(f"{desk.url}/tickets", json=TICKET)).status_code == 401
    key = {"authorization": "Bearer open-sesame"}
    big = {"ticket": {"pad": "x" * 200}}
    assert (await client.post(f"{desk.url}/tickets", json=big, headers=key)).status_code == 413
    assert dict(desk.strays()) == {"oversized": 1, "unauthorized": 1}


@pytest.mark.parametrize(
    ("route", "problem"),
    [
        ({"method": "POST", "path": "/n/{id}", "does": "add"}, "needs `to`"),
        ({"method": "GET", "path": "/n/{number}", "does": "read"}, r"needs \{id\} in its path"),
        ({"method": "GET", "path": "/n", "gives": "a["}, r"desk\.routes\.0\.gives"),
    ],
)
def test_routes_of_no_use_are_told(clock, route, problem) -> None:
    with pytest.raises(DeskError, match=problem):
        webhook_desk(EmulatorDesk(kind="emulator", routes=[route]), clock)
