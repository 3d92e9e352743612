"""One question to the bot over HTTP and its answer, read within bounds of time and size."""

from dataclasses import dataclass
from typing import Any

import httpx

from escalation_tests.channels.arrived import parsed
from escalation_tests.channels.arriving import Arriving
from escalation_tests.channels.line import Came, unheard
from escalation_tests.channels.transport import Carrier, Sending
from escalation_tests.errors import ChannelError
from escalation_tests.model.secrets import Secrets
from escalation_tests.ports import Clock


@dataclass(frozen=True, slots=True)
class Exchange:
    """Asks, and gives the reply's JSON value."""

    transport: Carrier
    clock: Clock
    timeout: float
    """Longest wait for a whole reply, in seconds."""
    largest: int
    """Bytes of a reply that are read."""
    secrets: Secrets
    came: Came = unheard
    """Told of each value before it is returned."""

    async def ask(self, sending: Sending, cookies: httpx.Cookies, needed: bool = True) -> Any:
        """The JSON value of the reply; None when it has none and none is `needed`.

        Raises `ChannelError`, each bad day with its own kind.
        """
        arriving = Arriving(sending, self.secrets)
        try:
            async with self.clock.timeout(self.timeout):
                await self._read(arriving, cookies)
        except TimeoutError:
            raise self._overdue(arriving) from None
        except ChannelError as error:
            raise arriving.told(error) from None
        arriving.check_status()
        value = value_of(arriving, needed)
        self.came(value)
        return value

    async def _read(self, arriving: Arriving, cookies: httpx.Cookies) -> None:
        async with self.transport.answer(arriving.sending, cookies) as response:
            arriving.begin(response)
            async for chunk in response.aiter_bytes():
                arriving.body += chunk
                if len(arriving.body) > self.largest:
                    raise arriving.too_large(self.largest)

    def _overdue(self, arriving: Arriving) -> ChannelError:
        if not arriving.body:
            return arriving.silent(self.timeout)
        return arriving.error(
            "endless",
            f"{arriving.at} had not finished its reply after {self.timeout:g} s "
            f"({len(arriving.body)} bytes so far)",
        )


def value_of(arriving: Arriving, needed: bool) -> Any:
    """The JSON value of a reply that has come whole; None when it has none and none is `needed`.

    Raises `ChannelError`.
    """
    if not arriving.body.strip():
        if not needed:
            return None
        raise arriving.error("empty", f"{arriving.at} answered {arriving.status} without a body")
    try:
        text = arriving.body.decode(_usable(arriving.charset))
    except UnicodeError as error:
        where = getattr(error, "start", 0)
        raise arriving.error(
            "not-utf8", f"the reply of {arriving.at} is not UTF-8 text (byte {where})"
        ) from None
    try:
        return parsed(text)
    except ValueError as error:
        if not needed and arriving.type.startswith("text/") and not _markup(text):
            return None
        raise arriving.error("not-json", _not_json(arriving.at, arriving.type, error)) from None


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
