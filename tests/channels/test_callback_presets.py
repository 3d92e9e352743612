"""What the presets for platforms that are called back make of the calls that their APIs define."""

import asyncio
import copy
import hashlib
import hmac
import json

import httpx
import pytest
from starlette.responses import JSONResponse

from escalation_tests.channels import callback_channel
from escalation_tests.contract.callback import CallbackBot
from escalation_tests.errors import ChannelError
from escalation_tests.loading.presets import presets
from escalation_tests.model.event import Replied, Said, Signalled

pytestmark = pytest.mark.anyio

HANDOFF = {"type": "event", "name": "handoff.initiate", "value": {"Skill": "billing"}}
CALLS = {
    "botframework": [
        ("POST", "/v3/conversations/{room}/activities/a-1", {"type": "typing"}),
        ("POST", "/v3/conversations/{room}/activities/a-1", {"type": "message", "text": "One moment."}),
        ("GET", "/v3/conversations/{room}/members", None),
        ("PUT", "/v3/conversations/{room}/activities/a-2", {"type": "message", "text": "One more moment."}),
        ("POST", "/v3/conversations/{room}/activities", HANDOFF),
    ],
    "chatwoot": [
        ("POST", "/api/v1/accounts/1/conversations/{room}/toggle_typing_status", {"typing_status": "on"}),
        ("POST", "/api/v1/accounts/1/conversations/{room}/messages",
         {"content": "One moment.", "message_type": "outgoing", "private": False}),
        ("POST", "/api/v1/accounts/1/conversations/{room}/messages",
         {"content": "angry customer", "message_type": "outgoing", "private": True}),
        ("POST", "/api/v1/accounts/1/conversations/{room}/assignments", {"team_id": 4}),
        ("POST", "/api/v1/accounts/1/conversations/{room}/toggle_status", {"status": "open"}),
    ],
    "sunshine": [
        ("POST", "/v2/apps/shop/conversations/{room}/activity",
         {"author": {"type": "business"}, "type": "typing:start"}),
        ("POST", "/v2/apps/shop/conversations/{room}/messages",
         {"author": {"type": "business"}, "content": {"type": "text", "text": "One moment."}}),
        ("POST", "/v2/apps/shop/conversations/{room}/passControl",
         {"switchboardIntegration": "next", "metadata": {"queue": "billing"}}),
    ],
    "slack": [
        ("POST", "/api/auth.test", {}),
        ("POST", "/api/chat.postMessage", {"channel": "C0TEAM", "text": "Somebody needs a human"}),
        ("POST", "/api/chat.postMessage", {"channel": "{room}", "text": "One moment.", "metadata":
         {"event_type": "handoff", "event_payload": {"queue": "billing"}}}),
    ],
}  # fmt: skip
QUEUES = {"botframework": "billing", "chatwoot": None, "sunshine": "billing", "slack": "billing"}


def filled(value, room: str):
    return json.loads(json.dumps(value).replace("{room}", room))


def room_of(name: str, event: dict) -> str:
    """Where each platform says which conversation it is."""
    if name == "botframework":
        return event["conversation"]["id"]
    if name == "chatwoot":
        return str(event["conversation"]["id"])
    if name == "sunshine":
        return event["events"][0]["payload"]["conversation"]["id"]
    return event["event"]["channel"]


class Bot:
    """Makes the same calls for each event that carries a message."""

    def __init__(self, name: str) -> None:
        self.name, self.events, self.statuses, self.bodies, self.heads = name, [], [], [], []
        self.base, self.calls = "", CALLS[name]

    async def __call__(self, request):
        self.bodies.append(await request.body())
        self.heads.append(request.headers)
        event = json.loads(self.bodies[-1])
        self.events.append(event)
        if event.get("type") not in {"conversationUpdate", "event"}:
            async with httpx.AsyncClient(trust_env=False) as client:
                for method, path, body in filled(self.calls, room_of(self.name, event)):
                    base = event.get("serviceUrl") or self.base
                    reply = await client.request(method, base + path, json=body)
                    self.statuses.append(reply.status_code)
        return JSONResponse({})


@pytest.fixture
async def play(clock, opening, serve):
    channels = []

    async def started(name, **own):
        bot = Bot(name)
        given = presets()[name].value
        written = {
            **copy.deepcopy(dict(given["bot"])),
            **given["example"]["bot"],
            "url": await serve(bot),
        }
        written |= {"listen": "127.0.0.1:0", **own}
        if "auth" in given["bot"]:
            written["auth"] = {**given["bot"]["auth"], **written["auth"]}
        channel = callback_channel(CallbackBot(**written), clock)
        channels.append(channel)
        await channel.start()
        bot.base = channel._way.given["platform_url"]
        return bot, channel, await channel.open(opening())

    yield started
    for channel in channels:
        await channel.stop()


async def heard(session, count):
    found = []
    while len(found) < count:
        event = await asyncio.wait_for(session.receive(), 5)
        found += [] if isinstance(event, Replied) else [event]
    return found


@pytest.mark.parametrize("name", sorted(CALLS))
async def test_a_conversation_with_a_handoff(play, name) -> None:
    bot, channel, session = await play(name)
    assert channel.signal_mapped
    for _ in range(2):
        await session.send('say "hi"')
        said, signal = await heard(session, 2)
        assert (said, signal.queue) == (Said("One moment."), QUEUES[name])
        assert isinstance(signal, Signalled)
    assert {status // 100 for status in bot.statuses} == {2}
    assert r"say \"hi\"" in bot.bodies[-1].decode() or r"say \"hi\"" in bot.bodies[-2].decode()
    assert channel.strays() == {}


@pytest.mark.parametrize("name", sorted(CALLS))
async def test_a_call_that_the_platform_does_not_have_is_an_error(play, name) -> None:
    bot, _, session = await play(name)
    bot.calls = [("POST", "/api/v9/nothing/{room}", {})]
    await session.send("hi")
    with pytest.raises(ChannelError, match="is taken by no route"):
        await heard(session, 1)


@pytest.mark.parametrize("name", sorted(CALLS))
async def test_a_call_that_carries_something_else_than_it_should_is_an_error(play, name) -> None:
    bot, _, session = await play(name)
    texts = {"botframework": "text", "chatwoot": "content", "slack": "text"}
    (method, path, body), *_ = [call for call in CALLS[name] if "One moment." in str(call[2])]
    wrong = {**body, texts[name]: 7} if name in texts else {**body, "content": {"text": 7}}
    bot.calls = [(method, path, wrong)]
    await session.send("hi")
    with pytest.raises(ChannelError, match="where a text was expected"):
        await heard(session, 1)
    assert bot.statuses[-1] == 400


async def test_slack_signs_what_it_posts(play) -> None:
    bot, _, session = await play("slack")
    await session.send("hi")
    head = bot.heads[-1]
    signed = b"v0:" + head["x-slack-request-timestamp"].encode() + b":" + bot.bodies[-1]
    wanted = hmac.new(b"signing-secret", signed, hashlib.sha256).hexdigest()
    assert head["x-slack-signature"] == f"v0={wanted}"


async def test_a_connector_tells_of_the_conversation_and_of_the_accepted_handoff(play) -> None:
    bot, _, session = await play("botframework")
    await session.send("hi")
    await heard(session, 2)
    kinds = [(event["type"], event.get("name")) for event in bot.events]
    assert kinds == [("conversationUpdate", None), ("message", None), ("event", "handoff.status")]
    assert bot.events[2]["value"] == {"state": "accepted"}
