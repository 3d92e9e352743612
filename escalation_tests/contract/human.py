"""What a person at the desk can be made to do, so that tests see what comes of it."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, SecretStr

from escalation_tests.contract.shape import Seconds, Written
from escalation_tests.model.deed import Does


class HumanRequest(Written):
    """How the platform, or the bot, learns of one thing that a person does: by a request, or by a
    call in this process. Strings may hold `{conversation_id}`, `{handoff_id}`, `{token}`, `{text}`
    and `{queue}`, which is the desk's own word where `desk.queues` has one.
    """

    url: str | None = None
    """Where a request goes, absolute. May begin with `{desk_url}`: `desk.url` of a desk that is
    asked, with its way to sign in, or where the run's own desk listens, as with `emulator`."""
    call: str | None = None
    """`module:function`, plain or async, in place of a request; it is called with a mapping of
    those names, and gives False where the desk does not let the person do it."""
    method: Literal["POST", "PUT", "PATCH", "DELETE"] = "POST"
    """The HTTP method."""
    json_: Any = Field(default=None, alias="json")
    """The body, sent as JSON."""
    headers: dict[str, SecretStr] = {}
    """Headers of this request only; never shown."""


class HumanDeeds(Written):
    """What a person at the desk can do. What is not written cannot be played."""

    accepts: HumanRequest | None = None
    """Takes the conversation."""
    says: HumanRequest | None = None
    """Writes `{text}` to the customer."""
    transfers: HumanRequest | None = None
    """Passes the conversation on to `{queue}`."""
    gives_back: HumanRequest | None = None
    """Gives the conversation back to the bot."""
    timeout: Seconds = 10.0
    """Longest wait for the answer to such a request."""

    @property
    def told(self) -> Mapping[Does, HumanRequest]:
        """What they can do, and how the platform is told of it."""
        return {does: one for does in Does if (one := getattr(self, does)) is not None}
