"""What goes wrong with a page, as the `ChannelError` that a person understands."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from escalation_tests.channels.arrived import Show, place
from escalation_tests.errors import ChannelError

if TYPE_CHECKING:
    from playwright.async_api import Error

_NET = re.compile(r"net::ERR_([A-Z_0-9]+)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_KINDS = (
    (r"CONNECTION_REFUSED", "refused", "nothing listens at {at}: the connection was refused"),
    (r"NAME_", "dns", "the name in {at} cannot be resolved; is `bot.url` spelled right?"),
    (
        r"CERT_|SSL_",
        "tls",
        "no secure connection to {at}: {why}; `bot.verify_tls: false` takes any certificate",
    ),
    (r"INVALID_URL|UNKNOWN_URL_SCHEME", "url", "{at} is no address that a browser can open"),
    (r"UNSAFE_PORT", "url", "a browser refuses the port of {at}"),
    (r"EMPTY_RESPONSE|CONNECTION_|ABORTED", "closed", "{at} broke off before its page was there"),
    (r"TOO_MANY_REDIRECTS", "redirect", "{at} redirects in a circle"),
)
"""Chromium's words → our kind and sentence."""

_LEFT = ("Execution context was destroyed", "JSHandles can be evaluated only in the context")
"""What Playwright says of an element whose page has been left."""


def has_left(error: "Error") -> bool:
    """Whether Playwright was looking at a page that has been left meanwhile."""
    return any(words in error.message for words in _LEFT)


@contextmanager
def translated(url: str, doing: str, show: Show) -> Iterator[None]:
    """Whatever Playwright raises inside, as a `ChannelError`; `doing` says what was tried."""
    from playwright.async_api import Error

    try:
        yield
    except Error as error:
        raise _named(error, url, doing, show) from None


def _named(error: "Error", url: str, doing: str, show: Show) -> ChannelError:
    from playwright.async_api import TimeoutError as Overdue

    message = _ANSI.sub("", error.message)
    first = show(message.partition("\n")[0])[:200]
    net = _NET.search(message)
    if net:
        return _unreached(net[1], url)
    if isinstance(error, Overdue):
        return ChannelError("timeout", f"{doing}: not within `bot.timeout`", show(message))
    if "ffmpeg" in first:
        how = "`bot.keep` names a video, which needs `playwright install ffmpeg`"
        return ChannelError("not-installed", how, show(message))
    if "Target" in first and "closed" in first:
        return ChannelError("closed", f"{doing}: the page is gone", show(message))
    if "selector" in first or "Unexpected token" in first:
        return ChannelError("selector", f"{doing}: {first}", show(message))
    return ChannelError("page", f"{doing}: {first}", show(message))


def _unreached(code: str, url: str) -> ChannelError:
    for pattern, kind, sentence in _KINDS:
        if re.match(pattern, code):
            return ChannelError(kind, sentence.format(at=place(url), why=code.lower()))
    return ChannelError("unreachable", f"{place(url)} cannot be opened: {code.lower()}")
