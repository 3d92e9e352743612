"""Bots that answer by a stream of events, and how messages are put together from it."""

from typing import Literal

from pydantic import Field, SecretStr

from escalation_tests.contract.auth import Auth
from escalation_tests.contract.bot import OpenRequest, Receive, Request
from escalation_tests.contract.preset import FromPreset
from escalation_tests.contract.shape import Expression, Seconds


class StreamReceive(Receive):
    """What is found where in one event of a stream. Expressions see `{event, id, data}`: the
    event's name, its id, and its data as a JSON value, or as text where it is none. An event in
    which nothing is found is passed over.
    """

    messages: Expression = "`null`"
    """Whole messages: the texts, or objects of which `text` picks the text. An empty list is the
    bot's word that it says nothing."""
    part: Expression | None = None
    """A piece of a message's text."""
    assemble: Literal["append", "replace", "final"] = "append"
    """`append`: pieces follow each other; `replace`: each piece is the whole text so far; `final`:
    pieces are provisional, and only `whole` is the text."""
    whole: Expression | None = None
    """The whole text of a message; it replaces its pieces and ends it."""
    message: Expression | None = None
    """The id of the message that a piece belongs to. None: a piece belongs to the message that is
    under way."""
    ends: Expression | None = None
    """JMESPath that is true when the message is complete. None: it is when another one begins or
    the stream ends."""
    done: Expression | None = None
    """JMESPath that is true when nothing more will come before the customer writes; a stream that
    ends without it was cut off. None: the end of the stream says so, or the data `[DONE]`. Where
    the stream lasts, it completes the messages that are under way."""
    error: Expression | None = None
    """An error that the bot tells; anything but null, false and empty is one."""
    identity: Expression | None = "id"
    """What tells events apart: one that comes again counts once. None: every event counts."""
    order: Expression | None = None
    """The number of an event, counted up by one from 0 or 1: events that overtake each other are
    put in order, and one that is missing is an error. None: events count as they come."""
    data: Literal["json", "text"] = "json"
    """`text`: data is text, also where it looks like JSON."""


class Stream(Request):
    """The request by which the stream is opened, for bots that do not answer where they are
    written to. May hold `{sent.x}` and `{cursor}` beside the usual placeholders.
    """

    method: Literal["GET", "POST", "PUT", "PATCH"] = "GET"
    """The HTTP method."""
    lasts: Literal["turn", "conversation"] = "turn"
    """`turn`: opened after each message, until the bot has answered; `conversation`: opened once,
    so that the bot can speak unasked."""
    keep: dict[str, Expression] = {}
    """Values to keep from the reply to `send`, name → JMESPath; used as `{sent.name}`."""
    cursor: Expression | None = None
    """Within one event: from where on to continue, sent as `{cursor}` when the stream is opened
    again. None: the event's id, sent as the header `Last-Event-ID`."""
    retry: Seconds = 0.2
    """Wait before the stream is opened again, unless the bot names another."""
    retries: int = Field(default=3, ge=0, le=100)
    """How often it is opened again in vain before that is an error."""


class SseBot(FromPreset):
    """A bot that answers by server-sent events."""

    channel: Literal["sse"]
    """The bot answers by a stream of server-sent events."""
    url: str
    """The endpoint that takes a customer's message."""
    headers: dict[str, SecretStr] = {}
    """Sent with every request; never shown."""
    token: SecretStr | None = None
    """Sent as `Authorization: Bearer …`; never shown."""
    basic: SecretStr | None = None
    """`user:password` for basic authentication; never shown."""
    auth: Auth | None = None
    """How requests are signed, for bots that check it."""
    open: OpenRequest | None = None
    """The request that opens a conversation, for bots that want one."""
    send: Request = Request(json_={"conversation": "{conversation_id}", "text": "{text}"})
    """The request that carries a message."""
    stream: Stream | None = None
    """The request that opens the stream; None: the reply to `send` is the stream."""
    receive: StreamReceive = StreamReceive(part="data.text")
    """How to read the events."""
    timeout: Seconds = 20.0
    """Longest wait for an answer, its stream included."""
    quiet: Seconds = 0.5
    """With a stream that lasts, a turn is over after this long without another message."""
    verify_tls: bool | str = True
    """False, or the path of a certificate authority file."""
    max_reply: int = 1_000_000
    """Bytes of one answer, or of one event of a stream that lasts; more is an error."""
