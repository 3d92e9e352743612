"""The desk's own address, at which people act there: where it is, and how one signs in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from escalation_tests.contract.desk import DeskCommon, ServedDesk
from escalation_tests.contract.polling import PollDesk
from escalation_tests.errors import DeskError, EscalationError
from escalation_tests.wire.signing import Sign, Unsigned, auth_secrets, signer

DESK_URL = "{desk_url}"
"""What stands for that address."""


@dataclass(frozen=True, slots=True)
class Door:
    """A way in; without anything, for requests that bring an address of their own."""

    url: Callable[[], str] = str
    """Where it is; of the run's own desk known once that listens."""
    headers: Mapping[str, str] = field(default_factory=dict)
    sign: Sign = field(default_factory=lambda: signer(None))
    verify: bool | str = True
    """As `desk.verify_tls`."""
    secrets: frozenset[str] = frozenset()
    """What must not be shown."""

    def signed(self, method: str, url: str, body: bytes, wall: float) -> dict[str, str]:
        """The headers with which such a request goes out, their names in lower case."""
        return {**self.headers, **self.sign(Unsigned(method, url, body), wall)}


def door(desk: DeskCommon, listens: Callable[[], str]) -> Door:
    """The way into `desk`: as it is asked, or to where it listens. Raises `DeskError`."""
    if isinstance(desk, PollDesk):
        headers = {name.lower(): each.get_secret_value() for name, each in desk.headers.items()}
        secrets = frozenset({*headers.values(), *auth_secrets(desk.auth)})
        try:
            sign = signer(desk.auth)
        except EscalationError as error:
            raise DeskError("auth", f"desk.{error}") from None
        return Door(lambda: desk.url, headers, sign, desk.verify_tls, secrets)
    if isinstance(desk, ServedDesk) and desk.secret is not None:
        secret = desk.secret.get_secret_value()
        presented = {"authorization": f"Bearer {secret}"}
        return Door(listens, presented, secrets=frozenset({secret}))
    return Door(listens)
