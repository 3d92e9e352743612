"""An application in this process is asked as a server would ask it, and fails as the bot."""

import pytest

from escalation_tests.channels import asgi_channel
from escalation_tests.contract.inprocess import AsgiBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Said, Signalled
from escalation_tests.model.record import Leg
from tests.channels.applications import BOXES, SEEN

pytestmark = pytest.mark.anyio

APPS = "tests.channels.applications:"


@pytest.fixture
async def ask(clock):
    channels = []

    async def made(app="app", **bot):
        channel = asgi_channel(AsgiBot(channel="asgi", app=APPS + app, **bot), clock)
        channels.append(channel)
        await channel.start()
        return channel

    SEEN.clear()
    BOXES.clear()
    yield made
    for channel in channels:
        await channel.stop()


async def trouble(doing):
    with pytest.raises(ChannelError) as caught:
        await doing
    found = caught.value.trouble
    assert found.leg is Leg.BOT
    assert len(found.received) <= 2000
    return found


async def test_a_conversation_with_its_beginning_and_its_end(ask, opening, drained) -> None:
    channel = await ask(url="/chat?shop=7", receive={"messages": "messages[].text", "signal": "handoff"})  # fmt: skip
    session = await channel.open(opening("c/1 ü"))
    assert (session.listens, channel.signal_mapped) == (False, True)
    for text in ("one two", "a human"):
        await session.send(text)
    heard = await drained(session)
    assert [e.text for e in heard if isinstance(e, Said)] == ["one", "two", "a", "human"]
    assert [e.raw for e in heard if isinstance(e, Signalled)] == ["true"]
    await channel.stop()
    begun, first, _, ended = SEEN
    assert (begun, ended) == ({"began": True}, {"ended": True})
    assert (first["path"], first["query"], first["host"]) == ("/chat", "shop=7", "localhost")
    assert (first["state"], first["conversation"]) == ("open", "c/1 ü")


async def test_cookies_are_each_conversations_own(ask, opening) -> None:
    channel = await ask(url="/chat")
    for name in ("c-1", "c-2"):
        session = await channel.open(opening(name))
        await session.send("hi")
        await session.send("again")
    assert [seen.get("cookie") for seen in SEEN[1:]] == [None, "c-1", None, "c-2"]


async def test_what_it_does_behind_its_reply_is_done_and_polled(ask, opening) -> None:
    channel = await ask(
        url="/take",
        receive={"messages": "messages", "text": "text", "id": "id"},
        poll={"url": "/box", "query": {"c": "{conversation_id}"}, "every": "1ms"},
    )
    session = await channel.open(opening())
    assert session.listens
    await session.send("later on")
    found = []
    while len(found) < 2:
        event = await session.receive()
        found += [event.text] if isinstance(event, Said) else []
    assert found == ["later", "on"]


async def test_an_application_without_a_lifespan(ask, opening, drained) -> None:
    session = await (await ask("simple")).open(opening())
    await session.send("hi")
    assert [e.text for e in await drained(session) if isinstance(e, Said)] == ["hello"]


@pytest.mark.parametrize(
    ("app", "bot", "kind", "part"),
    [
        ("app", {"url": "/crash"}, "raised", "the bot raised ZeroDivisionError: the bot has no idea (applications.py:"),
        ("app", {"url": "/leave"}, "raised", "the bot raised SystemExit: 3"),
        ("app", {"url": "/status?code=500"}, "status", "localhost/status answered HTTP 500"),
        ("app", {"url": "/status?code=404"}, "status", "answered HTTP 404"),
        ("app", {"url": "/nowhere"}, "status", "answered HTTP 404"),
        ("app", {"url": "/hang", "timeout": "20ms"}, "timeout", "did not answer within 0.02 s"),
        ("app", {"url": "/pour"}, "too-large", "more than 1000000 bytes"),
        ("nothing", {}, "closed", "returned before its reply was complete"),
        ("half", {}, "closed", "returned before its reply was complete"),
        ("headless", {}, "raised", "http.response.body before the start"),
        ("twice", {}, "raised", "a second http.response.start"),
        ("wrong", {}, "raised", "ValueError"),
        ("garbage", {}, "not-json", "is not JSON"),
    ],
)  # fmt: skip
async def test_each_bad_day_is_the_bots(ask, opening, app, bot, kind, part) -> None:
    session = await (await ask(app, **bot)).open(opening())
    found = await trouble(session.send("hi"))
    assert (found.kind, part in found.message) == (kind, True), found


@pytest.mark.parametrize(
    ("app", "kind", "part"),
    [
        ("stillborn", "startup", "failed to start: OSError: the model is missing"),
        ("abrupt", "raised", "the bot raised OSError: no weights"),
        ("sleeper", "timeout", "had not started after 0.2 s; `bot.startup`"),
        ("ap", "import", "there is no 'ap' in it; did you mean 'app'?"),
        ("seven", "import", "is no application but a int"),
    ],
)
async def test_an_application_that_does_not_come_up(ask, app, kind, part) -> None:
    found = await trouble(ask(app, startup="200ms"))
    assert (found.kind, part in found.message) == (kind, True), found


async def test_what_it_raises_behind_its_reply_is_counted(ask, opening, drained) -> None:
    channel = await ask(url="/trip")
    session = await channel.open(opening())
    await session.send("hi")
    assert [e.text for e in await drained(session) if isinstance(e, Said)] == ["fine"]
    await channel.stop()
    assert channel.strays() == {"raised after its reply: ZeroDivisionError": 1}
