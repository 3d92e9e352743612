"""A desk with an interface of its own, as a vendor's would be, that can be made to misbehave."""

import asyncio
import json
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from escalation_tests.desks.address import Address, bound
from escalation_tests.serving import Server

KEY = "key-of-the-desk"


class FakeDesk:
    """Tickets, newest first, in pages; with comments of their own."""

    def __init__(self) -> None:
        self.tickets: list[dict] = []
        self.comments: dict[str, list[dict]] = {}
        self.asked: list[str] = []
        self.times: list[float] = []
        self.size = 100
        self.url = ""
        self.key = KEY
        self.spoiled: list[Response | str] = []
        """What the next questions are answered with instead; `hang` keeps them waiting."""
        self.always: Response | None = None

    def add(self, **ticket) -> dict:
        ticket.setdefault("id", len(self.tickets) + 1)
        ticket.setdefault("made", len(self.tickets) + 1)
        self.tickets.insert(0, ticket)
        return ticket

    async def answer(self, request: Request) -> Response:
        path, query = request.url.path, request.query_params
        self.asked.append(f"{path}?{request.url.query}" if request.url.query else path)
        self.times.append(asyncio.get_running_loop().time())
        spoiled = self.spoiled.pop(0) if self.spoiled else self.always
        if spoiled == "hang":
            await asyncio.sleep(30)
        if isinstance(spoiled, Response):
            return spoiled
        if request.headers.get("authorization") != f"Bearer {self.key}":
            return JSONResponse(
                {"detail": f"no such key: {request.headers['authorization']}"}, 401
            )
        if path.startswith("/comments/"):
            return JSONResponse(self.comments.get(path.rpartition("/")[2], []))
        if path.startswith("/one/"):
            mine = [each for each in self.tickets if each["conversation"] == path[5:]]
            return JSONResponse(mine[0]) if mine else JSONResponse({"error": "none"}, 404)
        return self.page(request, int(query.get("page", 1)))

    def page(self, request: Request, number: int) -> Response:
        first = (number - 1) * self.size
        rows, more = self.tickets[first : first + self.size], len(self.tickets) > first + self.size
        following = f"{self.url}{request.url.path}?page={number + 1}" if more else None
        body = {"results": rows, "next": following, "after": str(number + 1) if more else None}
        headers = {"link": f'<{following}>; rel="next"'} if following else {}
        return JSONResponse(body, headers=headers)


@asynccontextmanager
async def fake_desk():
    """A running one, on loopback."""
    desk = FakeDesk()
    listening = await bound(Address("127.0.0.1", 0), allow_remote=False)
    desk.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = Server(Starlette(routes=[Route("/{rest:path}", desk.answer)]), listening)
    await server.start()
    yield desk
    await server.stop()


def page_of(status: int, text: str, **headers: str) -> Response:
    """An answer that is no JSON."""
    return Response(text, status, {"content-type": "text/html", **headers})


def raw_json(text: str) -> Response:
    return Response(text, 200, {"content-type": "application/json"})


def written(value) -> Response:
    return raw_json(json.dumps(value))
