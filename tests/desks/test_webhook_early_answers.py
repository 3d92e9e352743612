"""Who is answered before the whole request was read learns the answer all the same."""

import asyncio
import http.client
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.anyio

HUGE = b"x" * 5_000_000


def _post(url: str, body: bytes) -> list[int]:
    """What a client hears that first writes all it has, and then reads; ten times."""
    heard = []
    for _ in range(10):
        at = urlsplit(url)
        connection = http.client.HTTPConnection(at.hostname, at.port, timeout=30)
        try:
            connection.request("POST", "/", body)
            heard.append(connection.getresponse().status)
        finally:
            connection.close()
    return heard


async def test_one_who_writes_too_much_reads_that_it_was_too_much(start) -> None:
    desk = await start(max_payload=1000)
    assert await asyncio.to_thread(_post, desk.url, HUGE) == [413] * 10
    assert dict(desk.strays()) == {"oversized": 10}


async def test_one_who_has_no_leave_reads_that(start) -> None:
    desk = await start(secret="open-sesame", max_payload=10_000_000)
    assert await asyncio.to_thread(_post, desk.url, HUGE) == [401] * 10
    assert dict(desk.strays()) == {"unauthorized": 10}


async def test_one_who_asks_first_is_answered_without_having_to_write(start) -> None:
    desk = await start(max_payload=1000)
    host, port = desk.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    asks = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5000\r\nexpect: 100-continue\r\n\r\n"
    writer.write(asks)
    told = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    assert told.startswith(b"HTTP/1.1 413 ")


async def test_one_who_stops_writing_does_not_hold_up_the_answer(start) -> None:
    desk = await start(max_payload=1000)
    host, port = desk.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5000\r\n\r\nabc")
    told = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    assert told.startswith(b"HTTP/1.1 413 ")
    assert b"more than 1000 bytes" in told
