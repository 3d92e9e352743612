"""The only place that knows which HTTP client there is: httpx with aiohttp beneath.

One pool for all conversations, cookies kept out of it, no proxy settings from the environment.
"""

import errno
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from escalation_tests.channels.arrived import place
from escalation_tests.errors import ChannelError

IDLE = 1.5
"""Seconds for which an idle connection is kept: shorter than the servers in use keep theirs,
so that we never write into one that is being closed."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One request, ready to go."""

    method: str
    url: str
    headers: list[tuple[str, str]]
    content: bytes


class Carrier(Protocol):
    """What brings requests to a bot, and its replies back."""

    async def start(self) -> None:
        """Acquire what all requests share. Raises `ChannelError`."""

    async def stop(self) -> None:
        """Release it; never raises."""

    def answer(
        self, sending: Sending, cookies: httpx.Cookies
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """The reply to `sending`, its body not yet read; raises `ChannelError`."""


class Transport:
    """Sends requests over shared connections; as many at once as are asked for."""

    def __init__(self, verify: bool | str, encrypted: bool) -> None:
        self._verify, self._encrypted = verify, encrypted
        self._transport: AiohttpTransport | None = None

    async def start(self) -> None:
        """Make the pool; raises `ChannelError` when the authorities' file is unusable."""
        context = tls_context(self._verify, self._encrypted)
        pool = partial(aiohttp.TCPConnector, limit=0, keepalive_timeout=IDLE, ssl=context)
        self._transport = AiohttpTransport(
            verify=context,
            trust_env=False,
            client=lambda: aiohttp.ClientSession(
                connector=pool(), cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
            ),
        )

    async def stop(self) -> None:
        """Close all connections."""
        if self._transport is not None:
            await self._transport.aclose()
            self._transport = None

    @asynccontextmanager
    async def answer(
        self, sending: Sending, cookies: httpx.Cookies
    ) -> AsyncIterator[httpx.Response]:
        """The reply to `sending`, its body not yet read; raises `ChannelError`."""
        assert self._transport is not None, "a channel is started before it is used"
        with _translated(sending.url):
            request = httpx.Request(
                sending.method, sending.url, headers=sending.headers, content=sending.content
            )
            if cookies:
                cookies.set_cookie_header(request)
            response = await self._transport.handle_async_request(request)
            try:
                if "set-cookie" in response.headers:
                    cookies.extract_cookies(response)
                yield response
            finally:
                await response.aclose()


def tls_context(verify: bool | str, encrypted: bool) -> ssl.SSLContext:
    """How servers prove who they are; raises `ChannelError` when `verify` names no usable file."""
    if not encrypted:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if verify is False:
        return httpx.create_ssl_context(verify=False, trust_env=False)
    try:
        authorities = verify if isinstance(verify, str) else None
        if authorities is None:
            return httpx.create_ssl_context(trust_env=False)
        return ssl.create_default_context(cafile=authorities)
    except OSError as error:
        raise ChannelError(
            "tls",
            f"the certificate authority file {verify!r} cannot be read ({error}); "
            "bot.verify_tls names it",
        ) from None


@contextmanager
def _translated(url: str) -> Iterator[None]:
    """Whatever the client raises, as the `ChannelError` that a person understands."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        cause = error.__cause__ if isinstance(error.__cause__, aiohttp.ClientError) else error
        kind, sentence = _named(cause)
        raise ChannelError(kind, sentence.format(at=place(url), why=_why(cause))) from None


def _named(error: BaseException) -> tuple[str, str]:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "dns", "the name in {at} cannot be resolved; is `bot.url` spelled right?"
    if isinstance(
        error, aiohttp.ClientSSLError | aiohttp.ClientConnectorCertificateError | ssl.SSLError
    ):
        return "tls", (
            "no secure connection to {at}: {why}; `bot.verify_tls` names a certificate "
            "authority file, or turns the check off"
        )
    if isinstance(error, aiohttp.ClientConnectorError):
        if error.os_error.errno == errno.ECONNREFUSED:
            return "refused", (
                "nothing listens at {at}: the connection was refused; "
                "is the bot running, and is `bot.url` right?"
            )
        return "unreachable", "no connection to {at}: {why}"
    if isinstance(error, aiohttp.InvalidURL | httpx.InvalidURL | httpx.UnsupportedProtocol):
        return "url", "{at} is no address that can be asked; is `bot.url` spelled right?"
    if isinstance(error, httpx.DecodingError):
        return "garbled", "the reply of {at} is not compressed as its headers say: {why}"
    if isinstance(error, aiohttp.ClientResponseError):
        return "not-http", "what {at} answered is not HTTP: {why}"
    return "closed", "{at} closed the connection before its reply was complete"


def _why(error: BaseException) -> str:
    if isinstance(error, aiohttp.ClientResponseError):
        return (error.message or type(error).__name__).partition("\n")[0][:200]
    if isinstance(error, aiohttp.ClientConnectorError):
        return (error.os_error.strerror or str(error.os_error))[:200]
    return (str(error) or type(error).__name__)[:200]
