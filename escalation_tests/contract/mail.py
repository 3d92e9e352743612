"""A desk that gets its handoffs by e-mail."""

from typing import Literal

from escalation_tests.contract.desk import DeskCommon


class EmailDesk(DeskCommon):
    """The suite is the desk's mailbox; needs the extra `email`. What can be mapped is listed in
    docs/desks.md.
    """

    kind: Literal["email"]
    """The run starts an SMTP server to which the bot sends its handoffs."""
    listen: str = "127.0.0.1:2525"
    """`host:port`; port 0 takes a free one and sets `ESCALATION_DESK_URL` to `smtp://…`."""
    allow_remote: bool = False
    """Permit `listen` on an address that other machines can reach."""
    max_payload: int = 5_000_000
    """Bytes of one mail; a larger one is refused with 552 and counted."""
    max_recipients: int = 50
    """Recipients of one mail; further ones are refused with 452 and counted."""
