"""`escalation-tests doctor` and bots that stream: each event is shown, and a mapping proposed."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from websockets.asyncio.server import serve

from escalation_tests.cli import main
from tests.cli.test_doctor import POLICY, pasted, serving

TRANSFER = "I am transferring you to a colleague now."
WORDS = ["I am ", "transferring you ", "to a colleague now."]


@contextmanager
def listening(answers: list[dict]) -> Iterator[str]:
    """A bot behind a WebSocket that answers each message with the same messages."""
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    address: list[str] = []
    stands = threading.Event()

    async def talk(connection) -> None:
        async for _ in connection:
            for answer in answers:
                await connection.send(json.dumps(answer))

    async def run() -> None:
        async with serve(talk, "127.0.0.1", 0) as server:
            address.append(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/chat")
            stands.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    stands.wait(10)
    try:
        yield address[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def told(capsys, tmp_path, bot: dict) -> tuple[int, str]:
    file = tmp_path / "escalation.yaml"
    file.write_text(f"bot: {json.dumps(bot)}\n{POLICY}", encoding="utf-8")
    status = main(["doctor", "--config", str(file)])
    return status, capsys.readouterr().out


PIECES = [*({"delta": word} for word in WORDS), {"kind": "message_end"}]
GROWING = [{"partial": "".join(WORDS[:number])} for number in (1, 2, 3)] + [{"is_final": True}]
WHOLE = [{"reply": "Let me see."}, {"reply": TRANSFER, "handoff": {"team": "general"}}]


@pytest.mark.parametrize(
    ("answers", "fits"),
    [
        (PIECES, {"part": "data.delta", "ends": "data.kind == 'message_end'"}),
        (GROWING, {"part": "data.partial", "assemble": "replace", "ends": "data.is_final"}),
        (
            WHOLE,
            {"messages": "data.reply", "signal": "data.handoff", "queue": "data.handoff.team"},
        ),
    ],
    ids=["pieces", "the whole text so far", "messages"],
)
def test_a_socket_that_is_not_understood(tmp_path, capsys, answers, fits) -> None:
    with listening(answers) as url:
        bot = {"channel": "websocket", "url": url, "timeout": 2, "receive": {"whole": "data.text"}}
        status, said = told(capsys, tmp_path, bot)
        assert status == 1
        assert "(played with it: it fits)" in said
        assert '-> {"conversation":' in said
        assert f'"data": {json.dumps(answers[0])}' in said
        proposed = pasted(said)["bot"]
        assert proposed == fits
        status, said = told(capsys, tmp_path, {**bot, "receive": proposed})
    assert status == 0, said
    assert f"read as bot says '{TRANSFER}'" in said
    assert said.count(json.dumps(answers[0])[1:-1]) == said.count("customer says")


def test_server_sent_events_that_are_not_understood(tmp_path, capsys) -> None:
    events = "".join(f"event: token\ndata: {json.dumps({'token': word})}\n\n" for word in WORDS)
    with serving(lambda *_: (200, "text/event-stream", events)) as url:
        bot = {"channel": "sse", "url": url, "receive": {"whole": "data.text"}}
        status, said = told(capsys, tmp_path, bot)
        assert status == 1
        proposed = pasted(said)["bot"]
        assert proposed == {"part": "data.token"}
        status, said = told(capsys, tmp_path, {**bot, "receive": proposed})
    assert status == 0, said
    assert f"read as bot says '{TRANSFER}'" in said
