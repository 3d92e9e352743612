"""The channel of chat completions keeps what its port promises."""

import json
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from escalation_tests.channels import openai_channel
from escalation_tests.contract.completions import ChatBot
from escalation_tests.desks.address import Address, bound
from escalation_tests.engine.clock import LoopClock
from escalation_tests.serving import Server
from escalation_tests.testing.channels import check_channel

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def completing_bot():
    """Answers with the first word and a call for more, as long as there are words."""

    async def complete(request: Request):
        messages = (await request.json())["messages"]
        last = max(place for place, each in enumerate(messages) if each["role"] == "user")
        words = messages[last]["content"].split()[(len(messages) - last - 1) // 2 :]
        call = {"id": "c", "function": {"name": "more", "arguments": "{}"}}
        deltas = [{"content": words[0][:2]}, {"content": words[0][2:]}]
        deltas += [{"tool_calls": [{"index": 0, **call}]}] if words[1:] else []
        made = [json.dumps({"choices": [{"delta": delta}]}) for delta in deltas]
        text = "".join(f"data: {each}\n\n" for each in [*made, "[DONE]"])
        return Response(text, media_type="text/event-stream")

    listening = await bound(Address("127.0.0.1", 0), allow_remote=False)
    server = Server(Starlette(routes=[Route("/", complete, methods=["POST"])]), listening)
    await server.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    await server.stop()


async def test_openai_channel() -> None:
    async with completing_bot() as url:
        said = {"channel": "openai", "url": url, "model": "m", "tools": [{"name": "more"}]}
        bot = ChatBot(**said, rounds=20)
        await check_channel(lambda: openai_channel(bot, LoopClock()), 100)
