"""Bots that call the platform back: what they may call, what of it is heard, and in which order."""

import asyncio
import hmac

import pytest
from starlette.responses import JSONResponse, PlainTextResponse

from escalation_tests.channels import callback_channel
from escalation_tests.contract.callback import CallbackBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Replied, Said, Signalled
from tests.channels.playing import EVENT, ROUTES, Caller

pytestmark = pytest.mark.anyio


@pytest.fixture
async def caller(serve):
    made = []

    async def start(act):
        bot = Caller(act)
        made.append(bot)
        bot.url = await serve(bot.answer)
        return bot

    yield start
    for bot in made:
        await bot.client.aclose()


@pytest.fixture
async def platform(clock):
    channels = []

    async def start(bot, **config):
        written = {"url": bot.url, "routes": ROUTES, "send": EVENT, **config}
        channel = callback_channel(CallbackBot(channel="callback", **written), clock)
        channels.append(channel)
        await channel.start()
        return channel

    yield start
    for channel in channels:
        await channel.stop()


async def heard(session, count):
    """The next so many messages and signals."""
    found = []
    while len(found) < count:
        event = await asyncio.wait_for(session.receive(), 5)
        if not isinstance(event, Replied):
            found.append(event)
    return found


async def test_what_the_bot_posts_is_heard_in_order(caller, platform, opening) -> None:
    async def act(bot, event) -> None:
        await bot.say(event, "one")
        await bot.say(event, "two")

    bot = await caller(act)
    channel = await platform(bot)
    session = await channel.open(opening("c-1"))
    assert session.listens
    assert channel.signal_mapped
    await session.send("hello")
    assert await heard(session, 2) == [Said("one"), Said("two")]
    assert bot.events[0]["text"] == "hello"
    assert bot.answers[0].json() == {"id": "call-1", "reply": "r1"}
    assert bot.answers[1].json()["id"] == "call-2"


async def test_what_comes_after_the_event_was_answered_is_heard_too(
    caller, platform, opening
) -> None:
    later = []

    async def act(bot, event) -> None:
        later.append(asyncio.create_task(bot.say(event, "late")))

    session = await (await platform(await caller(act))).open(opening())
    await session.send("hello")
    assert await heard(session, 1) == [Said("late")]
    await asyncio.gather(*later)


async def test_an_event_that_is_called_for_twice_under_one_id_counts_once(
    caller, platform, opening
) -> None:
    async def act(bot, event) -> None:
        await bot.say(event, "second", id="m2")
        await bot.say(event, "first", id="m1")
        await bot.say(event, "second", id="m2")
        await bot.say(event, "end")

    session = await (await platform(await caller(act))).open(opening())
    await session.send("hello")
    told = [event.text for event in await heard(session, 3)]
    assert told == ["second", "first", "end"]


async def test_a_message_without_an_id_is_heard_as_often_as_it_is_posted(
    caller, platform, opening
) -> None:
    async def act(bot, event) -> None:
        await bot.say(event, "again")
        await bot.say(event, "again")

    session = await (await platform(await caller(act))).open(opening())
    await session.send("hello")
    assert await heard(session, 2) == [Said("again"), Said("again")]


async def test_the_signal_and_the_reply_that_a_desk_overhears(caller, platform, opening) -> None:
    async def act(bot, event) -> None:
        path = "/v3/conversations/{room}/activities/r1"
        handoff = {"type": "event", "name": "handoff.initiate", "value": {"skill": "billing"}}
        await bot.call("POST", event, path, json=handoff)

    session = await (await platform(await caller(act))).open(opening())
    await session.send("a human please")
    signal = await session.receive()
    assert isinstance(signal, Signalled)
    assert signal.queue == "billing"
    reply = await session.receive()
    assert reply.body["name"] == "handoff.initiate"


async def test_the_bot_is_told_once_that_its_handoff_was_taken(caller, platform, opening) -> None:
    async def act(bot, event) -> None:
        if event.get("status"):
            await bot.say(event, f"welcome to {event['queue']}")
            return
        path = "/v3/conversations/{room}/activities/r1"
        handoff = {"type": "event", "name": "handoff.initiate", "value": {"skill": "billing"}}
        await bot.call("POST", event, path, json=handoff)

    taken = {"json": {"status": "accepted", "queue": "{queue}", "api": "{platform_url}", "room": "{conversation_id}"}}  # fmt: skip
    bot = await caller(act)
    session = await (await platform(bot, on_handoff=taken)).open(opening())
    await session.send("a human please")
    assert (await heard(session, 2))[1] == Said("welcome to billing")
    assert [event.get("status") for event in bot.events] == [None, "accepted"]


async def test_a_handoff_out_of_the_blue_is_answered_as_well(caller, platform, opening) -> None:
    told = asyncio.Event()

    async def act(bot, event) -> None:
        if event.get("status"):
            told.set()

    taken = {"json": {"status": "accepted"}}
    bot = await caller(act)
    session = await (await platform(bot, on_handoff=taken)).open(opening())
    await session.send("hello")
    handoff = {"type": "event", "name": "handoff.initiate", "value": {"skill": "billing"}}
    path = "/v3/conversations/{room}/activities/r1"
    await bot.call("POST", bot.events[0], path, json=handoff)
    await asyncio.wait_for(told.wait(), 5)
    assert isinstance((await heard(session, 1))[0], Signalled)


