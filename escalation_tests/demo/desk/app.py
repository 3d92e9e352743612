"""The desk over HTTP: takes handoffs, shows them to people."""

import json
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

KEPT = 2_000
"""Conversations that are kept; the oldest is dropped first."""
LARGEST = 2_000_000
"""Bytes of a delivery that are read."""


class Desk:
    """The cases that the desk holds, the newest last."""

    def __init__(self, forward: str = "", closed: bool = False) -> None:
        self.closed = closed
        self._forward = forward
        self._cases: OrderedDict[str, list[dict[str, Any]]] = OrderedDict()
        self._ids: set[str] = set()
        self._http = httpx.AsyncClient(timeout=30.0, trust_env=False)

    def cases(self) -> list[dict[str, Any]]:
        """Every conversation with its deliveries, the newest first."""
        return [
            {"conversation_id": id_, "deliveries": deliveries}
            for id_, deliveries in reversed(self._cases.items())
        ]

    def case(self, conversation: str) -> list[dict[str, Any]]:
        """The deliveries of one conversation."""
        return self._cases.get(conversation, [])

    async def take(self, delivery: dict[str, Any]) -> tuple[int, Any]:
        """Status and body of the answer to a delivery."""
        if self.closed:
            return 409, {"error": "nobody_online"}
        if delivery.get("id") in self._ids:
            return 200, {"accepted": True, "duplicate": True}
        status, body = await self._passed_on(delivery)
        if status < 300:
            self._keep(delivery)
        return status, body

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _passed_on(self, delivery: dict[str, Any]) -> tuple[int, Any]:
        """The answer of whoever stands behind this desk, or its own."""
        if not self._forward:
            return 201, {"accepted": True}
        try:
            answer = await self._http.post(self._forward, json=delivery)
        except httpx.HTTPError as error:
            return 502, {"error": f"the desk behind this one failed: {type(error).__name__}"}
        try:
            return answer.status_code, answer.json()
        except ValueError:
            return answer.status_code, {}

    def _keep(self, delivery: dict[str, Any]) -> None:
        if isinstance(delivery.get("id"), str):
            self._ids.add(delivery["id"])
        self._cases.setdefault(str(delivery["conversation_id"]), []).append(delivery)
        while len(self._cases) > KEPT:
            _, dropped = self._cases.popitem(last=False)
            self._ids -= {str(one.get("id")) for one in dropped}


def desk_app(desk: Desk) -> Starlette:
    """The desk's endpoints."""

    async def take(request: Request) -> Response:
        body = await _bounded(request)
        try:
            delivery = json.loads(body) if body is not None else None
        except ValueError:
            delivery = None
        if not isinstance(delivery, dict) or not delivery.get("conversation_id"):
            return JSONResponse({"error": "expected a JSON object with a conversation_id"}, 400)
        status, answer = await desk.take(delivery)
        return JSONResponse(answer, status)

    async def listed(_: Request) -> Response:
        return JSONResponse(desk.cases())

    async def one(request: Request) -> Response:
        return JSONResponse(desk.case(request.path_params["conversation"]))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await desk.close()

    routes = [
        Route("/handoffs", take, methods=["POST"]),
        Route("/handoffs", listed),
        Route("/handoffs/{conversation}", one),
        Route("/", _page),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _bounded(request: Request) -> bytes | None:
    """The body; None when it is too large."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return bytes(body)


async def _page(_: Request) -> Response:
    page = resources.files("escalation_tests.demo.desk").joinpath("desk.html")
    return HTMLResponse(page.read_text("utf-8"))
