"""Calls that a platform refuses: each has its own kind, and concerns the right conversation."""

import asyncio
import socket

import pytest
from starlette.responses import HTMLResponse, Response

from escalation_tests.channels import callback_channel
from escalation_tests.contract.callback import CallbackBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Replied, Said
from escalation_tests.model.record import Leg
from tests.channels.playing import EVENT, ROUTES, Caller

pytestmark = pytest.mark.anyio
PATH = "/v3/conversations/{room}/activities/r1"


@pytest.fixture
async def channel(serve, clock):
    """A started channel to a bot that does `act` with each event."""
    made = []

    async def start(act, **config):
        bot = Caller(act)
        url = await serve(bot.answer)
        written = {"url": url, "routes": ROUTES, "send": EVENT, "timeout": "3s", **config}
        channel = callback_channel(CallbackBot(channel="callback", **written), clock)
        await channel.start()
        made.append((bot, channel))
        channel.bot = bot
        return channel

    yield start
    for bot, channel in made:
        await bot.client.aclose()
        await channel.stop()


async def to_the_end(session, text) -> None:
    await session.send(text)
    while await asyncio.wait_for(session.receive(), 5):
        pass


async def trouble(session, send="hello"):
    with pytest.raises(ChannelError) as caught:
        await to_the_end(session, send)
    assert caught.value.trouble.leg is Leg.BOT
    assert len(caught.value.trouble.received) <= 2000
    return caught.value.trouble


async def quiet(session) -> None:
    waiting = asyncio.create_task(session.receive())
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
    await asyncio.wait({waiting})


async def test_a_call_that_no_route_takes(channel, opening) -> None:
    async def act(bot, event) -> None:
        await bot.call("DELETE", event, PATH)

    opened = await channel(act)
    session = await opened.open(opening("c-7"))
    found = await trouble(session)
    assert found.kind == "unknown-route"
    assert "DELETE /v3/conversations/c-7/activities/r1 is taken by no route" in found.message
    assert "POST /v3/conversations/{conversation}/activities/{reply}" in found.message
    assert "GET /v3/team" in found.message
    assert opened.bot.answers[0].status_code == 404
    assert opened.strays() == {"call refused: unknown-route": 1}


async def test_only_the_conversation_that_a_refused_call_names_is_ended(channel, opening) -> None:
    async def act(bot, event) -> None:
        if event["text"] == "bad":
            body = {"channel": event["room"], "text": "hi"}
            await bot.call("POST", event, "/api/chat.postMessage", json=body)
        else:
            await bot.say(event, "fine")

    opened = await channel(act)
    bad, good = await opened.open(opening("bad")), await opened.open(opening("good"))
    await good.send("good")
    assert (await trouble(bad, "bad")).kind == "unknown-route"
    assert await good.receive() == Said("fine")
    assert isinstance(await good.receive(), Replied)
    await quiet(good)


async def test_a_refused_call_that_names_nobody_concerns_all_who_wait(channel, opening) -> None:
    async def act(bot, event) -> None:
        if event["text"] == "bad":
            await bot.call("GET", event, "/v1/models")
        else:
            await bot.say(event, "fine")

    opened = await channel(act)
    idle, bad = await opened.open(opening("idle")), await opened.open(opening("bad"))
    await idle.send("good")
    assert await idle.receive() == Said("fine")
    assert (await trouble(bad, "bad")).kind == "unknown-route"
    assert isinstance(await idle.receive(), Replied)
    await quiet(idle)


async def test_what_was_said_before_a_refused_call_is_not_lost(channel, opening) -> None:
    async def act(bot, event) -> None:
        await bot.say(event, "first")
        await bot.call("PUT", event, PATH, json={})

    session = await (await channel(act)).open(opening())
    await session.send("hello")
    assert await session.receive() == Said("first")
    assert isinstance(await session.receive(), Replied)
    with pytest.raises(ChannelError, match="unknown-route"):
        await session.receive()


async def test_calls_of_earlier_runs_are_refused_and_hurt_nobody(channel, opening) -> None:
    async def act(bot, event) -> None:
        await bot.say({**event, "room": "of-yesterday"}, "old")
        await bot.say(event, "new")

    opened = await channel(act)
    session = await opened.open(opening())
    await session.send("hello")
    assert await session.receive() == Said("new")
    assert opened.bot.answers[0].status_code == 404
    assert "nobody has open" in opened.bot.answers[0].json()["error"]
    assert opened.strays() == {"call for an unknown conversation": 1}


