"""Chat completions: who keeps the history, what a call signals, and how it is answered."""

import asyncio
import json

import pytest
from starlette.responses import JSONResponse, Response, StreamingResponse

from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Replied, Said, Signalled
from escalation_tests.model.record import Leg
from tests.channels.chats import Server, chunks, completion, events, streamed

pytestmark = pytest.mark.anyio

TRANSFER = {
    "name": "transfer",
    "about": "Hand the customer over to people.",
    "parameters": {"type": "object", "properties": {"queue": {"type": "string"}, "urgent": {}}},
    "handoff": True,
    "queue": "queue",
    "result": {"ok": True, "room": "{conversation_id}", "queue": "{arguments.queue}", "urgent": "{arguments.urgent}"},
}  # fmt: skip
LOOK_UP = {"name": "look_up", "result": "The order was sent yesterday."}
BOTH = pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])


async def turn(session, drained, text="hi"):
    await session.send(text)
    return await drained(session)


def told(heard):
    return [event.text for event in heard if isinstance(event, Said)]


@BOTH
async def test_the_history_is_kept_here_and_sent_each_time(serve, chat, drained, stream) -> None:
    server = Server(completion("Hello there."), completion("Your order was sent."))
    session = await chat(await serve(server), stream=stream, token="s3cret",
                         system="Speak {language}.", body={"user": "{conversation_id}", "seed": 7})  # fmt: skip
    assert not session.listens
    assert told(await turn(session, drained, "hi {you}")) == ["Hello there."]
    assert told(await turn(session, drained, "my order?")) == ["Your order was sent."]
    assert server.messages(1) == [
        ("system", "Speak es."), ("user", "hi {you}"), ("assistant", "Hello there."),
        ("user", "my order?"),
    ]  # fmt: skip
    asked = server.asked[0]
    assert (asked["model"], asked["stream"], asked["user"], asked["seed"]) == (
        "bot",
        stream,
        "c-1",
        7,
    )
    assert (asked["authorization"], "tools" in asked) == ("Bearer s3cret", False)


@BOTH
async def test_a_call_is_the_signal_and_is_answered(serve, chat, drained, stream) -> None:
    called = completion("One moment.", ("transfer", {"queue": "billing", "urgent": True}))
    server = Server(called, completion("You are being transferred."))
    session = await chat(await serve(server), stream=stream, tools=[TRANSFER])
    heard = await turn(session, drained)
    spoken = [event for event in heard if not isinstance(event, Replied)]
    assert [getattr(event, "text", None) for event in spoken] == [
        "One moment.",
        None,
        "You are being transferred.",
    ]
    assert (spoken[1].queue, json.loads(spoken[1].raw)["tool"]) == ("billing", "transfer")
    replied = [event.body for event in heard if isinstance(event, Replied)]
    assert replied[0]["choices"][0]["message"]["tool_calls"][0]["function"]["name"] == "transfer"
    _, assistant, tool = server.asked[1]["messages"]
    assert (
        assistant["tool_calls"][0]["function"]["arguments"]
        == '{"queue": "billing", "urgent": true}'
    )
    assert (tool["role"], tool["tool_call_id"]) == ("tool", "call-1")
    result = {"ok": True, "room": "c-1", "queue": "billing", "urgent": True}
    assert json.loads(tool["content"]) == result
    assert server.asked[0]["tools"][0]["function"]["description"] == TRANSFER["about"]


@BOTH
async def test_several_calls_and_several_rounds(serve, chat, drained, stream) -> None:
    server = Server(
        completion(None, ("look_up", ""), ("look_up", {})),
        completion("", ("transfer", {"queue": "refunds"})),
        completion("Done."),
        completion("Yes?"),
    )
    session = await chat(await serve(server), stream=stream, tools=[LOOK_UP, TRANSFER])
    heard = await turn(session, drained)
    assert told(heard) == ["Done."]
    assert [event.queue for event in heard if isinstance(event, Signalled)] == ["refunds"]
    assert told(await turn(session, drained, "thanks")) == ["Yes?"]
    roles = [role for role, _ in server.messages(3)]
    assert roles == ["user", "assistant", "tool", "tool", "assistant", "tool", "assistant", "user"]


