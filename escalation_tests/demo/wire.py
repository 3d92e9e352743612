"""JSON and pages over HTTP, whatever the other side sends."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any, NoReturn

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
GUARDED = {
    # Nothing but the page's own files is run, even if a text slipped into it as markup.
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


async def received(request: Request, largest: int) -> dict[str, Any]:
    """The JSON object that was sent; raises `HTTPException` with what is wrong."""
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > largest:
                raise HTTPException(413, f"the request is larger than {largest} bytes")
    except ClientDisconnect:
        raise HTTPException(400, "the request broke off") from None
    try:
        sent = json.loads(bytes(body), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise HTTPException(400, "the request is not JSON") from None
    if not isinstance(sent, dict):
        raise HTTPException(400, "expected a JSON object")
    return sent


def sendable(body: Any) -> bytes:
    """The body as JSON; lone surrogates, which UTF-8 cannot say, are written as escapes."""
    try:
        return json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(body).encode()


def told(body: Any, status: int = 200) -> Response:
    """An answer in JSON."""
    return Response(sendable(body), status, media_type="application/json")


def talking(app: Starlette) -> Starlette:
    """The application, whose refusals are JSON as well: `{"error": …}`."""

    async def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException), "registered for nothing else"
        answer = told({"error": error.detail}, error.status_code)
        answer.headers.update(error.headers or {})
        return answer

    app.add_exception_handler(HTTPException, refused)
    return app


def page(package: str, name: str) -> Iterator[Route]:
    """The routes of a page: its HTML at `/`, script and style under their names."""
    for kind, media in KINDS.items():
        body = resources.files(package).joinpath(f"{name}.{kind}").read_bytes()
        path = "/" if kind == "html" else f"/{name}.{kind}"
        yield Route(path, _file(body, media))


def _file(body: bytes, media: str) -> Any:
    async def show(_: Request) -> Response:
        return Response(body, media_type=media, headers=GUARDED)

    return show


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
