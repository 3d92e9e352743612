"""One question to the bot over HTTP and its answer, read within bounds of time and size."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from escalation_tests.channels.arrived import parsed, place, shown
from escalation_tests.channels.transport import Sending, Transport
from escalation_tests.errors import ChannelError
from escalation_tests.model.secrets import Secrets
from escalation_tests.ports import Clock


@dataclass(slots=True)
class _Arriving:
    """What has come so far of one reply; outlives the block in which it is read."""

    sending: Sending
    status: str = ""
    code: int = 0
    type: str = ""
    charset: str = ""
    target: str = ""
    body: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Asks, and gives the reply's JSON value."""

    transport: Transport
    clock: Clock
    timeout: float
    """Longest wait for a whole reply, in seconds."""
    largest: int
    """Bytes of a reply that are read."""
    secrets: Secrets

    async def ask(self, sending: Sending, cookies: httpx.Cookies, needed: bool = True) -> Any:
        """The JSON value of the reply; None when it has none and none is `needed`.

        Raises `ChannelError`, each bad day with its own kind.
        """
        arriving = _Arriving(sending)
        try:
            async with self.clock.timeout(self.timeout):
                await self._read(arriving, cookies)
        except TimeoutError:
            raise self._overdue(arriving) from None
        except ChannelError as error:
            if error.trouble.received or not arriving.status:
                raise
            raise self._error(error.trouble.kind, error.trouble.message, arriving) from None
        self._check_status(arriving)
        return self._value(arriving, needed)

    async def _read(self, arriving: _Arriving, cookies: httpx.Cookies) -> None:
        async with self.transport.answer(arriving.sending, cookies) as response:
            arriving.code = response.status_code
            arriving.status = f"HTTP {response.status_code} {response.reason_phrase}".strip()
            arriving.type = response.headers.get("content-type", "").lower()
            arriving.charset = response.charset_encoding or "utf-8-sig"
            arriving.target = response.headers.get("location", "")
            async for chunk in response.aiter_bytes():
                arriving.body += chunk
                if len(arriving.body) > self.largest:
                    raise self._too_large(arriving)

    def _check_status(self, arriving: _Arriving) -> None:
        if arriving.code < 300:
            return
        at = place(arriving.sending.url)
        if arriving.code < 400:
            raise self._error(
                "redirect",
                f"{at} redirects to {place(arriving.target) or 'nowhere'}, which is not followed; "
                "put the final address into `bot.url`",
                arriving,
            )
        raise self._error("status", f"{at} answered {shown(arriving.status)}", arriving)

    def _value(self, arriving: _Arriving, needed: bool) -> Any:
        at = place(arriving.sending.url)
        if not arriving.body.strip():
            if not needed:
                return None
            raise self._error("empty", f"{at} answered {arriving.status} without a body", arriving)
        try:
            text = arriving.body.decode(_usable(arriving.charset))
        except UnicodeError as error:
            where = getattr(error, "start", 0)
            raise self._error(
                "not-utf8", f"the reply of {at} is not UTF-8 text (byte {where})", arriving
            ) from None
        try:
            return parsed(text)
        except ValueError as error:
            if not needed and arriving.type.startswith("text/") and not _markup(text):
                return None
            raise self._error("not-json", _not_json(at, arriving.type, error), arriving) from None

    def _overdue(self, arriving: _Arriving) -> ChannelError:
        at = place(arriving.sending.url)
        if not arriving.body:
            return self._error(
                "timeout",
                f"{at} did not answer within {self.timeout:g} s; `bot.timeout` sets how long "
                "is waited",
                arriving,
            )
        return self._error(
            "endless",
            f"{at} had not finished its reply after {self.timeout:g} s "
            f"({len(arriving.body)} bytes so far)",
            arriving,
        )

    def _too_large(self, arriving: _Arriving) -> ChannelError:
        return self._error(
            "too-large",
            f"the reply of {place(arriving.sending.url)} has more than {self.largest} bytes; "
            "`bot.max_reply` sets how much is read",
            arriving,
        )

    def _error(self, kind: str, message: str, arriving: _Arriving) -> ChannelError:
        head = f"{arriving.status}\n" if arriving.status else ""
        start = bytes(arriving.body[:8000])
        text = head + start.decode("utf-8", "backslashreplace") if start else head
        return ChannelError(kind, self.secrets.redact(message), shown(text, self.secrets).strip())


def _not_json(at: str, content_type: str, error: ValueError) -> str:
    if "html" in content_type:
        return f"{at} answered with an HTML page where JSON was expected; is `bot.url` right?"
    return f"the reply of {at} is not JSON: {str(error)[:200]}"


def _markup(text: str) -> bool:
    """Whether it is a page, which no bot means by its acknowledgement."""
    return text.lstrip().startswith("<")


def _usable(charset: str) -> str:
    """The declared character set where Python knows it; UTF-8 otherwise."""
    try:
        "".encode(charset)
    except LookupError:
        return "utf-8-sig"
    return "utf-8-sig" if charset.lower() in {"utf-8", "utf8"} else charset