async def test_a_signal_that_is_no_call(serve, chat, drained) -> None:
    body = {**completion("Wait."), "handoff": {"team": "vip"}}
    receive = {"signal": "handoff", "queue": "handoff.team"}
    session = await chat(await serve(Server(JSONResponse(body))), receive=receive)
    heard = await turn(session, drained)
    assert (told(heard), [e.queue for e in heard if isinstance(e, Signalled)]) == (
        ["Wait."],
        ["vip"],
    )


async def test_a_refusal_is_what_the_customer_reads(serve, chat, drained) -> None:
    session = await chat(
        await serve(Server(completion(None, refusal="I cannot do that."))), stream=False
    )
    assert told(await turn(session, drained)) == ["I cannot do that."]


@BOTH
async def test_a_bot_may_say_nothing(serve, chat, drained, stream) -> None:
    session = await chat(await serve(Server(completion(""))), stream=stream)
    assert told(await turn(session, drained)) == []


async def test_calls_that_are_not_numbered_are_told_apart_by_their_ids(
    serve, chat, drained
) -> None:
    pieces = [
        {"id": "a", "function": {"name": "transfer", "arguments": '{"queue":'}},
        {"function": {"arguments": '"one"}'}},
        {"id": "b", "function": {"name": "transfer", "arguments": '{"queue":"two"}'}},
    ]
    made = [{"choices": [{"delta": {"tool_calls": [piece]}}]} for piece in pieces]
    first = Response(events(*made, "data: [DONE]"), media_type="text/event-stream")
    session = await chat(await serve(Server(first, completion("ok"))), tools=[TRANSFER])
    heard = await turn(session, drained)
    assert [e.queue for e in heard if isinstance(e, Signalled)] == ["one", "two"]


async def test_what_is_said_before_a_call_is_heard_before_the_answer_to_it(serve, chat) -> None:
    gate = asyncio.Event()

    class Slow(Server):
        async def __call__(self, request):
            if self.asked:
                await gate.wait()
            return await super().__call__(request)

    server = Slow(completion("One moment.", ("transfer", {})), completion("Gone."))
    session = await chat(await serve(server), tools=[TRANSFER])
    await session.send("hi")
    assert (await session.receive()).text == "One moment."
    gate.set()
    while (event := await session.receive()) is not None:
        last = event
    assert last.body["choices"][0]["message"]["content"] == "Gone."


