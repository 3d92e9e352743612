"""Each bad day of a bot that streams has its own kind, its own sentence, and shows what arrived."""

import asyncio

import pytest
from starlette.responses import RedirectResponse, Response

from escalation_tests.errors import ChannelError
from escalation_tests.model.record import Leg
from tests.channels.test_http_bad_days import free_port
from tests.channels.test_sse import sse

pytestmark = pytest.mark.anyio

EVENTS = "text/event-stream"
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
TEXT = {"part": "data.t"}


def chunk(text: str) -> bytes:
    return b"%x\r\n%s\r\n" % (len(text), text.encode())


def replies(content: str | bytes, status: int = 200, media: str = EVENTS):
    async def answer(_):
        return Response(content, status, media_type=media)

    return answer


async def answer_to(session, text: str = "hi", heard: list | None = None) -> None:
    """Send a message and hear the answer to its end."""
    await session.send(text)
    while (event := await session.receive()) is not None:
        (heard if heard is not None else []).append(event)


async def trouble(session):
    with pytest.raises(ChannelError) as caught:
        await answer_to(session)
    found = caught.value.trouble
    assert found.leg is Leg.BOT
    assert len(found.received) <= 2000
    return found


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (f"http://127.0.0.1:{free_port()}/chat?key=hidden", "refused"),
        ("http://no-such-host.invalid/chat", "dns"),
    ],
)
async def test_a_bot_that_is_not_there(tune, url, kind) -> None:
    found = await trouble(await tune(url))
    assert (found.kind, "hidden" in found.message) == (kind, False)


async def test_a_server_without_tls(serve, tune) -> None:
    url = await serve(replies(sse({"t": "a"})))
    assert (await trouble(await tune(url.replace("http:", "https:")))).kind == "tls"


@pytest.mark.parametrize("status", [400, 404, 429, 500])
@pytest.mark.parametrize("media", [EVENTS, "application/json"])
async def test_an_error_status_shows_its_body(serve, tune, status, media) -> None:
    found = await trouble(await tune(await serve(replies("sorry\0", status, media))))
    assert found.kind == "status"
    assert r"sorry\x00" in found.received


async def test_a_redirect_is_not_followed(serve, tune) -> None:
    async def moves(_):
        return RedirectResponse("https://elsewhere.test/new", 307)

    assert (await trouble(await tune(await serve(moves)))).kind == "redirect"


@pytest.mark.parametrize(
    ("body", "media", "kind", "part"),
    [
        ("<h1>Log in</h1>", "text/html", "not-events", "an HTML page where a stream of events"),
        ('{"a": 1}', "application/json", "not-events", "`channel: http` reads replies in JSON"),
        ("", "text/html", "empty", "without a body"),
        ("", EVENTS, "empty", "without any event"),
        (": only\n\n: comments\n\n", EVENTS, "empty", "without any event"),
        ("data: {\n\n", EVENTS, "not-json", "the data of an event is not JSON"),
        ("data: " + "[" * 9000 + "\n\n", EVENTS, "not-json", "nested too deeply"),
        (sse({"text": "hello"}), EVENTS, "no-match", "did you mean `data.text`?"),
        ("data: OK\n\n", EVENTS, "no-match", "`data.t` matches nothing in the bot's stream"),
        (sse({"t": {"a": 1}}), EVENTS, "wrong-type", "`data.t` gives an object"),
        (sse({"t": 7}), EVENTS, "wrong-type", "gives a int"),
        (b'data: {"t": "caf\xe9"}\n\n', EVENTS, "not-utf8", "is not UTF-8"),
        ('data: {"t": "a"}', EVENTS, "cut", "in the middle of an event"),
        ('id: 1\ndata: {"t": "a"}\n\nid: 1\ndata: {"t": "b"}\n\n', EVENTS, "same-id",
         "two different events have the id '1'"),
    ],
)  # fmt: skip
async def test_what_cannot_be_read(serve, tune, body, media, kind, part) -> None:
    found = await trouble(await tune(await serve(replies(body, media=media)), receive=TEXT))
    assert found.kind == kind
    assert part in found.message
    assert found.received or found.kind == "empty"


