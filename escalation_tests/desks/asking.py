"""One question to a desk's own interface, repeated while the desk is only busy or away.

Only reading questions are asked, so that repeating one does no harm.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from escalation_tests.contract.polling import Ask, PollDesk
from escalation_tests.desks.payload import parsed
from escalation_tests.desks.templates import Values, address, filled
from escalation_tests.errors import DeskError, EscalationError
from escalation_tests.model.secrets import Secrets
from escalation_tests.ports import Clock
from escalation_tests.wire.signing import Unsigned, auth_secrets, signer

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
BUSY = 120.0
"""Seconds for which a desk may send us away with 429 or `Retry-After` without being lost."""
SHOWN = 500
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Status codes that may be another a moment later."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, ready to be asked."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Told:
    """The desk's answer."""

    value: Any
    url: str
    next: str | None
    """What its header `Link` calls the next page."""


class Passing(Exception):
    """It did not work for once; `wait` is what the desk asks for, in seconds."""

    def __init__(self, error: DeskError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error, self.wait = error, wait


class Asker:
    """Asks a desk, not faster than it is told to, and reads the answers within bounds."""

    def __init__(self, desk: PollDesk, clock: Clock) -> None:
        """Raises `DeskError` when the desk's address or its way to sign in are of no use."""
        if urlsplit(desk.url).scheme not in {"http", "https"} or not urlsplit(desk.url).netloc:
            raise DeskError("url", "desk.url is no http:// or https:// address")
        try:
            self._sign = signer(desk.auth)
        except EscalationError as error:
            raise DeskError("auth", f"desk.{error}") from None
        self._desk, self._clock = desk, clock
        self._client: httpx.AsyncClient | None = None
        self._free = 0.0
        headers = [each.get_secret_value() for each in desk.headers.values()]
        self._secrets = Secrets(frozenset({*headers, *auth_secrets(desk.auth)} - {""}))

    async def start(self) -> None:
        """Make the pool of connections. Raises `DeskError`."""
        verify: bool | str = self._desk.verify_tls if self._encrypted else False
        try:
            self._client = httpx.AsyncClient(
                trust_env=False, timeout=self._desk.timeout, verify=verify
            )
        except OSError as error:
            told = f"the file {verify!r} cannot be read ({error}); desk.verify_tls names it"
            raise DeskError("tls", told) from None

    async def stop(self) -> None:
        """Close all connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def question(self, ask: Ask, values: Values) -> Question:
        """What `ask` comes to with these values."""
        url = urljoin(self._base, address(ask.url, values))
        query = {name: filled(text, values) for name, text in ask.query.items()}
        headers = {"accept": "application/json", "user-agent": "escalation-tests"}
        for written in (self._desk.headers, ask.headers):
            headers |= {name.lower(): each.get_secret_value() for name, each in written.items()}
        if ask.json_ is None:
            return Question(ask.method, with_query(url, query), headers)
        body = json.dumps(filled(ask.json_, values), ensure_ascii=False).encode()
        headers |= {"content-type": "application/json"}
        return Question(ask.method, with_query(url, query), headers, body)

    async def ask(self, question: Question) -> Told | None:
        """The desk's answer; None where it has nothing under this address (404).

        Raises `DeskError` when it refuses us, or goes on failing beyond the patience there is.
        """
        begun, pause = self._clock.now(), FIRST_PAUSE
        while True:
            try:
                return await self._once(question)
            except Passing as passing:
                patience = self._desk.patience if passing.wait is None else BUSY
                wait = pause if passing.wait is None else passing.wait
                if self._clock.now() + wait > begun + patience:
                    raise passing.error from None
            await self._clock.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _once(self, question: Question) -> Told | None:
        await self._turn()
        assert self._client is not None, "a desk is started before it is asked"
        signed = self._sign(
            Unsigned(question.method, question.url, question.body), self._clock.wall()
        )
        try:
            request = self._client.build_request(
                question.method,
                question.url,
                headers={**question.headers, **signed},
                content=question.body or None,
            )
            async with self._clock.timeout(self._desk.timeout):
                response = await self._client.send(request, stream=True)
                try:
                    body = await self._bounded(response, question)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            raise Passing(self._unreachable(error, question)) from None
        return self._told(response, body, question)

    async def _turn(self) -> None:
        """Wait until one more question is due."""
        if self._desk.rate is None:
            return
        now = self._clock.now()
        mine = max(now, self._free)
        self._free = mine + 1 / self._desk.rate
        if mine > now:
            await self._clock.sleep(mine - now)

    async def _bounded(self, response: httpx.Response, question: Question) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._desk.max_reply:
                most = f"{self._desk.max_reply} bytes; desk.max_reply sets how much is read"
                raise self._error("too-large", f"{place(question)} answered more than {most}")
        return bytes(body)

    def _told(self, response: httpx.Response, body: bytes, question: Question) -> Told | None:
        code, at = response.status_code, place(question)
        if code == 404:
            return None
        if code in {401, 403}:
            raise self._error(
                "unauthorized",
                f"{at} answered {code}: the desk does not let us in (any more); "
                "desk.auth says how its questions sign in",
                body,
            )
        if code in _PASSING:
            kind = "rate-limited" if code == 429 else "status"
            told = self._error(kind, f"{at} answered {code}", body)
            raise Passing(told, self._asked_wait(response))
        if not 200 <= code < 300:
            raise self._error("status", f"{at} answered {code}", body)
        try:
            value = parsed(body)
        except ValueError as error:
            raise Passing(self._unreadable(response, body, at, error)) from None
        return Told(value, question.url, response.links.get("next", {}).get("url"))

    def _asked_wait(self, response: httpx.Response) -> float | None:
        """The seconds that the desk asks us to wait; for 429 at least a moment."""
        written = response.headers.get("retry-after", "").strip()
        if written.replace(".", "", 1).isdigit():
            return max(FIRST_PAUSE, float(written))
        try:
            return max(
                FIRST_PAUSE, parsedate_to_datetime(written).timestamp() - self._clock.wall()
            )
        except (ValueError, TypeError):
            return 1.0 if response.status_code == 429 else None

    def _unreadable(
        self, response: httpx.Response, body: bytes, at: str, error: ValueError
    ) -> DeskError:
        if "html" in response.headers.get("content-type", "").lower():
            told = f"{at} answered with an HTML page where JSON was expected"
            return self._error("html", f"{told}; is desk.url right?", body)
        return self._error("not-json", f"the answer of {at} is not JSON: {str(error)[:200]}", body)

    def _unreachable(self, error: Exception, question: Question) -> DeskError:
        at = place(question)
        if isinstance(error, TimeoutError | httpx.TimeoutException):
            limit = f"{self._desk.timeout:g} s; desk.timeout sets how long is waited"
            return self._error("timeout", f"{at} did not answer within {limit}")
        if isinstance(error, httpx.ConnectError):
            return self._error("refused", f"nothing listens at {at}, or nobody answers: {error}")
        return self._error(
            "unreachable", f"{at} cannot be asked: {str(error) or type(error).__name__}"
        )

    def _error(self, kind: str, message: str, body: bytes = b"") -> DeskError:
        shown = self._secrets.redact(body[: SHOWN * 4].decode("utf-8", "backslashreplace"))
        visible = "".join(sign if sign.isprintable() else " " for sign in shown[:SHOWN])
        return DeskError(kind, self._secrets.redact(message)[:600], visible.strip())

    @property
    def _base(self) -> str:
        return self._desk.url if self._desk.url.endswith("/") else f"{self._desk.url}/"

    @property
    def _encrypted(self) -> bool:
        return self._desk.url.lower().startswith("https:")


def with_query(url: str, query: Mapping[str, str]) -> str:
    """`url` with these parameters added."""
    if not query:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(query)}"


def place(question: Question) -> str:
    """A question's address without user, password and query: what an error may name."""
    parts = urlsplit(question.url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[:300]