async def test_the_last_message_can_be_delivered_again(serve, chat, drained) -> None:
    server = Server(completion("one"), completion("two"), completion("three"))
    session = await chat(await serve(server))
    await turn(session, drained)
    await session.repeat()
    assert told(await drained(session)) == ["two"]
    assert server.messages(1) == [("user", "hi")]
    await turn(session, drained, "more")
    assert server.messages(2) == [
        ("user", "hi"), ("assistant", "one"), ("assistant", "two"), ("user", "more"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "headers"),
    [(429, {"retry-after": "0.01"}), (503, {"retry-after-ms": "5"}),
     (429, {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"})],
)  # fmt: skip
async def test_a_bot_that_is_busy_is_asked_again(serve, chat, drained, status, headers) -> None:
    busy = JSONResponse({"error": {"message": "slow down"}}, status, headers)
    server = Server(busy, busy, completion("Hello."))
    session = await chat(await serve(server))
    assert told(await turn(session, drained)) == ["Hello."]
    assert [server.messages(number) for number in range(3)] == [[("user", "hi")]] * 3


def sse(*values):
    return Response(events(*values), media_type="text/event-stream")


def refusal(status, headers=None, **error):
    return JSONResponse({"error": {"message": "no", **error}}, status, headers)


@pytest.mark.parametrize(
    ("answer", "kind", "part"),
    [
        (refusal(401, message="Incorrect API key"), "status", "HTTP 401 Unauthorized: Incorrect API key"),
        (Response("oops", 500), "status", "answered HTTP 500"),
        (refusal(429, {"retry-after": "90"}), "busy", "asks to wait 90 s, longer than is left of `bot.timeout`"),
        (refusal(429, {"retry-after": "0"}), "status", "HTTP 429 Too Many Requests: no"),
        (refusal(429, code="insufficient_quota"), "status", "HTTP 429"),
        (JSONResponse({"error": {"message": "no model"}}), "told", "no model"),
        (JSONResponse({"detail": "ok"}), "no-match", "keys that did arrive: detail"),
        (JSONResponse({"choices": []}), "no-match", "choices"),
        (JSONResponse(completion(7)), "wrong-type", "a int where a text"),
        (JSONResponse([]), "no-match", "a list of 0"),
        (Response("<h1>Log in</h1>", media_type="text/html"), "not-json", "an HTML page"),
        (Response("x" * 200_000), "too-large", "more than 100000 bytes"),
        (completion("half", finish="length"), "cut", "at its limit of tokens"),
        (completion("", finish="content_filter"), "cut", "a filter held"),
        (completion(None, ("transfre", {})), "unknown-tool", "none of `bot.tools`; did you mean"),
        (completion(None, ("transfer", '{"queue": ')), "not-json", "the arguments with which the bot calls"),
        (completion(None, ("transfer", "[]")), "wrong-type", "are no object"),
        (completion(None, ("look_up", {})), "loop", "still calls tools after 3 rounds"),
        (sse(*chunks(completion("half"))[:-2]), "cut", "without [DONE] and without a `finish_reason`"),
        (sse(), "cut", "without [DONE]"),
        (sse('data: {"choices": ['), "not-json", "an event of the stream is not JSON"),
        (sse({"choices": [{"delta": {"content": 7}}]}), "wrong-type", "`content` of a chunk is a int"),
        (sse({"choices": {}}), "wrong-type", "`choices` of a chunk is an object"),
        (sse({"choices": [{"delta": {"tool_calls": [7]}}]}), "wrong-type", "`tool_calls` of a chunk"),
        (sse(*chunks(completion("half"))[:2], {"error": {"message": "overloaded"}}), "told", "overloaded"),
        (Response(b'data: {"a": "caf\xe9"}\n\n', media_type="text/event-stream"), "not-utf8", "UTF-8"),
        (Response('data: {"choices"', media_type="text/event-stream"), "cut", "in the middle of an event"),
        (sse("data: " + "x" * 200_000), "too-large", "100000 bytes"),
    ],
)  # fmt: skip
async def test_each_bad_day_is_the_bots(serve, chat, drained, answer, kind, part) -> None:
    session = await chat(
        await serve(Server(answer)), tools=[LOOK_UP, TRANSFER], rounds=3, max_reply=100_000
    )
    with pytest.raises(ChannelError) as caught:
        await turn(session, drained)
    found = caught.value.trouble
    assert found.leg is Leg.BOT
    assert (found.kind, part in found.message) == (kind, True), found
    assert len(found.received) <= 2000
    with pytest.raises(ChannelError):
        await session.send("again")


@pytest.mark.parametrize("begun", [False, True])
async def test_a_bot_that_does_not_end(serve, chat, drained, begun) -> None:
    async def answer(_):
        async def body():
            if begun:
                yield events({"choices": [{"delta": {"content": "Well"}}]})
            await asyncio.Event().wait()

        if not begun:
            await asyncio.Event().wait()
        return StreamingResponse(body(), media_type="text/event-stream")

    session = await chat(await serve(answer), timeout="1s" if begun else "200ms")
    with pytest.raises(ChannelError) as caught:
        await turn(session, drained)
    assert caught.value.trouble.kind == ("endless" if begun else "timeout")


async def test_a_stream_that_is_cut_on_its_way(ugly, chat, drained) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9999\r\n\r\n"
    asked = []

    async def breaks(request, writer):
        asked.append(request)
        writer.write(head + events(*chunks(completion("One moment."))[:3]).encode())
        await writer.drain()
        writer.close()

    session = await chat(await ugly(breaks))
    with pytest.raises(ChannelError) as caught:
        await turn(session, drained)
    assert (caught.value.trouble.kind, len(asked)) == ("closed", 1)
    assert "moment" not in caught.value.trouble.message


async def test_what_was_heard_before_it_went_wrong_is_not_lost(serve, chat) -> None:
    server = Server(streamed(completion("One moment.", ("transfer", {}))), Response("down", 500))
    session = await chat(await serve(server), tools=[TRANSFER])
    await session.send("hi")
    said, signal, _ = [await session.receive() for _ in range(3)]
    assert said == Said("One moment.")
    assert isinstance(signal, Signalled)
    with pytest.raises(ChannelError, match="HTTP 500"):
        await session.receive()
