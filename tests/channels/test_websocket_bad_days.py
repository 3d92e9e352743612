"""Each bad day of a bot that speaks over a socket has its own kind and its own sentence."""

import asyncio
import struct

import pytest
from starlette.responses import RedirectResponse, Response

from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Said
from escalation_tests.model.record import Leg
from tests.channels.sockets import (
    JOURNAL,
    Journal,
    echoes,
    hear,
    opened,
    raw_bot,
    say,
    settled,
    socket_bot,
)
from tests.channels.test_http_bad_days import free_port

pytestmark = pytest.mark.anyio


async def trouble(doing):
    with pytest.raises(ChannelError) as caught:
        await asyncio.wait_for(doing, 10)
    found = caught.value.trouble
    assert found.leg is Leg.BOT
    assert len(found.received) <= 2000
    return found


async def talked(session, heard=None) -> None:
    """Send a message and hear until something goes wrong."""
    await session.send("hi")
    while (event := await session.receive()) is not None:
        if heard is not None and isinstance(event, Said):
            heard.append(event.text)


async def opened_and_talked(dial, url, **bot) -> None:
    await talked(await dial(url, **bot))


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (f"ws://127.0.0.1:{free_port()}/chat?key=hidden", "refused"),
        ("ws://no-such-host.invalid/chat", "dns"),
    ],
)
async def test_a_bot_that_is_not_there(dial, url, kind) -> None:
    found = await trouble(dial(url))
    assert (found.kind, "hidden" in found.message) == (kind, False)


async def test_a_server_without_tls(dial, serve) -> None:
    async def answer(_):
        return Response("")

    assert (await trouble(dial((await serve(answer)).replace("http:", "wss:")))).kind == "tls"


