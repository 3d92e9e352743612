"""A reply on its way: what has come of it, and how that is told when something is wrong."""

from dataclasses import dataclass, field

import httpx

from escalation_tests.channels.arrived import place, shown
from escalation_tests.channels.transport import Sending
from escalation_tests.errors import ChannelError
from escalation_tests.model.secrets import Secrets

SHOWN_BYTES = 8_000


@dataclass(slots=True)
class Arriving:
    """What has come so far of one reply; outlives the block in which it is read."""

    sending: Sending
    secrets: Secrets
    status: str = ""
    code: int = 0
    type: str = ""
    charset: str = ""
    target: str = ""
    body: bytearray = field(default_factory=bytearray)

    @property
    def at(self) -> str:
        """Where it comes from, as errors name it."""
        return place(self.sending.url)

    def begin(self, response: httpx.Response) -> None:
        """Take down the head of the reply."""
        self.code = response.status_code
        self.status = f"HTTP {response.status_code} {response.reason_phrase}".strip()
        self.type = response.headers.get("content-type", "").lower()
        self.charset = response.charset_encoding or "utf-8-sig"
        self.target = response.headers.get("location", "")

    def check_status(self) -> None:
        """Raise `ChannelError` unless the request was granted."""
        if self.code < 300:
            return
        if self.code < 400:
            raise self.error(
                "redirect",
                f"{self.at} redirects to {place(self.target) or 'nowhere'}, which is not "
                "followed; put the final address into `bot.url`",
            )
        raise self.error("status", f"{self.at} answered {shown(self.status)}")

    def silent(self, seconds: float) -> ChannelError:
        """Nothing has come in time."""
        return self.error(
            "timeout",
            f"{self.at} did not answer within {seconds:g} s; `bot.timeout` sets how long "
            "is waited",
        )

    def too_large(self, largest: int) -> ChannelError:
        """More has come than is read."""
        return self.error(
            "too-large",
            f"the reply of {self.at} has more than {largest} bytes; "
            "`bot.max_reply` sets how much is read",
        )

    def told(self, error: ChannelError) -> ChannelError:
        """`error` with what has come, where it does not show anything itself."""
        trouble = error.trouble
        if trouble.received or not self.status:
            return error
        return self.error(trouble.kind, trouble.message)

    def error(self, kind: str, message: str) -> ChannelError:
        """An error that shows what has come."""
        head = f"{self.status}\n" if self.status else ""
        start = bytes(self.body[:SHOWN_BYTES])
        text = head + start.decode("utf-8", "backslashreplace") if start else head
        return ChannelError(kind, self.secrets.redact(message), shown(text, self.secrets).strip())
