"""Each bad day of a bot has its own kind, its own sentence, and shows what did arrive."""

import asyncio
import gzip
import socket

import pytest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from escalation_tests.errors import ChannelError
from escalation_tests.model.record import Leg

pytestmark = pytest.mark.anyio


async def trouble(session):
    with pytest.raises(ChannelError) as caught:
        await session.send("hi")
    assert caught.value.trouble.leg is Leg.BOT
    assert len(caught.value.trouble.received) <= 2000
    return caught.value.trouble


def replies(content: bytes, status: int = 200, media: str = "application/json"):
    async def answer(_):
        return Response(content, status, media_type=media)

    return answer


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


async def test_nobody_listens(connect) -> None:
    found = await trouble(await connect(f"http://127.0.0.1:{free_port()}/chat?key=hidden"))
    assert found.kind == "refused"
    assert "is the bot running" in found.message
    assert "hidden" not in found.message


async def test_a_name_that_does_not_exist(connect) -> None:
    found = await trouble(await connect("http://no-such-host.invalid/chat"))
    assert found.kind == "dns"
    assert "http://no-such-host.invalid/chat" in found.message


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
async def test_an_error_status_shows_its_body(serve, connect, status) -> None:
    found = await trouble(await connect(await serve(replies(b"so \x1b[31msorry\x00", status))))
    assert found.kind == "status"
    assert f"answered HTTP {status}" in found.message
    assert found.received.startswith(f"HTTP {status}")
    assert r"so \x1b[31msorry\x00" in found.received


async def test_a_redirect_names_its_target_and_is_not_followed(serve, connect) -> None:
    asked = []

    async def moves(request):
        asked.append(request.url.path)
        return RedirectResponse("https://elsewhere.test/new?token=x", 307)

    found = await trouble(await connect(await serve(moves)))
    assert found.kind == "redirect"
    assert "redirects to https://elsewhere.test/new, which is not followed" in found.message
    assert asked == ["/"]


@pytest.mark.parametrize(
    ("body", "media", "part"),
    [
        (b"<html><h1>Log in</h1></html>", "text/html", "an HTML page where JSON was expected"),
        (b'{"messages": [', "application/json", "is not JSON: Expecting value"),
        (b"OK", "text/plain", "is not JSON"),
        (b"[" * 100_000, "application/json", "nested too deeply"),
        (b"1" * 5000, "application/json", "is not JSON"),
    ],
)
async def test_what_is_not_json(serve, connect, body, media, part) -> None:
    found = await trouble(await connect(await serve(replies(body, media=media))))
    assert found.kind == "not-json"
    assert part in found.message
    assert body[:20].decode() in found.received


@pytest.mark.parametrize("body", [b"", b" \n"])
async def test_an_empty_body(serve, connect, body) -> None:
    found = await trouble(await connect(await serve(replies(body))))
    assert found.kind == "empty"
    assert "HTTP 200 OK without a body" in found.message


async def test_text_that_is_not_utf8(serve, connect) -> None:
    found = await trouble(await connect(await serve(replies(b'{"messages": ["caf\xe9"]}'))))
    assert found.kind == "not-utf8"
    assert "byte 18" in found.message
    assert r"caf\xe9" in found.received


async def test_a_declared_character_set_is_honoured(serve, connect, drained) -> None:
    media = "application/json; charset=iso-8859-1"
    session = await connect(
        await serve(replies(b'{"messages": [{"text": "caf\xe9"}]}', media=media))
    )
    await session.send("hi")
    assert (await drained(session))[0].text == "café"


async def test_a_mapping_that_matches_nothing_shows_keys_and_the_nearest_path(
    serve, connect
) -> None:
    async def other(_):
        return JSONResponse({"session": "s", "replies": [{"text": "hello", "type": "t"}]})

    found = await trouble(await connect(await serve(other)))
    assert found.kind == "no-match"
    assert "`messages[].text` matches nothing" in found.message
    assert "keys that did arrive: session, replies" in found.message
    assert "did you mean `replies[].text`?" in found.message
    assert "bot.receive.messages" in found.message
    assert '"hello"' in found.received


async def test_messages_that_lack_the_mapped_text_are_no_silence(serve, connect) -> None:
    async def other(_):
        return JSONResponse({"messages": [{"content": "hello"}]})

    found = await trouble(await connect(await serve(other)))
    assert found.kind == "no-match"
    assert "did you mean `messages[].content`?" in found.message


async def test_the_same_with_a_text_expression(serve, connect) -> None:
    async def other(_):
        return JSONResponse({"messages": [{"content": "hello"}]})

    mapping = {"messages": "messages", "text": "txt"}
    found = await trouble(await connect(await serve(other), receive=mapping))
    assert found.kind == "no-match"
    assert "did you mean `content`?" in found.message


@pytest.mark.parametrize("reply", [{}, {"messages": None}, {"messages": [{"img": "x"}]}])
async def test_silence_where_it_is_declared_fine(serve, connect, drained, reply) -> None:
    async def quiet(_):
        return JSONResponse(reply)

    session = await connect(
        await serve(quiet), receive={"messages": "messages[].text", "optional": True}
    )
    await session.send("hi")
    assert [type(event).__name__ for event in await drained(session)] == ["Replied"]


