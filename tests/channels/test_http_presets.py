"""What the presets for bots that answer requests make of what their platforms document."""

import asyncio
import copy

import pytest
from starlette.responses import JSONResponse

from escalation_tests.errors import ChannelError
from escalation_tests.loading.presets import presets
from escalation_tests.model.event import Confided, Replied, Said, Signalled

pytestmark = pytest.mark.anyio


def preset(name: str, **own) -> dict:
    written = copy.deepcopy(dict(presets()[name].value["bot"]))
    return {**{key: value for key, value in written.items() if key != "channel"}, **own}


class DirectLine:
    """Direct Line 3.0 as it is documented: a watermark that is a text, and echoes."""

    def __init__(self, *answers: dict) -> None:
        self.answers, self.activities, self.asked, self.keys = answers, [], [], set()

    async def __call__(self, request):
        self.keys.add(request.headers.get("authorization"))
        if request.url.path == "/v3/directline/conversations":
            return JSONResponse({"conversationId": "dl-7", "token": "t", "expires_in": 1800}, 201)
        assert request.url.path == "/v3/directline/conversations/dl-7/activities"
        if request.method == "POST":
            for activity in (await request.json(), *self.answers):
                number = len(self.activities)
                self.activities.append({**activity, "id": f"dl-7|{number:07}"})
            return JSONResponse({"id": self.activities[-1]["id"]})
        watermark = request.query_params.get("watermark")
        self.asked.append(watermark)
        new = self.activities[int(watermark or 0) :]
        return JSONResponse({"activities": new, "watermark": str(len(self.activities))})


BOT = {"from": {"id": "shop-bot"}}
HANDOFF = {"type": "event", "name": "handoff.initiate", "value": {"Skill": "billing"}, **BOT}


async def heard(session, count):
    found = []
    while len(found) < count:
        event = await asyncio.wait_for(session.receive(), 5)
        found += [] if isinstance(event, Replied) else [event]
    return found


async def test_a_customer_on_direct_line(serve, connect) -> None:
    line = DirectLine(
        {"type": "typing", **BOT}, {"type": "message", "text": "One moment.", **BOT}, HANDOFF
    )
    url = await serve(line)
    written = preset("directline", url=url, token="s3cret")
    session = await connect(**{**written, "poll": {**written["poll"], "every": "1ms"}})
    assert session.conversation == "dl-7"
    for _ in range(2):
        await session.send("hi")
        said, signal = await heard(session, 2)
        assert (said.text, signal.queue) == ("One moment.", "billing")
        assert isinstance(signal, Signalled)
    assert line.activities[0]["from"] == {"id": "dl_u-1", "name": "Ana López-K7F3"}
    assert line.keys == {"Bearer s3cret"}
    assert line.asked[0] is None
    assert set(line.asked[1:]) <= {"0", "4", "8"}


class Rasa:
    """A REST channel and a tracker; what they say is set by the test."""

    def __init__(self, replies: list, **tracker) -> None:
        self.replies, self.tracker, self.asked = replies, tracker, []

    async def __call__(self, request):
        if request.method == "POST":
            assert request.url.path == "/webhooks/rest/webhook"
            self.asked.append(await request.json())
            return JSONResponse(self.replies)
        assert request.url.path == "/conversations/c-1/tracker"
        return JSONResponse({"sender_id": "c-1", "slots": {}, "paused": False, **self.tracker})


@pytest.mark.parametrize(
    ("replies", "tracker", "queue"),
    [
        ([{"text": "One moment."}, {"custom": {"handoff": {"queue": "billing"}}}], {}, "billing"),
        ([{"text": "One moment."}], {"paused": True, "slots": {"queue": "refunds"}}, "refunds"),
    ],
)
async def test_a_rasa_bot_hands_over(serve, connect, drained, replies, tracker, queue) -> None:
    sure = {"latest_message": {"intent": {"name": "faq", "confidence": 0.3}}}
    rasa = Rasa([{"recipient_id": "c-1", **each} for each in replies], **tracker, **sure)
    session = await connect(**preset("rasa", url=await serve(rasa) + "/"))
    await session.send("hi")
    events = await drained(session)
    assert [event.text for event in events if isinstance(event, Said)] == ["One moment."]
    assert [event.queue for event in events if isinstance(event, Signalled)] == [queue]
    assert Confided(0.3) in events
    assert rasa.asked[0]["sender"] == "c-1"


async def test_a_muted_rasa_bot_is_silent_and_a_dead_one_an_error(serve, connect, drained) -> None:
    rasa = Rasa([], paused=True)
    session = await connect(**preset("rasa", url=await serve(rasa) + "/"))
    await session.send("hello?")
    assert [event for event in await drained(session) if isinstance(event, Said)] == []
    rasa.tracker["paused"] = False
    with pytest.raises(ChannelError, match=r"it, or a part of it, is dead") as caught:
        await session.send("hello?")
    assert caught.value.trouble.kind == "dead"


async def test_pictures_of_a_rasa_bot_are_no_texts(serve, connect, drained) -> None:
    rasa = Rasa([{"text": "Look:"}, {"image": "https://shop.test/map.png"}])
    session = await connect(**preset("rasa", url=await serve(rasa) + "/"))
    await session.send("where?")
    assert [e.text for e in await drained(session) if isinstance(e, Said)] == ["Look:"]
