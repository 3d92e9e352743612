"""Bots on real loopback connections: well-behaved ones and ugly ones."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import Response

from escalation_tests.channels import http_channel, openai_channel, sse_channel, websocket_channel
from escalation_tests.contract.bot import HttpBot
from escalation_tests.contract.browser import BrowserBot
from escalation_tests.contract.completions import ChatBot
from escalation_tests.contract.socket import SocketBot
from escalation_tests.contract.streaming import SseBot
from escalation_tests.engine.clock import LoopClock
from escalation_tests.model.event import Event
from escalation_tests.ports import Opening, Session
from escalation_tests.testing.channels import opening as customer

Handler = Callable[[Request], Awaitable[Response]]
Ugly = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> LoopClock:
    return LoopClock()


@pytest.fixture
def opening() -> Callable[..., Opening]:
    def made(conversation: str = "c-1", **other: str) -> Opening:
        values = {
            "customer": "u-1",
            "name": "Ana López-K7F3",
            "email": "ana.k7f3@example.test",
            "language": "es",
            "token": "k7f3",
        }
        return Opening(conversation, **{**values, **other})

    return made


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Awaitable[str]]]:
    """Start a well-behaved HTTP server for a handler; gives its URL."""
    servers = []

    async def start(handler: Handler, **settings) -> str:
        async def app(scope, receive, send) -> None:
            response = await handler(Request(scope, receive))
            await response(scope, receive, send)

        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.bind(("127.0.0.1", 0))
        listening.setblocking(False)
        config = uvicorn.Config(
            app, http="h11", ws="none", lifespan="off", interface="asgi3", log_config=None,
            log_level="critical", access_log=False, timeout_graceful_shutdown=1, **settings,
        )  # fmt: skip
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listening])
        servers.append(server)
        scheme = "https" if config.is_ssl else "http"
        return f"{scheme}://127.0.0.1:{listening.getsockname()[1]}"

    yield start
    for server in servers:
        for task in list(server.server_state.tasks):
            task.cancel()
        for connection in list(server.server_state.connections):
            connection.transport.abort()
        for listener in server.servers:
            listener.close()


@pytest.fixture
async def ugly() -> AsyncIterator[Callable[..., Awaitable[str]]]:
    """Start a server that answers each request with whatever bytes a function writes."""
    servers: list[asyncio.Server] = []
    talks: set[asyncio.Task[None]] = set()

    async def start(answer: Ugly) -> str:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            talks.add(asyncio.current_task())
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    sizes = [
                        int(line.split(b":")[1])
                        for line in head.lower().split(b"\r\n")
                        if line.startswith(b"content-length")
                    ]
                    body = await reader.readexactly(sizes[0] if sizes else 0)
                    await answer(head + body, writer)
                    await writer.drain()
                    if writer.is_closing():
                        break
            writer.transport.abort()

        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        servers.append(server)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    yield start
    for server in servers:
        server.close()
    for task in talks:
        task.cancel()
    await asyncio.gather(*talks, return_exceptions=True)


@pytest.fixture
async def connect(clock, opening) -> AsyncIterator[Callable[..., Awaitable[Session]]]:
    """Open a conversation with a bot at a URL under some configuration."""
    channels = []

    async def opened(url: str, customer: Opening | None = None, **bot) -> Session:
        channel = http_channel(HttpBot(channel="http", url=url, **bot), clock)
        channels.append(channel)
        await channel.start()
        return await channel.open(customer or opening())

    yield opened
    for channel in channels:
        await channel.stop()


@pytest.fixture
async def tune(clock, opening) -> AsyncIterator[Callable[..., Awaitable[Session]]]:
    """Open a conversation with a bot that streams, as `connect` does."""
    channels = []

    async def opened(url: str, **bot) -> Session:
        channel = sse_channel(SseBot(channel="sse", url=url, **bot), clock)
        channels.append(channel)
        await channel.start()
        return await channel.open(opening())

    yield opened
    for channel in channels:
        await channel.stop()


@pytest.fixture
async def dial(clock, opening) -> AsyncIterator[Callable[..., Awaitable[Session]]]:
    """Open a conversation with a bot that speaks over a socket, as `connect` does."""
    channels = []

    async def opened(url: str, **bot) -> Session:
        channel = websocket_channel(SocketBot(channel="websocket", url=url, **bot), clock)
        channels.append(channel)
        await channel.start()
        return await channel.open(opening())

    yield opened
    for channel in channels:
        await channel.stop()


@pytest.fixture
async def chat(clock, opening) -> AsyncIterator[Callable[..., Awaitable[Session]]]:
    """Open a conversation with a bot behind chat completions, as `connect` does."""
    channels = []

    async def opened(url: str, **bot) -> Session:
        written = ChatBot(channel="openai", url=f"{url}/v1/chat/completions", model="bot", **bot)
        channel = openai_channel(written, clock)
        channels.append(channel)
        await channel.start()
        return await channel.open(opening())

    yield opened
    for channel in channels:
        await channel.stop()


@pytest.fixture
def drained() -> Callable[[Session], Awaitable[list[Event]]]:
    async def drain(session: Session) -> list[Event]:
        events = []
        while (event := await session.receive()) is not None:
            events.append(event)
        return events

    return drain


@pytest.fixture(scope="module")
async def browser(anyio_backend):
    """One browser for all tests of this module."""
    from escalation_tests.channels.browser import BrowserChannel

    channel = BrowserChannel(BrowserBot(channel="browser", url="http://127.0.0.1/"), LoopClock())
    await channel.start()
    yield channel
    await channel.stop()


@pytest.fixture
async def visit(browser):
    """Open a conversation on a page under some configuration."""
    from escalation_tests.channels.browser import BrowserChannel

    sessions = []

    async def opened(url: str, **written):
        written = {"keep": [], "timeout": "5s", **written}
        bot = BrowserBot.model_validate({"channel": "browser", "url": url, **written})
        channel = BrowserChannel(bot, LoopClock())
        channel._driver, channel._browser = browser._driver, browser._browser
        channel._folder = browser._folder
        sessions.append(await channel.open(customer(f"visit-{len(sessions)}")))
        return sessions[-1]

    yield opened
    for session in sessions:
        await session.close()
