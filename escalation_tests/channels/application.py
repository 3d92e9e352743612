"""An ASGI application, asked in this process as a server would ask it.

Unlike httpx's own transport for such applications it reads a reply as it comes, so that its size
is bounded; gives up an application that has not answered in time; and lets what an application
does behind its reply go on, as it would on a server.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import httpx

from escalation_tests.channels.arrived import place
from escalation_tests.channels.foreign import found, raised_by_bot
from escalation_tests.channels.lifespan import VERSION, App, Lifespan
from escalation_tests.channels.transport import Sending
from escalation_tests.errors import ChannelError
from escalation_tests.ports import Clock

AHEAD = 64
"""Pieces of a reply that an application may be ahead of its reader."""
BEHIND = 1.0
"""Seconds that an application has at the end for what it does behind its replies."""


class Application:
    """Brings requests to an application that is named by `module:application`."""

    def __init__(self, name: str, clock: Clock, startup: float) -> None:
        self._name, self._clock, self._startup = name, clock, startup
        self._app: App | None = None
        self._lifespan: Lifespan | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._counts: Counter[str] = Counter()

    async def start(self) -> None:
        """Import the application and let it start; raises `ChannelError`."""
        self._app = found("bot.app", self._name, "application")
        self._lifespan = Lifespan(self._app)
        await self._lifespan.start(self._clock, self._startup)

    async def stop(self) -> None:
        """End the application and what it still does; never raises."""
        running = set(self._running)
        if running:
            await asyncio.wait(running, timeout=BEHIND)
        for task in running:
            task.cancel()
        lifespan, self._lifespan = self._lifespan, None
        if lifespan is not None:
            await lifespan.stop()

    def strays(self) -> Mapping[str, int]:
        """What the application raised when its reply was complete already."""
        return dict(sorted(self._counts.items()))

    @asynccontextmanager
    async def answer(
        self, sending: Sending, cookies: httpx.Cookies
    ) -> AsyncIterator[httpx.Response]:
        """The reply to `sending`, its body not yet read; raises `ChannelError`."""
        assert self._app is not None, "a channel is started before it is used"
        assert self._lifespan is not None, "a channel is started before it is used"
        request = httpx.Request(
            sending.method, sending.url, headers=sending.headers, content=sending.content
        )
        if cookies:
            cookies.set_cookie_header(request)
        call = _Call(request, sending.content)
        task = asyncio.create_task(self._run(self._app, call, dict(self._lifespan.state)))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            response = await call.begun()
            cookies.extract_cookies(response)
            yield response
        finally:
            call.left.set()
            if not call.complete:
                task.cancel()

    async def _run(self, app: App, call: "_Call", state: dict[str, Any]) -> None:
        try:
            await app(call.scope(state), call.receive, call.send)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - the bot is foreign code
            if _given_up():
                return
            if call.complete and call.granted:
                self._counts[f"raised after its reply: {type(error).__name__}"] += 1
                return
            call.failure = raised_by_bot(error)
        finally:
            call.end()


def _given_up() -> bool:
    """Whether it was we who cancelled the task at work."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


class _Call(httpx.AsyncByteStream):
    """One request and its reply on the way; as a stream, the pieces of the reply's body."""

    def __init__(self, request: httpx.Request, content: bytes) -> None:
        self._request, self._content = request, content
        self._given = False
        self._head: asyncio.Future[httpx.Response | None] = (
            asyncio.get_running_loop().create_future()
        )
        self._pieces: asyncio.Queue[bytes] = asyncio.Queue(AHEAD)
        self._ended = asyncio.Event()
        self.left = asyncio.Event()
        self.complete = False
        self.failure: ChannelError | None = None

    @property
    def granted(self) -> bool:
        """The reply is none that tells of an error on the application's side."""
        response = self._head.result() if self._head.done() else None
        return response is not None and response.status_code < 500

    def scope(self, state: dict[str, Any]) -> dict[str, Any]:
        """What an application is told of a request."""
        url = self._request.url
        path, _, query = url.raw_path.partition(b"?")
        return {
            "type": "http",
            "asgi": VERSION,
            "http_version": "1.1",
            "method": self._request.method,
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in self._request.headers.raw],
            "server": (url.host, url.port or (443 if url.scheme == "https" else 80)),
            "client": ("127.0.0.1", 0),
            "state": state,
        }

    async def receive(self) -> dict[str, Any]:
        """What the application hears: the body, then, at the end, that the client has gone."""
        if not self._given:
            self._given = True
            return {"type": "http.request", "body": self._content, "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Take what the application says; what ASGI does not allow is raised inside it."""
        if message["type"] == "http.response.start":
            if self._head.done():
                raise RuntimeError("a second http.response.start in one reply")
            status, headers = int(message["status"]), list(message.get("headers", ()))
            self._head.set_result(
                httpx.Response(status, headers=headers, stream=self, request=self._request)
            )
        elif message["type"] == "http.response.body":
            if not self._head.done() or self.complete:
                raise RuntimeError("http.response.body before the start or after the end")
            await self._pieces.put(bytes(message.get("body", b"")))
            self.complete = not message.get("more_body", False)
            if self.complete and self.granted:
                self._ended.set()  # an error's reply comes just before what was raised

    def end(self) -> None:
        """The application has returned."""
        self._ended.set()
        if not self._head.done():
            self._head.set_result(None)

    async def begun(self) -> httpx.Response:
        """The reply, once its head is there; raises `ChannelError` when none will come."""
        response = await asyncio.shield(self._head)
        if response is None:
            raise self._broken()
        return response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces of the body; raises what the application raised before its end."""
        while not (self._ended.is_set() and self._pieces.empty()):
            piece = asyncio.ensure_future(self._pieces.get())
            end = asyncio.ensure_future(self._ended.wait())
            try:
                await asyncio.wait({piece, end}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                end.cancel()
                if not piece.done():
                    piece.cancel()
            if piece.done() and not piece.cancelled():
                yield piece.result()
        if not self.complete or self.failure is not None:
            raise self._broken()

    def _broken(self) -> ChannelError:
        at = place(str(self._request.url))
        return self.failure or ChannelError(
            "closed", f"{at}: the bot's application returned before its reply was complete"
        )
