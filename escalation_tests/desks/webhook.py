"""The suite is the desk: a server on loopback to which the bot posts."""

import asyncio
import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from escalation_tests.contract.desk import WebhookDesk
from escalation_tests.contract.emulator import EmulatorDesk
from escalation_tests.desks.address import Address, bound, written
from escalation_tests.desks.emulation import Call, Emulation
from escalation_tests.desks.ledger import Ledger
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.payload import parsed, whole_tree
from escalation_tests.desks.readout import PREFIX, Readout
from escalation_tests.desks.tray import Tray, seen_state
from escalation_tests.model.handoff import Source
from escalation_tests.ports import Answer, Clock, Inbox, Opening
from escalation_tests.serving import Server, body_of


class WebhookObserver:
    """Takes deliveries, sorts them by conversation, and answers as it is told to."""

    def __init__(self, desk: WebhookDesk | EmulatorDesk, clock: Clock) -> None:
        self._desk, self._clock = desk, clock
        self._wanted = written(desk.listen)
        self._mapper = HandoffMapper(desk, Source.WEBHOOK)
        self._plain = desk if isinstance(desk, WebhookDesk) else None
        usual = Answer(self._plain.answer_status) if self._plain else Answer()
        self._ledger = Ledger(self._mapper, usual)
        self._emulation = (
            Emulation(desk, self._mapper, clock) if isinstance(desk, EmulatorDesk) else None
        )
        self.key = secrets.token_urlsafe(24)
        """With this other processes of the run may read what arrives."""
        self.url = self._wanted.url
        """Where the bot posts to; with port 0 only known once started."""
        self._stopping = asyncio.Event()
        self._readout = Readout(self._ledger, clock, self.key, self._stopping)
        self._server: Server | None = None

    @property
    def address(self) -> str:
        """Where the bot delivers to."""
        return self.url

    async def start(self) -> None:
        listening = await bound(self._wanted, self._desk.allow_remote)
        self.url = Address(self._wanted.host, listening.getsockname()[1]).url
        self._stopping.clear()
        self._server = Server(self._serve, listening)
        await self._server.start()

    async def open(self, opening: Opening, conversation: str, answers: Sequence[Answer]) -> Inbox:
        async def close() -> None:
            self._ledger.forget(conversation)

        tray = Tray(conversation, self._mapper, seen_state(self._mapper, answers), close)
        self._ledger.expect(conversation, opening.token, answers, tray.take)
        return tray

    def strays(self) -> Mapping[str, int]:
        return self._ledger.counts()

    def samples(self) -> tuple[str, ...]:
        """The first few payloads of unknown conversations, for the report."""
        return self._ledger.samples()

    async def stop(self) -> None:
        server, self._server = self._server, None
        self._stopping.set()
        if server is not None:
            await server.stop()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._response(request)
        except ClientDisconnect:
            self._ledger.count("malformed")
            return
        if self._stopping.is_set():
            response.headers["connection"] = "close"
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        if request.scope["path"].startswith(PREFIX):
            return await self._readout.response(request)
        if self._emulation is None and request.method not in {"POST", "PUT"}:
            return JSONResponse({"error": "deliver with POST"}, 405, {"allow": "POST, PUT"})
        if not self._authorized(request):
            return self._turned_away("unauthorized", 401, "desk.secret was not presented")
        body = await body_of(request, self._desk.max_payload)
        if body is None:
            limit = f"more than {self._desk.max_payload} bytes (desk.max_payload)"
            return self._turned_away("oversized", 413, limit)
        if self._emulation is not None:
            return await self._emulated(self._emulation, request, body)
        try:
            payload = parsed(body)
        except ValueError as error:
            return self._turned_away("malformed", 400, f"not a JSON object: {str(error)[:200]}")
        renews = self._plain is not None and self._plain.renews
        thing = self._mapper.identity(payload) if renews else ""
        return await self._answered(self._ledger.deliver(payload, self._clock.now(), thing))

    async def _emulated(self, emulation: Emulation, request: Request, body: bytes) -> Response:
        try:
            content = _content(request, body)
        except ValueError as error:
            return self._turned_away("malformed", 400, f"not readable: {str(error)[:200]}")
        key = request.headers.get("idempotency-key", "")
        path, query = request.scope["path"], dict(request.query_params)
        said = emulation.answer(Call(request.method, path, query, content, key), self._entered)
        if said.counts:
            self._ledger.count(said.counts)
        if said.wait:
            await self._pause(said.wait)
        if said.status in {204, 304}:
            return Response(status_code=said.status)
        return JSONResponse(said.body, said.status)

    def _entered(self, payload: Any, thing: str) -> Answer:
        return self._ledger.deliver(payload, self._clock.now(), thing)

    async def _answered(self, answer: Answer) -> Response:
        if answer.delay:
            await self._pause(answer.delay)
        content: Any = answer.body
        if content is None:
            refused = {"error": f"answered with {answer.status} on purpose"}
            usual = self._plain.answer if self._plain else {}
            content = usual if answer.status < 400 else refused
        if answer.status in {204, 304}:
            return Response(status_code=answer.status)
        return JSONResponse(content, answer.status)

    async def _pause(self, seconds: float) -> None:
        """Wait, but not beyond the desk's own end."""
        try:
            async with self._clock.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return

    def _authorized(self, request: Request) -> bool:
        if self._desk.secret is None:
            return True
        wanted = f"Bearer {self._desk.secret.get_secret_value()}"
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), wanted.encode())

    def _turned_away(self, reason: str, status: int, error: str) -> Response:
        self._ledger.count(reason)
        return JSONResponse({"error": error}, status, {"connection": "close"})


def _content(request: Request, body: bytes) -> Any:
    """What the body says, be it JSON or a form; None for an empty one. Raises ValueError."""
    if not body.strip():
        return None
    if "form-urlencoded" in request.headers.get("content-type", ""):
        return whole_tree(dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True)))
    return parsed(body)
