"""ASGI applications that are bots: well-behaved ones and ugly ones, named by the tests."""

import asyncio
import json
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SEEN: list[dict] = []
"""What the shop's application was asked, and how it began and ended."""
BOXES: dict[str, list[dict]] = {}


async def chat(request):
    body = await request.json()
    SEEN.append({"path": request.url.path, "query": request.url.query, "host": request.headers["host"],
                 "cookie": request.cookies.get("seat"), "state": request.state.desk, **body})  # fmt: skip
    words = [{"text": word} for word in body["text"].split()]
    response = JSONResponse({"messages": words, "handoff": "human" in body["text"]})
    response.set_cookie("seat", body["conversation"])
    return response


async def take(request):
    body = await request.json()

    async def later():
        await asyncio.sleep(0)
        box = BOXES.setdefault(body["conversation"], [])
        box += [{"id": len(box) + n, "text": word} for n, word in enumerate(body["text"].split())]

    return JSONResponse({}, 202, background=BackgroundTask(later))


async def box(request):
    return JSONResponse({"messages": BOXES.get(request.query_params["c"], [])})


async def crash(request):
    raise ZeroDivisionError("the bot has no idea")


async def trip(request):
    def stumble():
        raise ZeroDivisionError("too late")

    return JSONResponse({"messages": [{"text": "fine"}]}, background=BackgroundTask(stumble))


async def status(request):
    return Response("sorry", int(request.query_params["code"]))


async def hang(request):
    await asyncio.Event().wait()


async def pour(request):
    return Response("x" * 3_000_000)


async def leave(request):
    raise SystemExit(3)


@asynccontextmanager
async def life(_):
    SEEN.append({"began": True})
    yield {"desk": "open"}
    SEEN.append({"ended": True})


PAGES = (take, crash, trip, status, hang, pour, leave)
app = Starlette(
    routes=[
        Route("/chat", chat, methods=["POST"]),
        Route("/box", box),
        *(Route(f"/{page.__name__}", page, methods=["POST"]) for page in PAGES),
    ],
    lifespan=life,
)


@asynccontextmanager
async def broken_life(_):
    raise OSError("the model is missing")
    yield


stillborn = Starlette(lifespan=broken_life)


async def sleeper(scope, receive, send):
    await receive()
    await asyncio.Event().wait()


async def abrupt(scope, receive, send):
    await receive()
    raise OSError("no weights")


def _replying(*messages):
    async def plain(scope, receive, send):
        if scope["type"] != "http":
            raise ValueError("only HTTP is understood here")
        for message in messages:
            await send(message)

    return plain


def _body(text, more=False):
    return {"type": "http.response.body", "body": text.encode(), "more_body": more}


START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}  # fmt: skip
HELLO = json.dumps({"messages": [{"text": "hello"}]})
simple = _replying(START, _body(HELLO[:5], True), _body(HELLO[5:]))
nothing = _replying()
half = _replying(START, _body(HELLO[:5], True))
headless = _replying(_body(HELLO))
twice = _replying(START, START)
wrong = _replying({**START, "status": "fine"}, _body(HELLO))
garbage = _replying(START, _body("<<<"))
seven = 7