@pytest.mark.parametrize("optional", [False, True])
@pytest.mark.parametrize("reply", [None, {"text": ""}, {"text": " \n"}])
async def test_a_reply_without_text_is_marked_unless_silence_is_declared_fine(
    serve, connect, drained, reply, optional
) -> None:
    async def quiet(_):
        return JSONResponse(reply)

    session = await connect(await serve(quiet), receive={"messages": "text", "optional": optional})
    await session.send("hi")
    blank = (await drained(session))[-1].blank
    assert (blank is None) is optional


async def test_one_text_is_enough(serve, connect, drained) -> None:
    async def half(_):
        return JSONResponse({"messages": [{"text": ""}, {"text": "Hello"}]})

    session = await connect(await serve(half))
    await session.send("hi")
    assert (await drained(session))[-1].blank is None


async def test_an_empty_list_of_messages_is_silence(serve, connect, drained) -> None:
    async def quiet(_):
        return JSONResponse({"messages": []})

    session = await connect(await serve(quiet))
    await session.send("hi")
    assert len(await drained(session)) == 1


@pytest.mark.parametrize(
    ("messages", "part"),
    [(42, "a int"), ([True], "a bool"), ([{"a": 1}], "an object"), ([["x"]], "a list")],
)
async def test_messages_of_a_wrong_type(serve, connect, messages, part) -> None:
    async def odd(_):
        return JSONResponse({"messages": messages})

    found = await trouble(await connect(await serve(odd), receive={"messages": "messages"}))
    assert found.kind == "wrong-type"
    assert f"gives {part} where a text was expected" in found.message


async def test_a_confidence_that_is_no_number(serve, connect) -> None:
    async def odd(_):
        return JSONResponse({"messages": [], "c": "high"})

    found = await trouble(await connect(await serve(odd), receive={"confidence": "c"}))
    assert (found.kind, "picks high" in found.message) == ("wrong-type", True)


async def test_a_bot_that_never_answers(ugly, connect) -> None:
    async def never(_, __):
        await asyncio.Event().wait()

    found = await trouble(await connect(await ugly(never), timeout="50ms"))
    assert found.kind == "timeout"
    assert "did not answer within 0.05 s" in found.message


async def test_a_bot_that_never_finishes(ugly, connect) -> None:
    async def trickles(_, writer):
        writer.write(b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"mes\r\n')
        await asyncio.Event().wait()

    found = await trouble(await connect(await ugly(trickles), timeout="200ms"))
    assert found.kind == "endless"
    assert "5 bytes so far" in found.message
    assert found.received == 'HTTP 200 OK\n{"mes'


async def test_a_bot_that_streams_for_ever(ugly, connect) -> None:
    async def streams(_, writer):
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"400\r\n" + b"x" * 1024 + b"\r\n")
            await writer.drain()

    found = await trouble(await connect(await ugly(streams), max_reply=100_000))
    assert found.kind == "too-large"
    assert "more than 100000 bytes; `bot.max_reply`" in found.message
    assert len(found.received) == 2000


async def test_a_reply_that_is_too_large_once_unpacked(serve, connect) -> None:
    async def bomb(_):
        packed = gzip.compress(b"0" * 5_000_000)
        return Response(packed, headers={"content-encoding": "gzip"})

    assert (await trouble(await connect(await serve(bomb)))).kind == "too-large"


async def test_compressed_replies_are_read(serve, connect, drained) -> None:
    async def packs(_):
        packed = gzip.compress(b'{"messages": [{"text": "hello"}]}')
        return Response(packed, headers={"content-encoding": "gzip"})

    session = await connect(await serve(packs))
    await session.send("hi")
    assert (await drained(session))[0].text == "hello"


@pytest.mark.parametrize(
    ("raw", "kind", "received"),
    [
        (b"", "closed", ""),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"mes", "closed", "HTTP 200 OK\n{\"mes"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nxx", "not-http", ""),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "not-http", ""),
        (b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd", "garbled",
         "HTTP 200 OK"),
    ],
    ids=["at once", "mid-body", "bad chunk", "another protocol", "bad gzip"],
)  # fmt: skip
async def test_a_connection_that_goes_wrong(ugly, connect, raw, kind, received) -> None:
    async def breaks(_, writer):
        writer.write(raw)
        await writer.drain()
        writer.close()

    found = await trouble(await connect(await ugly(breaks)))
    assert (found.kind, found.received) == (kind, received)


async def test_one_bad_conversation_leaves_the_others_alone(
    serve, clock, opening, drained
) -> None:
    from escalation_tests.channels import http_channel
    from escalation_tests.contract.bot import HttpBot

    async def moody(request):
        body = await request.json()
        if body["conversation"] == "bad":
            return HTMLResponse("<h1>no</h1>")
        return JSONResponse({"messages": [{"text": body["text"]}]})

    channel = http_channel(HttpBot(channel="http", url=await serve(moody)), clock)
    await channel.start()
    good, bad = await channel.open(opening("good")), await channel.open(opening("bad"))
    await good.send("one")
    with pytest.raises(ChannelError):
        await bad.send("one")
    await good.send("two")
    assert [event.text for event in await drained(good) if hasattr(event, "text")] == [
        "one",
        "two",
    ]
    await channel.stop()
