"""The only place that knows the library for SMTP."""

import asyncio
from typing import Any, Protocol

from aiosmtpd.smtp import SMTP


class Mailbox(Protocol):
    """Who takes the mails; the library calls its methods `handle_…`."""

    def oversized(self) -> None:
        """A mail was refused because of its size."""


class Connection(SMTP):
    """One connection."""

    def __init__(
        self, mailbox: Mailbox, connections: set[asyncio.Transport], most: int, calls: int
    ) -> None:
        """`connections` holds what is open; at most `most` bytes of one mail are taken."""
        self.line_length_limit = most  # long lines are bad style, and HTML mails have them
        super().__init__(
            mailbox,
            data_size_limit=most,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="escalation-tests",
            command_call_limit=calls,
            loop=asyncio.get_running_loop(),
        )
        self._mailbox, self._connections = mailbox, connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport), "TCP has transports of this kind"
        self._mine = transport
        self._connections.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self._mine)
        super().connection_lost(error)

    async def push(self, status: Any) -> None:
        """Send a reply; the library gives no other sign that a mail was too large."""
        if str(status).startswith("552"):
            self._mailbox.oversized()
        await super().push(status)
