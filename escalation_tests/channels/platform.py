"""The platform that the suite plays: a server on loopback that the bot calls."""

import socket
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from escalation_tests.channels.arrived import Show, parsed, shown
from escalation_tests.channels.listening import listening, url_of
from escalation_tests.channels.routes import Call, Fits, Table
from escalation_tests.channels.session import number
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Event
from escalation_tests.serving import Server, body_of

MOST_PAST = 20_000
"""Conversations that are over and still known by their ids."""


class Guest(Protocol):
    """A conversation for which the bot may call."""

    waits: bool
    """The customer has written, and the bot has done nothing since."""

    def hear(self, events: Sequence[Event]) -> None:
        """Take what the bot did by one call."""

    def fail(self, error: ChannelError) -> None:
        """Learn that the bot did what it may not do."""


class Platform:
    """Answers the bot's calls, and gives each to the conversation that it names.

    A call counts when it has been read whole, before it is answered; a call that names an open
    conversation is never given to another one.
    """

    def __init__(self, table: Table, listen: str, largest: int, show: Show) -> None:
        self._table, self._listen, self._largest, self._show = table, listen, largest, show
        self._guests: dict[str, Guest] = {}
        self._past: OrderedDict[str, None] = OrderedDict()
        self._counts: Counter[str] = Counter()
        self._server: Server | None = None

    async def start(self) -> str:
        """Listen; returns the address that bots are told. Raises `ChannelError`."""
        opened: socket.socket = listening(self._listen)
        self._server = Server(self._serve, opened)
        await self._server.start()
        return url_of(opened)

    async def stop(self) -> None:
        """Close the door; never raises."""
        server, self._server = self._server, None
        if server is not None:
            await server.stop()

    def join(self, name: str, guest: Guest) -> None:
        """Give calls that name the conversation `name` to `guest`."""
        self._guests[name] = guest
        self._past.pop(name, None)

    def leave(self, name: str) -> None:
        """Calls that name it are late from now on: answered, counted, heard by nobody."""
        self._guests.pop(name, None)
        self._past[name] = None
        if len(self._past) > MOST_PAST:
            self._past.popitem(last=False)

    def strays(self) -> Mapping[str, int]:
        """Calls that no conversation heard, by reason."""
        return dict(sorted(self._counts.items()))

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._response(request)
        except ClientDisconnect:
            self._counts["call cut off"] += 1
            return
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        path = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
        body = await body_of(request, self._largest)
        query = dict(request.query_params)
        if body is None:
            call = Call(request.method, path, query, None)
            message = (
                f"sent more than {self._largest} bytes; `bot.max_reply` sets how much is read"
            )
            return self._refused(call, 413, "too-large", message)
        try:
            call = Call(request.method, path, query, _value(request, body))
        except ValueError as error:
            call = Call(request.method, path, query, shown(body))
            if not self._table.takes(request.method, path):
                return self._unknown_route(call)
            kind = "not-utf8" if isinstance(error, UnicodeError) else "not-json"
            return self._refused(call, 400, kind, f"is {_not(error)}", shown(body))
        fits = self._table.find(call)
        return self._answered(call, fits) if fits else self._unknown_route(call)

    def _answered(self, call: Call, fits: Fits) -> Response:
        name = fits.conversation
        guest = self._guests.get(name) if name is not None else None
        if fits.route.conversation is not None and guest is None:
            if name not in self._past:
                return self._unknown_conversation(call, name)
            self._counts["call for a conversation that is over"] += 1
        if guest is not None:
            try:
                guest.hear(fits.events())
            except ChannelError as error:
                guest.fail(error)
                return JSONResponse({"error": error.trouble.message}, 400)
        if fits.route.status in {204, 205}:
            return Response(status_code=fits.route.status)
        answer = self._table.answer(fits, name or "", _number(name))
        return JSONResponse(answer, fits.route.status)

    def _unknown_route(self, call: Call) -> Response:
        known = self._table.known(call.method, call.path)
        message = f"is taken by no route of `bot.routes` (known: {known})"
        return self._refused(call, 404, "unknown-route", message, self._show(call.body))

    def _unknown_conversation(self, call: Call, name: str | None) -> Response:
        self._counts["call for an unknown conversation"] += 1
        error = f"{call.method} {call.path} is for a conversation {name!r} that nobody has open"
        return JSONResponse({"error": shown(error)}, 404)

    def _refused(
        self, call: Call, status: int, kind: str, message: str, received: str = ""
    ) -> Response:
        """Refuse a call; whom it concerns learns it: who is named in it, else all who wait."""
        self._counts[f"call refused: {kind}"] += 1
        told = shown(f"the bot's call {call.method} {call.path} {message}")
        named = {id(guest): guest for word in _words(call) if (guest := self._guests.get(word))}
        waiting = [guest for guest in self._guests.values() if guest.waits]
        for guest in [*named.values()] or waiting:
            guest.fail(ChannelError(kind, told, received))
        return JSONResponse({"error": told}, status, {"connection": "close"})


def _value(request: Request, body: bytes) -> Any:
    """The body's JSON value, or the fields of a form; None when there is none."""
    if not body.strip():
        return None
    text = body.decode("utf-8-sig")
    if "x-www-form-urlencoded" in request.headers.get("content-type", ""):
        return dict(parse_qsl(text, keep_blank_values=True))
    return parsed(text)


def _not(error: ValueError) -> str:
    if isinstance(error, UnicodeError):
        return f"not UTF-8 text (byte {getattr(error, 'start', 0)})"
    return f"not JSON: {str(error)[:200]}"


def _number(name: str | None) -> int:
    text = name or ""
    return int(text) if text.isascii() and text.isdigit() else number(text)


def _words(call: Call) -> Iterator[str]:
    """Every text in a call that might be a conversation's id."""
    yield from call.path.split("/")
    yield from call.query.values()
    yield from _leaves(call.body)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str | int):
        yield str(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