@pytest.mark.parametrize(
    ("receive", "events", "kind", "part"),
    [
        ({**TEXT, "done": "data.d"}, [{"t": "a"}], "cut", "without the event that ends it"),
        ({**TEXT, "ends": "data.e"}, [{"t": "a"}], "cut", "in the middle of a message"),
        ({**TEXT, "assemble": "final", "whole": "data.w"}, [{"t": "a"}], "cut", "final text"),
        ({**TEXT, "error": "data.err"}, [{"t": "a"}, {"err": "quota"}], "told", "quota"),
        ({**TEXT, "order": "data.n"}, [{"t": "a", "n": 1}, {"t": "c", "n": 3}], "missing",
         "numbered 2 never came"),
        ({**TEXT, "order": "data.n"}, [{"t": "a", "n": "x"}], "wrong-type", "is no number"),
        ({**TEXT, "message": "data.m", "ends": "data.e"},
         [{"t": "a", "m": 1}, {"m": 1, "e": 1}, {"t": "b", "m": 1}], "out-of-order",
         "a piece of the message '1' came after its end"),
        ({"whole": "data.w", "message": "data.m"}, [{"w": "a", "m": 1}, {"w": "b", "m": 1}],
         "out-of-order", "was changed after its end"),
        ({**TEXT, "speaker": "data.by"}, [{"t": "a", "by": "owl"}], "unknown-role", "owl"),
    ],
)  # fmt: skip
async def test_a_stream_that_is_not_whole(serve, tune, receive, events, kind, part) -> None:
    found = await trouble(await tune(await serve(replies(sse(*events))), receive=receive))
    assert found.kind == kind
    assert part in found.message
    assert found.received


async def test_silence_where_it_is_declared_fine(serve, tune) -> None:
    receive = {**TEXT, "optional": True}
    session = await tune(await serve(replies(sse({"ok": 1}))), receive=receive)
    await session.send("hi")
    assert (await session.receive()).body["data"] == {"ok": 1}
    assert await session.receive() is None


async def test_a_bot_that_never_answers(ugly, tune) -> None:
    async def never(_, __):
        await asyncio.Event().wait()

    found = await trouble(await tune(await ugly(never), timeout="50ms"))
    assert (found.kind, "within 0.05 s" in found.message) == ("timeout", True)


async def test_a_stream_without_end(ugly, tune) -> None:
    async def trickles(_, writer):
        writer.write(HEAD + chunk(sse({"t": "a"})))
        await asyncio.Event().wait()

    found = await trouble(await tune(await ugly(trickles), receive=TEXT, timeout="300ms"))
    assert found.kind == "endless"
    assert "`bot.receive.done` says which event ends the answer" in found.message
    assert '"t": "a"' in found.received


@pytest.mark.parametrize("piece", ["x" * 1024, sse({"t": "x" * 1000})])
async def test_a_bot_that_streams_for_ever(ugly, tune, piece) -> None:
    async def pours(_, writer):
        writer.write(HEAD)
        while not writer.is_closing():
            writer.write(chunk(piece))
            await writer.drain()

    found = await trouble(await tune(await ugly(pours), receive=TEXT, max_reply=100_000))
    assert found.kind == "too-large"
    assert "100000 bytes" in found.message


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", "closed"),
        (HEAD, "closed"),
        (HEAD + chunk('data: {"t": "a'), "closed"),
        (HEAD + chunk(sse({"t": "a"})), "closed"),
        (HEAD + b"zz\r\nxx", "not-http"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "not-http"),
    ],
    ids=["at once", "after the head", "mid-event", "between events", "bad chunk", "no HTTP"],
)
async def test_a_connection_that_goes_wrong(ugly, tune, raw, kind) -> None:
    asked = []

    async def breaks(request, writer):
        asked.append(request)
        writer.write(raw)
        await writer.drain()
        writer.close()

    found = await trouble(await tune(await ugly(breaks), receive=TEXT))
    assert found.kind == kind
    assert len(asked) == 1


async def test_what_was_heard_before_it_went_wrong_is_not_lost(serve, tune) -> None:
    receive = {"whole": "data.w", "error": "data.err"}
    bot = replies(sse({"w": "a"}, {"w": "b"}, {"err": "down"}))
    session = await tune(await serve(bot), receive=receive)
    heard = []
    with pytest.raises(ChannelError, match="down"):
        await answer_to(session, heard=heard)
    assert [event.text for event in heard] == ["a", "b"]
    with pytest.raises(ChannelError, match="down"):
        await session.send("again")


async def test_a_stream_that_cannot_be_opened_is_told_at_once(serve, tune) -> None:
    stream = {"url": "/stream", "lasts": "conversation"}
    with pytest.raises(ChannelError, match="HTTP 404") as caught:
        await tune(await serve(replies("no", 404)), stream=stream)
    assert caught.value.trouble.kind == "status"


async def test_a_message_that_lacks_what_its_stream_is_named_by(serve, tune) -> None:
    stream = {"url": "/a/{sent.id}", "keep": {"id": "event_id"}}
    url = await serve(replies('{"event": "e"}', media="application/json"))
    found = await trouble(await tune(url, stream=stream))
    assert found.kind == "no-match"
    assert "`event_id` matches nothing in the reply to a message" in found.message
