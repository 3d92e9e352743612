"""Bots that speak over a WebSocket."""

from typing import Any, Literal

from pydantic import Field, SecretStr

from escalation_tests.contract.auth import Auth
from escalation_tests.contract.bot import OpenRequest, Request
from escalation_tests.contract.preset import FromPreset
from escalation_tests.contract.shape import Expression, Seconds, Words, Written
from escalation_tests.contract.streaming import StreamReceive


class SocketMessage(Written):
    """One message over the socket, as `json` or as `text`; holds the placeholders of a request."""

    json_: Any = Field(default=None, alias="json")
    """The message, as JSON."""
    text: str | None = None
    """The message as it stands; None: `json` counts."""


class SocketAnswer(SocketMessage):
    """A message with which events of a kind are answered, once they have been counted: an
    acknowledgement, or the answer to a ping of the bot's own. May hold `{event.x}`.
    """

    when: Expression
    """JMESPath that is true for the events that are answered."""
    keep: dict[str, Expression] = {}
    """Values to keep from the event, name → JMESPath; used as `{event.name}`."""


class SocketPing(SocketMessage):
    """A message that keeps the conversation alive, for bots to which a WebSocket's own pings are
    not enough.
    """

    every: Seconds = Field(default=20.0, gt=0)
    """Seconds between two of them."""


class SocketBot(FromPreset):
    """A bot that speaks over a WebSocket; needs the extra `websocket`."""

    channel: Literal["websocket"]
    """The bot speaks over a WebSocket, one for each conversation."""
    url: str
    """Where it is opened: `ws://` or `wss://`; may hold the placeholders of a request, and
    `{cursor}`.
    """
    query: dict[str, str] = {}
    """Query parameters of the address; one that is nothing but `{cursor}` is left out until there
    is one.
    """
    headers: dict[str, SecretStr] = {}
    """Sent with every request, the one that opens the socket among them; never shown."""
    token: SecretStr | None = None
    """Sent as `Authorization: Bearer …`; never shown."""
    basic: SecretStr | None = None
    """`user:password` for basic authentication; never shown."""
    auth: Auth | None = None
    """How requests are signed, for bots that check it."""
    protocols: Words = ()
    """Subprotocols that are offered, the best first."""
    open: OpenRequest | None = None
    """The HTTP request that opens a conversation, for bots that want one; relative addresses are
    on the host of `url`.
    """
    connect: list[SocketMessage] = []
    """Sent in this order after each connection, such as a subscription; may hold `{cursor}`."""
    ready: Expression | None = None
    """JMESPath that is true for the event after which the customer may write. None: they may at
    once."""
    send: SocketMessage = SocketMessage(
        json_={"conversation": "{conversation_id}", "text": "{text}"}
    )
    """The message that carries a customer's words."""
    post: Request | None = None
    """The HTTP request that carries them instead, for bots that only speak over the socket."""
    taken: Expression | None = None
    """JMESPath that is true for the event by which the bot says that it has taken a message. None:
    it has when its side has answered a ping that went out behind the message."""
    answers: list[SocketAnswer] = []
    """Messages with which events are answered."""
    ping: SocketPing | None = None
    """A message that is sent again and again."""
    receive: StreamReceive = StreamReceive(whole="data.text")
    """How to read what comes: each message is an event whose `data` it is."""
    cursor: Expression | None = None
    """Within one event: from where on to continue, sent as `{cursor}` when the socket is opened
    again. None: a connection that breaks is an error."""
    retry: Seconds = 0.2
    """Wait before the socket is opened again."""
    retries: int = Field(default=3, ge=0, le=100)
    """How often it is opened again in vain before that is an error."""
    timeout: Seconds = 20.0
    """Longest wait for a connection, for a message to be taken, and for an answer."""
    quiet: Seconds = 0.5
    """A turn is over after this long without another message."""
    verify_tls: bool | str = True
    """False, or the path of a certificate authority file."""
    max_reply: int = 1_000_000
    """Bytes of one message that are read; a longer one is an error."""