@pytest.mark.parametrize(
    ("reply", "kind", "part"),
    [
        (Response("no such key", 401), "status", "answered HTTP 401 Unauthorized instead of"),
        (Response("down", 503), "status", "HTTP 503"),
        (Response("<h1>Log in</h1>"), "not-websocket", "where a WebSocket was expected"),
        (RedirectResponse("ws://elsewhere.test/"), "redirect", "which is not followed"),
    ],
)
async def test_a_handshake_that_is_refused(dial, serve, reply, kind, part) -> None:
    async def answer(_):
        return reply

    found = await trouble(dial((await serve(answer)).replace("http:", "ws:")))
    assert (found.kind, part in found.message) == (kind, True), found
    assert str(reply.status_code) in found.received


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (b"", "closed"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "not-http"),
        (b"\0\xff" * 9000, "not-websocket"),
    ],
    ids=["nothing", "no HTTP", "garbage"],
)
async def test_what_is_no_web_server(dial, sent, kind) -> None:
    async def talk(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(sent)
        await writer.drain()
        writer.close()

    async with raw_bot(talk) as url:
        assert (await trouble(dial(url))).kind == kind


async def test_a_server_that_never_opens(dial) -> None:
    async def talk(reader, _):
        await reader.read()

    async with raw_bot(talk) as url:
        found = await trouble(dial(url, timeout="50ms"))
    assert (found.kind, "was not ready within 0.05 s" in found.message) == ("timeout", True)


async def test_a_bot_that_is_never_ready(dial) -> None:
    async with socket_bot(echoes()) as url:
        found = await trouble(dial(url, ready="data.ready", timeout="100ms"))
    assert (found.kind, "`bot.ready`" in found.message) == ("timeout", True)


@pytest.mark.parametrize(
    ("answer", "kind", "part"),
    [
        ("{", "not-json", "the data of an event is not JSON"),
        ("[" * 9000, "not-json", "nested too deeply"),
        ({"text": 7}, "wrong-type", "`data.text` gives a int"),
        ({"text": {"a": 1}}, "wrong-type", "gives an object"),
        ({"text": "x" * 20_000}, "too-large", "more than 10000 bytes; see `bot.max_reply`"),
        (b"caf\xe9", "not-utf8", "is not UTF-8"),
        ({"text": "a", "by": "owl"}, "unknown-role", "owl"),
        ({"error": "out of quota"}, "told", "out of quota"),
    ],
)
async def test_what_cannot_be_read(dial, answer, kind, part) -> None:
    receive = {"whole": "data.text", "speaker": "data.by || 'bot'", "error": "data.error"}
    async with socket_bot(echoes(answer)) as url:
        found = await trouble(opened_and_talked(dial, url, receive=receive, max_reply=10_000))
    assert (found.kind, part in found.message) == (kind, True), found


@pytest.mark.parametrize(
    ("receive", "events", "kind", "part"),
    [
        ({"whole": "data.w", "identity": "data.n"}, [{"n": 1, "w": "a"}, {"n": 1, "w": "b"}],
         "same-id", "two different events have the id '1'"),
        ({"whole": "data.w", "message": "data.n"}, [{"n": 1, "w": "a"}, {"n": 1, "w": "b"}],
         "out-of-order", "was changed after its end"),
        ({"part": "data.p", "message": "data.n", "ends": "data.e"},
         [{"n": 1, "p": "a"}, {"n": 1, "e": 1}, {"n": 1, "p": "b"}], "out-of-order",
         "came after its end"),
        ({"part": "data.p", "assemble": "final", "whole": "data.w", "done": "data.d"},
         [{"p": "a"}, {"d": 1}], "cut", "before its final text came"),
    ],
)  # fmt: skip
async def test_events_that_do_not_fit_together(dial, receive, events, kind, part) -> None:
    async with socket_bot(echoes(*events)) as url:
        found = await trouble(opened_and_talked(dial, url, receive=receive))
    assert (found.kind, part in found.message) == (kind, True), found


async def test_a_mapping_that_matches_nothing_is_told_with_what_came(dial) -> None:
    async with socket_bot(echoes({"message": {"body": "hello"}})) as url:
        found = await trouble(opened_and_talked(dial, url, timeout="1s"))
    assert found.kind == "no-match"
    assert "`data.text` matches nothing in the bot's stream" in found.message
    assert "hello" in found.received


def frame(first: int, payload: bytes, length: int | None = None) -> bytes:
    return bytes([first, 126]) + struct.pack("!H", length or len(payload)) + payload


@pytest.mark.parametrize(
    ("sent", "kind", "part"),
    [
        (b"", "closed", "broke off without a goodbye, and no cursor says from where"),
        (frame(0x81, b'{"text": "a', 4000), "closed", "without a goodbye"),
        (frame(0x01, b'{"text": "a'), "closed", "without a goodbye"),
        (frame(0x81, b'{"text": "caf\xe9"}'), "not-utf8", "is not UTF-8 text"),
        (b"\xf3\xff\x00garbage", "garbled", "is no WebSocket"),
    ],
    ids=["at once", "mid-frame", "between parts", "latin-1", "bad frame"],
)
async def test_a_socket_that_goes_wrong(dial, sent, kind, part) -> None:
    """The bot reads the message and answers the ping behind it first, so that it was taken."""
    pong = b"\x8a\x04"

    async def talk(reader, writer):
        await opened(reader, writer)
        head = await reader.readexactly(2)
        await reader.readexactly((head[1] & 127) + 4)
        ping = await reader.readexactly(10)
        mask, data = ping[2:6], ping[6:]
        writer.write(pong + bytes(byte ^ key for byte, key in zip(data, mask, strict=True)))
        writer.write(sent)
        await writer.drain()
        writer.close()

    async with raw_bot(talk) as url:
        found = await trouble(opened_and_talked(dial, url, send={"text": "{text}"}))
    assert (found.kind, part in found.message) == (kind, True), found


async def test_a_message_under_way_when_the_socket_breaks_is_an_error(dial) -> None:
    async def talk(connection):
        await hear(connection)
        await say(connection, {"seq": 1})
        await hear(connection)
        connection.transport.abort()

    async with socket_bot(talk) as url:
        session = await dial(url, **JOURNAL, taken="data.type == 'taken'")
        found = await trouble(session.send("hi"))
    assert found.kind == "closed"
    assert "nobody knows whether the bot has taken it" in found.message


async def test_a_message_that_is_never_said_to_be_taken(dial) -> None:
    async with socket_bot(echoes({"text": "a"})) as url:
        session = await dial(url, taken="data.taken", timeout="1s")
        found = await trouble(session.send("hi"))
    assert (found.kind, "did not take a message within 1 s" in found.message) == (
        "timeout",
        True,
    )


@pytest.mark.parametrize("code", [1008, 4401, 1003])
async def test_a_bot_that_does_not_want_to_is_not_asked_again(dial, code) -> None:
    calls = []

    async def talk(connection):
        calls.append(await hear(connection))
        await say(connection, {"seq": 1, "text": "a"})
        await settled(connection)
        await connection.close(code, "token expired")

    async with socket_bot(talk) as url:
        session = await dial(url, **JOURNAL)
        assert (await session.receive()).text == "a"
        found = await trouble(session.receive())
    assert (found.kind, f"with code {code} (token expired)" in found.message) == ("closed", True)
    assert len(calls) == 1


async def test_a_server_that_restarts_is_asked_again(dial) -> None:
    calls = []

    async def talk(connection):
        calls.append((await hear(connection))["after"])
        await say(connection, {"seq": len(calls), "text": f"line {len(calls)}"})
        await settled(connection)
        await connection.close(1001 if len(calls) == 1 else 1000)

    async with socket_bot(talk) as url:
        session = await dial(url, **JOURNAL)
        heard = [(await asyncio.wait_for(session.receive(), 5)).text for _ in range(2)]
    assert (heard, calls) == (["line 1", "line 2"], [None, 1])


async def test_a_bot_that_is_gone_is_not_asked_for_ever(dial) -> None:
    calls = []

    async def talk(connection):
        calls.append(await hear(connection))
        if len(calls) == 1:
            await say(connection, {"seq": 1, "text": "a"})
            await settled(connection)
        connection.transport.abort()

    async with socket_bot(talk) as url:
        session = await dial(url, **JOURNAL, retries=2)
        assert (await session.receive()).text == "a"
        found = await trouble(session.receive())
    assert (found.kind, len(calls)) == ("closed", 4)


async def test_a_goodbye_in_the_middle_of_a_message(dial) -> None:
    async def talk(connection):
        await hear(connection)
        await say(connection, {"p": "half"})
        await settled(connection)

    async with socket_bot(talk) as url:
        found = await trouble(
            opened_and_talked(dial, url, receive={"part": "data.p", "ends": "data.e"})
        )
    assert (found.kind, "in the middle of a message" in found.message) == ("cut", True)


async def test_nothing_can_be_said_after_a_goodbye(dial) -> None:
    async def talk(connection):
        await hear(connection)
        await settled(connection)

    async with socket_bot(talk) as url:
        session = await dial(url)
        await talked(session)
        found = await trouble(session.send("hello?"))
    assert (found.kind, "has closed the conversation" in found.message) == ("closed", True)


async def test_what_was_heard_before_it_went_wrong_is_not_lost(dial) -> None:
    heard: list[str] = []
    receive = {"whole": "data.text", "error": "data.error"}
    async with socket_bot(echoes({"text": "a"}, {"text": "b"}, {"error": "down"})) as url:
        session = await dial(url, receive=receive)
        assert (await trouble(talked(session, heard))).kind == "told"
        assert heard == ["a", "b"]
        assert (await trouble(session.send("again"))).kind == "told"


async def test_a_flood_between_two_breaks_is_heard_once(dial) -> None:
    lines = [f"line {number}" for number in range(300)]
    bot = Journal(*lines, breaks=(100, 200), again=50)
    async with socket_bot(bot) as url:
        session = await dial(url, **JOURNAL)
        heard = []
        while len(heard) < 300:
            event = await asyncio.wait_for(session.receive(), 5)
            heard += [event.text] if isinstance(event, Said) else []
    assert heard == lines
