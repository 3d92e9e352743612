"""The bot over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from escalation_tests.demo.bot.delivery import DeskClient
from escalation_tests.demo.bot.service import Bot, Reply

LARGEST = 1_000_000
"""Bytes of a request that are read."""


def bot_app(bot: Bot, desk: DeskClient, latency: float = 0.0) -> Starlette:
    """The bot's endpoints; each answer is held back for `latency` seconds."""

    async def chat(request: Request) -> Response:
        try:
            conversation, text, message_id = await _message(request)
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        if latency:
            await asyncio.sleep(latency)
        return JSONResponse(_told(await bot.hear(conversation, text, message_id)))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await desk.close()

    routes = [
        Route("/chat", chat, methods=["POST"]),
        Route("/health", _health),
        Route("/", _page),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _message(request: Request) -> tuple[str, str, str]:
    """Conversation, text and id of a message; raises `ValueError` with what is wrong."""
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                raise ValueError("the request is too large")
    except ClientDisconnect:
        raise ValueError("the request broke off") from None
    try:
        sent = json.loads(bytes(body))
    except ValueError:
        raise ValueError("the request is not JSON") from None
    if not isinstance(sent, dict):
        raise ValueError("expected an object with `conversation` and `text`")
    conversation, text = sent.get("conversation"), sent.get("text")
    if not isinstance(conversation, str) or not conversation or len(conversation) > 200:
        raise ValueError("`conversation` must be a text of 1 to 200 characters")
    if not isinstance(text, str):
        raise ValueError("`text` must be a text")
    message_id = sent.get("id")
    return conversation, text, message_id if isinstance(message_id, str) else ""


def _told(reply: Reply) -> dict[str, object]:
    meaning = reply.meaning
    return {
        "messages": [{"text": text} for text in reply.texts],
        "handoff": reply.handoff,
        "nlu": {
            "intent": meaning.topic,
            "confidence": meaning.confidence,
            "language": meaning.language,
        },
    }


async def _health(_: Request) -> Response:
    return JSONResponse({"ok": True})


async def _page(_: Request) -> Response:
    page = resources.files("escalation_tests.demo.bot").joinpath("chat.html")
    return HTMLResponse(page.read_text("utf-8"))
