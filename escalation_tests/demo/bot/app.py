"""The bot over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from escalation_tests.demo.bot.delivery import DeskClient
from escalation_tests.demo.bot.service import Bot, Reply
from escalation_tests.demo.wire import page, received, talking, told

LARGEST = 1_000_000
"""Bytes of a request that are read."""
LONGEST_NAME = 200
"""Characters of an id or of a customer's name."""


def bot_app(bot: Bot, desk: DeskClient, latency: float = 0.0) -> Starlette:
    """The bot's endpoints; each answer is held back for `latency` seconds."""

    async def chat(request: Request) -> Response:
        sent = await received(request, LARGEST)
        conversation, text = _message(sent)
        if latency:
            await asyncio.sleep(latency)
        reply = await bot.hear(conversation, text, _name(sent.get("id")), _profile(sent))
        return told(_told(reply))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await desk.close()

    routes = [
        Route("/chat", chat, methods=["POST"]),
        Route("/health", _health),
        *page("escalation_tests.demo.bot", "chat"),
    ]
    return talking(Starlette(routes=routes, lifespan=lifespan))


def _message(sent: dict[str, Any]) -> tuple[str, str]:
    """Conversation and text; raises `HTTPException` with what is wrong."""
    conversation, text = _name(sent.get("conversation")), sent.get("text")
    if not conversation:
        limit = f"1 to {LONGEST_NAME} characters"
        raise HTTPException(400, f"`conversation` must be a text of {limit}")
    if not isinstance(text, str):
        raise HTTPException(400, "`text` must be a text")
    return conversation, text


def _name(given: Any) -> str:
    """A short text; empty if it is none."""
    return given if isinstance(given, str) and len(given) <= LONGEST_NAME else ""


def _profile(sent: dict[str, Any]) -> dict[str, str]:
    """What the shop's website says of the customer."""
    customer = sent.get("customer")
    if not isinstance(customer, dict):
        return {}
    known = {key: _name(customer.get(key)) for key in ("name", "email")}
    return {key: value for key, value in known.items() if value}


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
    return told({"ok": True})
