"""The only place that knows which WebSocket client there is, and how a socket is opened.

No proxy settings from the environment, no redirects; bytes are bounded by `largest`.
"""

import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidStatus,
    InvalidURI,
)
from websockets.protocol import State
from websockets.typing import Subprotocol

from escalation_tests.channels.arrived import place, shown
from escalation_tests.channels.transport import Sending
from escalation_tests.errors import ChannelError
from escalation_tests.model.secrets import Secrets

__all__ = ["ClientConnection", "ConnectionClosed", "Door", "State", "orderly", "parted"]

GOODBYE = 1.0
"""Seconds for which a bot is waited for when a socket is closed."""
KEEPALIVE = 20.0
"""Seconds between two pings, by which a dead connection is noticed."""
RESUMED = frozenset({1001, 1006, 1011, 1012, 1013, 1014})
"""Codes with which a connection ends that may be opened again."""
_OWN = {"user-agent", "accept", "accept-encoding", "content-type"}


@dataclass(frozen=True, slots=True)
class Door:
    """How the sockets of one bot are opened."""

    context: ssl.SSLContext
    protocols: Sequence[str]
    largest: int
    patience: float
    secrets: Secrets

    async def open(self, sending: Sending) -> ClientConnection:
        """A connection; raises `ChannelError`, each bad day with its own kind."""
        url = f"ws{sending.url.removeprefix('http')}"
        try:
            return await _Straight(url, **self._settings(url, sending))
        except TimeoutError:
            raise
        except (OSError, InvalidHandshake, InvalidURI, ValueError) as error:
            kind, told, received = _named(error, place(url))
            told, received = self.secrets.redact(told), shown(received, self.secrets)
            raise ChannelError(kind, told, received) from None

    def _settings(self, url: str, sending: Sending) -> dict[str, Any]:
        protocols = [Subprotocol(each) for each in self.protocols]
        return {
            "subprotocols": protocols or None,
            "additional_headers": [pair for pair in sending.headers if pair[0] not in _OWN],
            "user_agent_header": dict(sending.headers)["user-agent"],
            "proxy": None,
            "open_timeout": None,
            "ping_interval": KEEPALIVE,
            "ping_timeout": max(KEEPALIVE, self.patience),
            "close_timeout": GOODBYE,
            "max_size": self.largest,
            **({"ssl": self.context} if url.startswith("wss") else {}),
        }


class _Straight(connect):
    """Opens a socket where it was told to, and nowhere else."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """A redirect is an error."""
        return exc


def orderly(closed: ConnectionClosed) -> bool:
    """Whether the bot has said goodbye because nothing more is to be said."""
    return closed.rcvd is not None and closed.rcvd.code in {1000, 1005}


def parted(closed: ConnectionClosed, at: str, largest: int) -> tuple[ChannelError, bool]:
    """The end of a connection as an error, and whether it may be opened again."""
    sent = closed.sent.code if closed.sent is not None else 0
    if closed.rcvd is None and sent == 1009:
        told = f"a message of {at} has more than {largest} bytes; see `bot.max_reply`"
        return ChannelError("too-large", told), False
    if closed.rcvd is None and sent == 1007:
        return ChannelError("not-utf8", f"a message of {at} is not UTF-8 text"), False
    if closed.rcvd is None and sent == 1002:
        reason = closed.sent.reason if closed.sent is not None else ""
        return ChannelError("garbled", f"what {at} sent is no WebSocket: {shown(reason)}"), False
    if closed.rcvd is None:
        return ChannelError("closed", f"the connection to {at} broke off without a goodbye"), True
    code, reason = closed.rcvd.code, shown(closed.rcvd.reason)
    told = f"{at} closed the connection with code {code}{f' ({reason})' if reason else ''}"
    return ChannelError("closed", told), code in RESUMED


def _named(error: Exception, at: str) -> tuple[str, str, str]:
    """Kind, sentence, and what arrived."""
    if isinstance(error, InvalidStatus):
        return _refused(error, at)
    if isinstance(error, InvalidMessage):
        if isinstance(error.__cause__, EOFError):
            return "closed", f"{at} closed the connection before the socket was open", ""
        return "not-http", f"what {at} answered is not HTTP: {error}", ""
    if isinstance(error, InvalidHandshake):
        return "not-websocket", f"{at} opens no WebSocket: {error}", ""
    if isinstance(error, ssl.SSLError | ssl.CertificateError):
        return "tls", f"no secure connection to {at}: {error}; see `bot.verify_tls`", ""
    if isinstance(error, socket.gaierror):
        return "dns", f"the name in {at} cannot be resolved; is `bot.url` spelled right?", ""
    if isinstance(error, ConnectionRefusedError):
        told = f"nothing listens at {at}: the connection was refused; is the bot running?"
        return "refused", told, ""
    if isinstance(error, ConnectionError):
        return "closed", f"{at} closed the connection before the socket was open", ""
    if isinstance(error, OSError):
        return "unreachable", f"no connection to {at}: {error.strerror or error}", ""
    return "url", f"{at} is no address that can be opened; is `bot.url` spelled right?", ""


def _refused(error: InvalidStatus, at: str) -> tuple[str, str, str]:
    response = error.response
    status = f"HTTP {response.status_code} {response.reason_phrase}".strip()
    body = bytes(response.body or b"").decode("utf-8", "backslashreplace")
    received = f"{status}\n{body}".strip()
    if 300 <= response.status_code < 400:
        told = f"{at} redirects, which is not followed; put the final address into `bot.url`"
        return "redirect", told, received
    if response.status_code < 300:
        told = f"{at} answered {status} where a WebSocket was expected; is `bot.url` right?"
        return "not-websocket", told, received
    return "status", f"{at} answered {shown(status)} instead of opening the socket", received
