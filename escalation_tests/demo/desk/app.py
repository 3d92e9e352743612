"""The desk over HTTP: takes handoffs, shows them to people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from escalation_tests.demo.desk.counter import Counter
from escalation_tests.demo.wire import page, received, sendable, talking, told

LARGEST = 8_000_000
"""Bytes of a delivery that are read."""
LONGEST_NAME = 200
"""Characters of an id."""


def desk_app(desk: Counter) -> Starlette:
    """The desk's endpoints."""

    async def take(request: Request) -> Response:
        delivery = await received(request, LARGEST)
        conversation = _known(delivery)
        status, body = await desk.take(conversation, _name(delivery.get("id")), _json(delivery))
        return Response(body, status, media_type="application/json")

    async def listed(request: Request) -> Response:
        latest = request.query_params.get("latest", "")
        tag = f'"{desk.cases.changes}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"etag": tag})
        body = desk.cases.latest(int(latest) if latest.isdecimal() and len(latest) < 9 else None)
        headers = {"etag": tag, "cache-control": "no-cache"}
        return Response(body, media_type="application/json", headers=headers)

    async def one(request: Request) -> Response:
        body = desk.cases.of(request.path_params["conversation"])
        if body is None:
            raise HTTPException(404, "no handoff of this conversation")
        return Response(body, media_type="application/json")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await desk.close()

    routes = [
        Route("/handoffs", take, methods=["POST"]),
        Route("/handoffs", listed),
        Route("/handoffs/{conversation:path}", one),
        Route("/health", _health),
        *page("escalation_tests.demo.desk", "desk"),
    ]
    return talking(Starlette(routes=routes, lifespan=lifespan))


def _known(delivery: dict[str, Any]) -> str:
    """The conversation of a delivery; raises `HTTPException` with what is wrong."""
    if delivery.get("event") not in ("handoff", "message"):
        raise HTTPException(400, "`event` must be `handoff` or `message`")
    conversation = _name(delivery.get("conversation_id"))
    if not conversation:
        limit = f"1 to {LONGEST_NAME} characters"
        raise HTTPException(400, f"`conversation_id` must be a text of {limit}")
    return conversation


def _name(given: Any) -> str:
    """A short text; empty if it is none."""
    return given if isinstance(given, str) and len(given) <= LONGEST_NAME else ""


def _json(delivery: dict[str, Any]) -> bytes:
    try:
        return sendable(delivery)
    except RecursionError:
        raise HTTPException(400, "the delivery is nested too deeply") from None


async def _health(_: Request) -> Response:
    return told({"ok": True})
