"""Where the platform listens that the suite plays: on this machine alone."""

import errno
import ipaddress
import re
import socket

from escalation_tests.errors import ChannelError

_WRITTEN = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\s/\[\]]+)):(\d{1,5})")
WAITING = 2048
"""Connections that may wait to be accepted."""


def listening(written: str) -> socket.socket:
    """A listening socket at `host:port`.

    Raises `ChannelError`: `address` when it is none of loopback, `port-taken` when somebody else
    listens there.
    """
    host, port = _address(written)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only sockets that name their protocol get TCP_NODELAY from asyncio.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.setblocking(False)
        opened.bind((host, port))
        opened.listen(WAITING)
    except OSError as error:
        opened.close()
        raise _refused(written, error) from None
    return opened


def url_of(opened: socket.socket) -> str:
    """Where others on this machine reach a socket."""
    host, port = opened.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _address(written: str) -> tuple[str, int]:
    match = _WRITTEN.fullmatch(written)
    host = (match[1] or match[2]) if match else ""
    host = "127.0.0.1" if host == "localhost" else host
    try:
        usable = ipaddress.ip_address(host).is_loopback
    except ValueError:
        usable = False
    if match is None or not usable or int(match[3]) > 65535:
        raise ChannelError(
            "address",
            f"bot.listen {written!r} is no address on loopback; expected host:port, such as "
            "127.0.0.1:0, where port 0 takes a free one",
        )
    return host, int(match[3])


def _refused(written: str, error: OSError) -> ChannelError:
    if error.errno == errno.EADDRINUSE:
        return ChannelError(
            "port-taken",
            f"the platform cannot listen at {written}: somebody else does already. Under "
            "pytest-xdist each worker is a platform of its own: leave bot.listen at port 0, "
            "where the event tells the bot the address as {platform_url}, or run without -n",
        )
    return ChannelError(
        "address", f"the platform cannot listen at {written}: {error.strerror or error}"
    )
