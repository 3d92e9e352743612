"""The suite is the desk's mailbox: an SMTP server on loopback to which the bot sends.

**Nothing counts twice.** Map `id: id`: a mail that is sent again carries its `Message-ID` again.
**Nothing is lost.** A mail is accepted with 250 only once it has been entered; one for a
conversation that is not expected yet is kept, and one that belongs to nobody is counted.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from escalation_tests.contract.mail import EmailDesk
from escalation_tests.desks.address import Address, bound, written
from escalation_tests.desks.ledger import Ledger
from escalation_tests.desks.mail import read_mail
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.readout import Take
from escalation_tests.desks.tray import Tray, seen_state
from escalation_tests.errors import DeskError
from escalation_tests.model.handoff import Source
from escalation_tests.ports import Answer, Clock, Inbox, Opening

COMMANDS = 1_000
"""Commands of one kind that one connection may give."""


class EmailObserver:
    """Takes mails, sorts them by conversation, and answers as it is told to."""

    def __init__(self, desk: EmailDesk, clock: Clock) -> None:
        """Raises `DeskError` when the library for SMTP is missing."""
        _library()
        self._desk, self._clock = desk, clock
        self._wanted = written(desk.listen)
        self._mapper = HandoffMapper(desk, Source.EMAIL)
        self._ledger = Ledger(self._mapper, Answer(250))
        self._port = self._wanted.port
        self._stopping = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Transport] = set()

    @property
    def address(self) -> str:
        """Where the bot sends to; with port 0 only known once started."""
        return Address(self._wanted.host, self._port).url.replace("http://", "smtp://", 1)

    async def start(self) -> None:
        listening = await bound(self._wanted, self._desk.allow_remote)
        self._port = listening.getsockname()[1]
        self._stopping.clear()
        loop = asyncio.get_running_loop()
        connection = _library().Connection
        self._server = await loop.create_server(
            lambda: connection(self, self._open, self._desk.max_payload, COMMANDS), sock=listening
        )

    async def open(self, opening: Opening, conversation: str, answers: Sequence[Answer]) -> Inbox:
        async def close() -> None:
            self.forget(conversation)

        tray = Tray(conversation, self._mapper, seen_state(self._mapper, answers), close)
        self.expect(conversation, opening.token, answers, tray.take)
        return tray

    def expect(self, conversation: str, token: str, answers: Sequence[Answer], take: Take) -> None:
        """Give mails of `conversation` to `take` from now on, those already here first."""
        self._ledger.expect(conversation, token, answers, take)

    def forget(self, conversation: str) -> None:
        """Whatever comes for `conversation` from now on is late."""
        self._ledger.forget(conversation)

    async def caught_up(self, conversation: str) -> None:
        """Nothing to wait for: mails come by themselves."""

    def strays(self) -> Mapping[str, int]:
        return self._ledger.counts()

    def samples(self) -> tuple[str, ...]:
        """The first few mails of unknown conversations, for the report."""
        return self._ledger.samples()

    async def stop(self) -> None:
        server, self._server = self._server, None
        self._stopping.set()
        if server is None:
            return
        server.close()
        for transport in list(self._open):
            transport.abort()
        while self._open:  # each takes itself out when it is closed
            await asyncio.sleep(0)
        await server.wait_closed()

    def oversized(self) -> None:
        """A mail was refused because of its size."""
        self._ledger.count("oversized")

    async def handle_RCPT(  # noqa: N802 - the library calls it so
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """The answer to one recipient."""
        if len(envelope.rcpt_tos) >= self._desk.max_recipients:
            self._ledger.count("too many recipients")
            return "452 4.5.3 too many recipients (desk.max_recipients)"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - the library calls it so
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        """The answer to a whole mail."""
        mail = read_mail(envelope.content, envelope.mail_from, list(envelope.rcpt_tos))
        if mail is None:
            self._ledger.count("malformed")
            return "554 5.6.0 no mail: neither a header nor a word"
        answer = self._ledger.deliver(mail, self._clock.now())
        if answer.delay:
            await self._pause(answer.delay)
        return _reply(answer.status)

    async def _pause(self, seconds: float) -> None:
        """Wait, but not beyond the desk's own end."""
        try:
            async with self._clock.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return


def _reply(status: int) -> str:
    """The SMTP reply that means what an HTTP status means: accepted, later, or never."""
    if status < 400:
        return "250 2.0.0 OK"
    later = status >= 500 or status in {408, 425, 429}
    told = f"answered with {status} on purpose"
    return f"451 4.3.2 {told}" if later else f"554 5.7.1 {told}"


def _library() -> Any:
    try:
        from escalation_tests.desks import smtp
    except ImportError:
        raise DeskError(
            "missing", "desk.kind: email needs aiosmtpd: pip install 'escalation-tests[email]'"
        ) from None
    return smtp