async def test_the_reply_to_the_event_can_speak_too(caller, platform, opening) -> None:
    async def act(bot, event):
        await bot.say(event, "called")
        return JSONResponse({"messages": [{"text": "replied"}]})

    session = await (await platform(await caller(act), receive={})).open(opening())
    await session.send("hello")
    assert await heard(session, 2) == [Said("called"), Said("replied")]


@pytest.mark.parametrize("reply", ["ok", ""])
async def test_an_acknowledgement_may_say_anything_but_a_page(
    caller, platform, opening, reply
) -> None:
    async def act(bot, event):
        await bot.say(event, "fine")
        return PlainTextResponse(reply, media_type="text/html")

    session = await (await platform(await caller(act))).open(opening())
    await session.send("hello")
    assert await heard(session, 1) == [Said("fine")]


async def test_routes_without_a_meaning_and_without_a_conversation(
    caller, platform, opening
) -> None:
    async def act(bot, event) -> None:
        await bot.call("POST", event, "/v3/conversations/{room}/typing")
        await bot.call("GET", event, "/v3/team?verbose=1")
        await bot.say(event, "done")

    bot = await caller(act)
    session = await (await platform(bot)).open(opening())
    await session.send("hello")
    assert await heard(session, 1) == [Said("done")]
    assert bot.answers[0].json() == {}
    assert bot.answers[1].json() == {"team": "support"}


async def test_an_opening_event_may_be_answered_by_a_greeting(caller, platform, opening) -> None:
    async def act(bot, event) -> None:
        if event.get("new"):
            await bot.say(event, "welcome")

    new = {"json": {"new": True, "api": "{platform_url}", "room": "{conversation_id}"}}
    session = await (await platform(await caller(act), open=new)).open(opening())
    assert await heard(session, 1) == [Said("welcome")]


async def test_ids_that_are_numbers(caller, platform, opening) -> None:
    async def act(bot, event) -> None:
        await bot.say({**event, "room": event["where"]}, "found")

    send = {"json": {"text": "{text}", "where": "{conversation_number}", "n": "{message_number}", "api": "{platform_url}"}}  # fmt: skip
    bot = await caller(act)
    session = await (await platform(bot, ids="number", send=send)).open(opening())
    await session.send("hello")
    assert await heard(session, 1) == [Said("found")]
    assert str(bot.events[0]["where"]) == session.conversation
    assert isinstance(bot.events[0]["where"], int)
    assert isinstance(bot.events[0]["n"], int)


async def test_form_bodies_and_the_first_route_that_fits(caller, platform, opening) -> None:
    async def act(bot, event) -> None:
        await bot.call("POST", event, "/messages", data={"To": event["room"], "Kind": "typing"})
        await bot.call(
            "POST", event, "/messages", data={"To": event["room"], "Body": "from a form"}
        )

    to = {"path": "/messages", "conversation": "body.To"}
    routes = [{**to, "when": "body.Kind == 'typing'"}, {**to, "receive": {"messages": "Body"}}]
    session = await (await platform(await caller(act), routes=routes)).open(opening())
    await session.send("hello")
    assert await heard(session, 1) == [Said("from a form")]


async def test_events_are_signed_as_the_bot_checks_it(serve, clock, opening) -> None:
    right = []

    async def checks(request):
        signed = f"v0:{request.headers['x-slack-request-timestamp']}:".encode()
        digest = hmac.new(b"s3cr3t-key", signed + await request.body(), "sha256").hexdigest()
        right.append(request.headers["x-slack-signature"] == f"v0={digest}")
        return JSONResponse({})

    auth = {
        "kind": "hmac", "secret": "s3cr3t-key", "header": "X-Slack-Signature", "prefix": "v0=",
        "over": "v0:{timestamp}:{body}", "timestamp_header": "X-Slack-Request-Timestamp",
    }  # fmt: skip
    bot = CallbackBot(
        channel="callback", url=await serve(checks), routes=ROUTES, send=EVENT, auth=auth
    )
    channel = callback_channel(bot, clock)
    await channel.start()
    session = await channel.open(opening())
    await session.send("hello")
    await channel.stop()
    assert right == [True]


async def test_each_channel_has_a_port_of_its_own(caller, platform, opening) -> None:
    async def act(bot, event) -> None:
        await bot.say(event, event["api"])

    bot = await caller(act)
    first, second = await platform(bot), await platform(bot)
    told = []
    for channel in (first, second):
        session = await channel.open(opening())
        await session.send("hello")
        told += await heard(session, 1)
    assert told[0] != told[1]


async def test_a_fixed_address_can_be_taken_only_once(caller, platform) -> None:
    async def act(bot, event) -> None: ...

    bot = await caller(act)
    first = await platform(bot)
    port = first._way.given["platform_url"].rpartition(":")[2]
    with pytest.raises(ChannelError, match=r"port-taken.*pytest-xdist.*port 0"):
        await platform(bot, listen=f"127.0.0.1:{port}")


@pytest.mark.parametrize("listen", ["0.0.0.0:0", "8.8.8.8:1", "here", "127.0.0.1:70000"])
async def test_only_loopback_is_listened_on(caller, platform, listen) -> None:
    async def act(bot, event) -> None: ...

    with pytest.raises(ChannelError, match="no address on loopback"):
        await platform(await caller(act), listen=listen)
