"""A bot that takes events and calls the platform back: the suite plays the platform."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, SecretStr

from escalation_tests.contract.auth import Auth
from escalation_tests.contract.bot import OpenRequest, Receive, Request
from escalation_tests.contract.preset import FromPreset
from escalation_tests.contract.shape import Expression, Seconds, Written
from escalation_tests.model.deed import Does


class Route(Written):
    """One request that the bot may make of the platform. Expressions but those of `receive` see
    `{path, query, body}`: what stood in the places of the path, the query's parameters, the body.
    """

    path: str
    """Where it goes; `{name}` takes what stands in that place: `/v3/rooms/{conversation}`."""
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    """The HTTP method."""
    when: Expression | None = None
    """JMESPath that is true for the requests that are meant; None: for all to this path."""
    conversation: Expression | None = "path.conversation"
    """Where the conversation's id stands; None: the request belongs to no conversation."""
    receive: Receive | None = None
    """What its body says; None: nothing that the customer or the desk would notice."""
    status: int = Field(default=200, ge=200, le=299)
    """The status with which it is answered."""
    answer: Any = {}
    """The JSON body with which it is answered; may hold `{conversation_id}`, `{call_id}`, which
    is another one for each request, `{call_number}`, a number, and `{path.x}`.
    """


class PersonEvents(Written):
    """Events by which the platform tells the bot what a person does with a conversation; they may
    hold `{text}` and `{queue}` beside the usual placeholders. The platform shows the customer what
    the person says, whether or not the bot is told.
    """

    accepts: Request | None = None
    """A person takes the conversation; None: the bot is not told."""
    says: Request | None = None
    """A person writes `{text}` to the customer; None: the bot is not told."""
    transfers: Request | None = None
    """A person passes it on to `{queue}`; None: that cannot be played."""
    gives_back: Request | None = None
    """A person gives it back to the bot; None: that cannot be played."""

    @property
    def told(self) -> Mapping[Does, Request]:
        """What the bot is told of, and how."""
        return {does: one for does in Does if (one := getattr(self, does)) is not None}

    @property
    def can(self) -> frozenset[Does]:
        """What a person can do: the platform itself takes and shows."""
        return frozenset((Does.ACCEPTS, Does.SAYS, *self.told))


class CallbackBot(FromPreset):
    """A bot that takes events and answers by calling the platform's API."""

    channel: Literal["callback"]
    """The suite plays the platform: it posts events and serves the API that the bot calls."""
    url: str
    """Where the bot takes its events."""
    listen: str = "127.0.0.1:0"
    """`host:port` of the platform's API, on loopback; with port 0 it is a free one, which the
    event tells the bot as `{platform_url}`. Under pytest-xdist each worker is a platform of its
    own, so the port must be 0 there.
    """
    routes: list[Route] = Field(min_length=1)
    """What the bot may call; the first that fits counts. Any other call is an error."""
    ids: Literal["text", "number"] = "text"
    """Whether the platform's ids of conversations are texts or numbers."""
    headers: dict[str, SecretStr] = {}
    """Sent with every event; never shown."""
    token: SecretStr | None = None
    """Sent as `Authorization: Bearer …`; never shown."""
    basic: SecretStr | None = None
    """`user:password` for basic authentication; never shown."""
    auth: Auth | None = None
    """How events are signed, for bots that check it."""
    open: OpenRequest | None = None
    """The event that tells of a new conversation, for platforms that send one."""
    send: Request
    """The event that carries a message; may hold `{platform_url}` and `{message_number}`, a
    number, beside the usual placeholders.
    """
    receive: Receive | None = None
    """How to read the bot's reply to an event; None: it only says that the event was taken."""
    on_handoff: Request | None = None
    """The event that tells the bot that its handoff was taken; None: it is told nothing."""
    human: PersonEvents | None = None
    """What a scripted person does on the platform; None: only what `desk.human` says."""
    timeout: Seconds = 20.0
    """Longest wait for a reply to an event, and for the bot's first word after it."""
    quiet: Seconds = 0.5
    """A turn is over after this long without another message."""
    verify_tls: bool | str = True
    """False, or the path of a certificate authority file."""
    max_reply: int = 1_000_000
    """Bytes of one reply or call that are read; a longer one is an error."""
