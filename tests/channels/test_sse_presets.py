"""What the presets for streaming platforms make of the events that their protocols define."""

import json

import pytest
import yaml
from starlette.responses import JSONResponse, Response

from escalation_tests.errors import ChannelError
from escalation_tests.loading.presets import presets
from escalation_tests.model.event import Said, Signalled
from tests.channels.test_sse import sse

pytestmark = pytest.mark.anyio

INTERRUPT = {"id": "i", "reason": "human", "metadata": {"queue": "billing"}}
AG_UI = [
    {"type": "RUN_STARTED", "threadId": "t", "runId": "r"},
    {"type": "TEXT_MESSAGE_START", "messageId": "m", "role": "assistant"},
    {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m", "delta": "One "},
    {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m", "delta": "moment."},
    {"type": "TEXT_MESSAGE_END", "messageId": "m"},
    {"type": "RUN_FINISHED", "outcome": {"type": "interrupt", "interrupts": [INTERRUPT]}},
]
AI_SDK = [
    {"type": "start"},
    {"type": "text-start", "id": "0"},
    {"type": "text-delta", "id": "0", "delta": "One "},
    {"type": "text-delta", "id": "0", "delta": "moment."},
    {"type": "text-end", "id": "0"},
    {"type": "tool-input-available", "toolName": "handoff", "input": {"queue": "billing"}},
    {"type": "finish"},
    "data: [DONE]",
]
GENERIC = [
    {"session": 1},
    {"delta": "One"},
    {"text": " "},
    {"choices": [{"delta": {"role": "assistant"}}]},
    {"choices": [{"delta": {"content": "moment"}}]},
    {"token": "."},
]


PROVISIONAL = 'event: generating\ndata: ["On", null, {"handoff": null}]'


def gradio(reply: object) -> str:
    handoff = {"handoff": {"queue": "billing"}}
    return f"event: complete\ndata: {json.dumps([reply, None, handoff])}"


@pytest.mark.parametrize(
    ("reply", "texts"),
    [
        ("One moment.", ["One moment."]),
        (["One", {"role": "assistant", "content": "moment."}], ["One", "moment."]),
        ({"content": [{"type": "text", "text": "One"}]}, ["One"]),
        ([], []),
    ],
)
async def test_a_gradio_chat(serve, tune, drained, reply, texts) -> None:
    asked = []

    async def answer(request):
        asked.append((request.method, request.url.path, await request.body()))
        if request.method == "POST":
            return JSONResponse({"event_id": "e-1"})
        return Response(sse(PROVISIONAL, gradio(reply)), media_type="text/event-stream")

    session = await tune(**preset("gradio", url=await serve(answer) + "/base/"))
    await session.send("hi")
    heard = await drained(session)
    assert [event.text for event in heard if isinstance(event, Said)] == texts
    assert len([event for event in heard if isinstance(event, Signalled)]) == 1
    post, get = asked
    assert post[:2] == ("POST", "/base/gradio_api/call/chat")
    assert json.loads(post[2]) == {"data": ["hi"], "session_hash": "c-1"}
    assert get[:2] == ("GET", "/base/gradio_api/call/chat/e-1")


def preset(name: str, **own) -> dict:
    written = presets()[name].value
    both = {**yaml.safe_load(json.dumps(written["bot"])), **written["example"]["bot"], **own}
    both["receive"] = {**written["bot"]["receive"], **both.get("receive", {})}
    return {key: value for key, value in both.items() if key != "channel"}


@pytest.mark.parametrize(
    ("name", "events", "signals"),
    [("ag-ui", AG_UI, 1), ("ai-sdk", AI_SDK, 1), ("sse", GENERIC, 0)],
)
async def test_a_conversation(serve, tune, drained, name, events, signals) -> None:
    bodies = []

    async def answer(request):
        bodies.append(await request.json())
        return Response(sse(*events), media_type="text/event-stream")

    session = await tune(**preset(name, url=await serve(answer)))
    for _ in range(2):
        await session.send('say "hi"')
        heard = await drained(session)
        assert [event.text for event in heard if isinstance(event, Said)] == ["One moment."]
        assert len([event for event in heard if isinstance(event, Signalled)]) == signals
    assert r"say \"hi\"" in json.dumps(bodies[0])
    assert "c-1" in json.dumps(bodies[0])


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("ag-ui", {"type": "RUN_ERROR", "message": "out of quota"}),
        ("ai-sdk", {"type": "error", "errorText": "out of quota"}),
        ("sse", {"error": {"message": "out of quota"}}),
    ],
)
async def test_an_error_that_the_bot_tells(serve, tune, drained, name, event) -> None:
    async def answer(_):
        return Response(sse(event), media_type="text/event-stream")

    session = await tune(**preset(name, url=await serve(answer)))
    await session.send("hi")
    with pytest.raises(ChannelError, match="out of quota") as caught:
        await drained(session)
    assert caught.value.trouble.kind == "told"
