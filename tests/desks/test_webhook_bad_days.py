"""Whatever is posted to the desk is answered, counted, bounded, and breaks nothing."""

import asyncio
import json
import logging
import signal
import socket

import pytest

from escalation_tests.desks import webhook_desk
from escalation_tests.desks.address import Address, bound
from escalation_tests.desks.ledger import MOST_KEPT
from escalation_tests.desks.tray import MOST_HANDOFFS
from escalation_tests.errors import DeskError
from escalation_tests.model.record import Leg

pytestmark = pytest.mark.anyio

GOOD = {"conversation_id": "c-1", "queue": "q"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"<html></html>",
        b"42",
        b'"text"',
        b"null",
        b'{"a": NaN}',
        b'{"a": "caf\xe9"}',
        b"[" * 100_000,
        b"[" + b"1" * 5000 + b"]",
    ],
    ids=lambda body: body[:12].decode("latin-1"),
)
async def test_what_is_malformed_is_refused_and_counted(start, client, expect, body) -> None:
    desk = await start()
    inbox = await expect(desk)
    answer = await client.post(desk.url, content=body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("not a JSON object: ")
    assert dict(desk.strays()) == {"malformed": 1}
    assert (await client.post(desk.url, json=GOOD)).status_code == 201
    assert len(inbox.handoffs()) == 1


async def test_only_deliveries_are_taken(start, client) -> None:
    desk = await start()
    answer = await client.get(desk.url)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST, PUT")
    assert dict(desk.strays()) == {}


async def test_what_is_declared_too_large_is_not_read(start, client) -> None:
    desk = await start(max_payload=1000)
    answer = await client.post(desk.url, content=b"[" + b"1," * 600 + b"1]")
    assert answer.status_code == 413
    assert "more than 1000 bytes" in answer.json()["error"]
    assert dict(desk.strays()) == {"oversized": 1}


async def test_of_an_endless_delivery_no_more_than_the_cap_is_read(start) -> None:
    desk = await start(max_payload=100_000)
    host, port = desk.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
    sent, answered = 0, asyncio.create_task(reader.readline())
    while not answered.done():
        writer.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")
        sent += 4096
        try:
            await asyncio.wait_for(writer.drain(), 1)
        except ConnectionError:
            break
        await asyncio.sleep(0)
        assert sent < 50_000_000, "the desk goes on reading"
    assert b"413" in await answered
    writer.transport.abort()
    assert dict(desk.strays()) == {"oversized": 1}


async def test_a_delivery_that_breaks_off_is_counted(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    host, port = desk.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(b'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{"conversation_id": ')
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    while not desk.strays():
        await client.get(desk.url)
    assert dict(desk.strays()) == {"malformed": 1}
    await client.post(desk.url, json=GOOD)
    assert len(inbox.handoffs()) == 1


async def test_what_is_not_http_harms_nobody(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    host, port = desk.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"\x16\x03\x01 what is this?\r\n\r\n")
    assert b"400" in await reader.readline()
    writer.transport.abort()
    await client.post(desk.url, json=GOOD)
    assert len(inbox.handoffs()) == 1


async def test_a_secret_is_demanded(start, client, expect) -> None:
    desk = await start(secret="open-sesame")
    inbox = await expect(desk)
    for given in (None, "Bearer wrong", "open-sesame", "Bearer öpen"):
        headers = {"authorization": given.encode()} if given else {}
        answer = await client.post(desk.url, json=GOOD, headers=headers)
        assert answer.status_code == 401
        assert "sesame" not in answer.text
    assert dict(desk.strays()) == {"unauthorized": 4}
    assert inbox.handoffs() == ()
    headers = {"authorization": "Bearer open-sesame"}
    assert (await client.post(desk.url, json=GOOD, headers=headers)).status_code == 201
    assert len(inbox.handoffs()) == 1


async def test_a_flood_for_nobody_is_answered_counted_and_kept_in_part(
    start, client, expect
) -> None:
    desk = await start()
    inbox = await expect(desk)

    host, port = desk.url.removeprefix("http://").split(":")

    async def pour(worker: int) -> int:
        reader, writer = await asyncio.open_connection(host, int(port))
        for number in range(100):
            body = json.dumps({"conversation_id": f"x-{worker}-{number}"})
            writer.write(
                f"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode()
            )
        accepted = 0
        while accepted < 100:
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 201")
            await reader.readuntil(b"}")
            accepted += 1
        writer.transport.abort()
        return accepted

    assert await asyncio.gather(*map(pour, range(20))) == [100] * 20
    assert dict(desk.strays()) == {"unknown": 2000}
    assert len(desk._ledger._kept) == MOST_KEPT
    assert 0 < len(desk.samples()) <= 20
    await client.post(desk.url, json=GOOD)
    assert len(inbox.handoffs()) == 1


async def test_large_strays_do_not_fill_the_memory(start, client) -> None:
    desk = await start()
    for number in range(20):
        await client.post(desk.url, json={"conversation_id": f"x{number}", "pad": "y" * 900_000})
    assert dict(desk.strays()) == {"unknown": 20}
    assert desk._ledger._size <= 8_000_000
    assert sum(map(len, desk.samples())) <= 20 * 20_000


async def test_a_flood_for_one_conversation_is_bounded(start, client, expect) -> None:
    desk = await start(message={"when": "m"})
    inbox = await expect(desk)
    extra = 5
    for _ in range(MOST_HANDOFFS + extra):
        await client.post(desk.url, json=GOOD)
    assert len(inbox.handoffs()) == MOST_HANDOFFS
    assert inbox.state.notes["dropped"] == str(extra)


async def test_halves_of_characters_and_nul_are_replaced(start, client, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    body = rb'{"conversation_id": "c-1", "queue": "a\ud800\u0000b", "summary": "\ud83d\ude00"}'
    await client.post(desk.url, content=body)
    (handoff,) = inbox.handoffs()
    assert (handoff.queue, handoff.summary) == ("a\ufffd\ufffdb", "\U0001f600")
    json.dumps(handoff.raw).encode()


async def test_a_taken_port_says_how_to_choose_another(start, config, clock) -> None:
    desk = await start()
    address = desk.url.removeprefix("http://")
    with pytest.raises(DeskError) as caught:
        await webhook_desk(config(listen=address), clock).start()
    trouble = caught.value.trouble
    assert (trouble.leg, trouble.kind) == (Leg.DESK, "port-taken")
    assert address in trouble.message
    assert "desk.listen" in trouble.message
    assert "--escalation-listen" in trouble.message


async def test_a_port_is_free_again_once_the_desk_has_stopped(start, client, expect) -> None:
    desk = await start()
    address = desk.url.removeprefix("http://")
    await client.post(desk.url, json={})
    await desk.stop()
    await desk.stop()
    second = await start(listen=address)
    inbox = await expect(second)
    await client.post(second.url, json=GOOD)
    assert len(inbox.handoffs()) == 1


@pytest.mark.parametrize("listen", ["0.0.0.0:0", "[::]:0"])
async def test_other_machines_are_kept_out_unless_asked_for(config, clock, listen) -> None:
    with pytest.raises(DeskError, match=r"desk\.allow_remote: true") as caught:
        await webhook_desk(config(listen=listen), clock).start()
    assert caught.value.trouble.kind == "remote"


async def test_asked_for_the_desk_listens_everywhere(start, client) -> None:
    desk = await start(listen="0.0.0.0:0", allow_remote=True)
    assert desk.url.startswith("http://127.0.0.1:")
    assert (await client.post(desk.url, json={})).status_code == 201


@pytest.mark.parametrize(("listen", "host"), [("[::1]:0", "[::1]"), ("localhost:0", "localhost")])
async def test_loopback_by_its_other_names(start, client, listen, host) -> None:
    desk = await start(listen=listen)
    assert desk.url.startswith(f"http://{host}:")
    assert not desk.url.endswith(":0")
    assert (await client.post(desk.url, json={})).status_code == 201


@pytest.mark.parametrize(
    "listen", ["8766", "127.0.0.1", "127.0.0.1:http", ":80", "::1:80", "h:99999", "h:-1"]
)
def test_an_address_that_is_none(config, clock, listen) -> None:
    with pytest.raises(DeskError, match="is no address; expected host:port"):
        webhook_desk(config(listen=listen), clock)


async def test_an_address_that_this_machine_does_not_have(config, clock) -> None:
    with pytest.raises(DeskError) as caught:
        await webhook_desk(config(listen="192.0.2.1:0", allow_remote=True), clock).start()
    assert caught.value.trouble.kind == "address"
    with pytest.raises(DeskError, match="no address of this machine"):
        await webhook_desk(config(listen="no-such-host.invalid:0"), clock).start()


async def test_the_desk_leaves_signals_and_logging_to_the_run(start) -> None:
    def kept():
        return signal.getsignal(signal.SIGINT), logging.getLogger().handlers[:]

    before = kept()
    desk = await start()
    assert kept() == before
    await desk.stop()
    assert kept() == before


def test_sockets_answer_without_delay() -> None:
    async def protocol() -> int:
        listening = await bound(Address("127.0.0.1", 0), allow_remote=False)
        with listening:
            return listening.proto

    assert asyncio.run(protocol()) == socket.IPPROTO_TCP