async def test_calls_for_a_conversation_that_is_over_are_answered_and_counted(
    channel, opening
) -> None:
    async def act(bot, event) -> None:
        await bot.say(event, "hi")

    opened = await channel(act)
    session = await opened.open(opening())
    await session.send("hello")
    await session.close()
    late = await opened.bot.say(opened.bot.events[0], "late")
    assert late.status_code == 200
    assert opened.strays() == {"call for a conversation that is over": 1}


@pytest.mark.parametrize(
    ("content", "kind", "part"),
    [
        (b'{"type": "mess', "not-json", "is not JSON"),
        (b"<html>", "not-json", "is not JSON"),
        (b"[" * 100_000, "not-json", "nested too deeply"),
        (b'{"text": "caf\xe9"}', "not-utf8", "is not UTF-8 text (byte 13)"),
        (b'{"text": "' + b"x" * 3000 + b'"}', "too-large", "more than 2000 bytes"),
        (b'{"type": "message", "text": 7}', "wrong-type", "where a text was expected"),
    ],
)
async def test_bodies_that_cannot_be_read(channel, opening, content, kind, part) -> None:
    async def act(bot, event) -> None:
        await bot.call("POST", event, PATH, content=content)

    most = 200_000 if content.startswith(b"[[") else 2000
    opened = await channel(act, max_reply=most)
    found = await trouble(await opened.open(opening()))
    assert found.kind == kind
    assert part in found.message
    assert opened.bot.answers[0].status_code in {400, 413}


async def test_a_mapping_that_matches_nothing_in_a_call(channel, opening) -> None:
    async def act(bot, event) -> None:
        await bot.call("POST", event, "/say/{room}", json={"body": "hello"})

    routes = [{"path": "/say/{conversation}", "receive": {"messages": "txt"}}]
    found = await trouble(await (await channel(act, routes=routes)).open(opening()))
    assert found.kind == "no-match"
    assert "keys that did arrive: body" in found.message
    assert "bot.routes[0].receive" in found.message


async def test_letters_that_are_none(channel, opening) -> None:
    async def act(bot, event) -> None:
        await bot.call(
            "POST", event, PATH, content=rb'{"type": "message", "text": "a\u0000b\ud800c"}'
        )

    session = await (await channel(act)).open(opening())
    await session.send("hello")
    assert await session.receive() == Said("a\ufffdb\ufffdc")


async def test_a_call_that_is_cut_off_counts_for_nothing(channel, opening) -> None:
    async def act(bot, event) -> None:
        host, port = event["api"].removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as raw:
            path = PATH.format(room=event["room"])
            raw.sendall(
                f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{{".encode()
            )
        await bot.say(event, "whole")

    opened = await channel(act)
    session = await opened.open(opening())
    await session.send("hello")
    assert await session.receive() == Said("whole")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Response(b"so sorry", 500), "status"),
        (Response(b"who?", 404), "status"),
        (HTMLResponse("<html><h1>Log in</h1></html>"), "not-json"),
        (Response(b"caf\xe9", media_type="text/plain"), "not-utf8"),
        (Response(b"{", media_type="application/json"), "not-json"),
    ],
)
async def test_replies_to_the_event_that_are_none(channel, opening, reply, kind) -> None:
    async def act(bot, event):
        return reply

    assert (await trouble(await (await channel(act)).open(opening()))).kind == kind


async def test_a_bot_that_does_not_answer_the_event(channel, opening) -> None:
    async def act(bot, event) -> None:
        await asyncio.Event().wait()

    found = await trouble(await (await channel(act, timeout="200ms")).open(opening()))
    assert found.kind == "timeout"


async def test_nobody_takes_the_event(clock, opening) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    bot = CallbackBot(
        channel="callback", url=f"http://127.0.0.1:{port}", routes=ROUTES, send=EVENT
    )
    channel = callback_channel(bot, clock)
    await channel.start()
    assert (await trouble(await channel.open(opening()))).kind == "refused"
    await channel.stop()


async def test_a_conversation_that_cannot_be_opened_is_forgotten(clock, opening) -> None:
    bot = CallbackBot(
        channel="callback", url="http://no-such-host.invalid/", routes=ROUTES, send=EVENT,
        open={"json": {}},
    )  # fmt: skip
    channel = callback_channel(bot, clock)
    await channel.start()
    with pytest.raises(ChannelError, match="dns"):
        await channel.open(opening())
    assert channel._platform._guests == {}
    await channel.stop()


async def test_what_the_bot_makes_of_its_taken_handoff_may_fail(channel, opening) -> None:
    async def act(bot, event):
        if event.get("status"):
            return Response(b"no", 500)
        await bot.call("POST", event, PATH, json={"name": "handoff.initiate", "value": {"a": 1}})
        return None

    taken = {"json": {"status": "accepted"}}
    found = await trouble(await (await channel(act, on_handoff=taken)).open(opening()))
    assert found.kind == "status"
