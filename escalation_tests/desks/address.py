"""Where the desk listens: on this machine alone unless it was told otherwise."""

import asyncio
import errno
import ipaddress
import socket
from dataclasses import dataclass

from escalation_tests.errors import DeskError

WAITING = 2048
"""Connections that may wait to be accepted."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Where others on this machine reach it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def written(text: str) -> Address:
    """The address that `host:port` or `[host]:port` stands for; raises `DeskError`."""
    host, colon, port = text.rpartition(":")
    host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    usable = port.isascii() and port.isdigit() and int(port) < 65536
    if not (colon and host and usable) or (":" in host and not text.startswith("[")):
        raise DeskError(
            "address",
            f"desk.listen {text!r} is no address; expected host:port, such as 127.0.0.1:8766, "
            "[::1]:8766, or port 0 for a free one",
        )
    return Address(host, int(port))


async def bound(address: Address, allow_remote: bool) -> socket.socket:
    """A listening socket at `address`.

    Raises `DeskError`: `remote` when other machines could reach it without leave, `port-taken`
    when somebody else listens there, `address` when there is no such address here.
    """
    family, resolved = await _resolved(address)
    if not allow_remote and not ipaddress.ip_address(resolved[0].partition("%")[0]).is_loopback:
        raise DeskError(
            "remote",
            f"desk.listen {address.host}:{address.port} can be reached by other machines; use "
            "127.0.0.1 or [::1], or permit it with desk.allow_remote: true",
        )
    # Only sockets that name their protocol get TCP_NODELAY from asyncio; without it each
    # answer may wait 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setblocking(False)
        listening.bind(resolved)
        listening.listen(WAITING)
    except OSError as error:
        listening.close()
        raise _refused(address, error) from None
    return listening


async def _resolved(address: Address) -> tuple[socket.AddressFamily, tuple[str, int]]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError as error:
        raise DeskError(
            "address", f"desk.listen: {address.host!r} is no address of this machine ({error})"
        ) from None
    family, _, _, _, where = found[0]
    return family, (str(where[0]), int(where[1]))


def _refused(address: Address, error: OSError) -> DeskError:
    where = f"{address.host}:{address.port}"
    if error.errno == errno.EADDRINUSE:
        return DeskError(
            "port-taken",
            f"the desk cannot listen at {where}: somebody else does already; choose another "
            "address with desk.listen in the configuration or the option --escalation-listen "
            "(port 0 takes a free one)",
        )
    if error.errno == errno.EACCES:
        return DeskError(
            "address", f"the desk may not listen at {where}; choose a port above 1023"
        )
    return DeskError("address", f"the desk cannot listen at {where}: {error.strerror or error}")
