"""How the bot is reached."""

from typing import Any, Literal

from pydantic import Field, SecretStr

from escalation_tests.contract.preset import FromPreset
from escalation_tests.contract.shape import Expression, Seconds, Words, Written


class Request(Written):
    """One HTTP request. Strings may hold placeholders: `{conversation_id}`, `{text}`,
    `{customer_id}`, `{customer_name}`, `{customer_email}`, `{language}`, `{token}`, `{turn}`,
    `{message_id}`, and `{opened.x}` for a value that the opening request gave.
    """

    url: str = ""
    """Where it goes, absolute or relative to `bot.url`; empty: `bot.url` itself."""
    method: Literal["GET", "POST", "PUT", "PATCH"] = "POST"
    """The HTTP method."""
    json_: Any = Field(default=None, alias="json")
    """The body, sent as JSON."""
    form: dict[str, str] | None = None
    """The body, sent as a form."""
    query: dict[str, str] = {}
    """Query parameters."""
    headers: dict[str, SecretStr] = {}
    """Headers of this request only."""


class Receive(Written):
    """What is found where in a reply, as JMESPath expressions."""

    messages: Expression = "messages[].text"
    """The texts, or objects of which `text` picks the text."""
    text: Expression | None = None
    """Within one message: its text. None: the message is the text."""
    speaker: Expression | None = None
    """Within one message: who wrote it; None: the bot."""
    roles: dict[str, Literal["customer", "bot", "human", "system"]] = {}
    """The platform's word for an author → ours; `customer` marks echoes, which are dropped."""
    id: Expression | None = None
    """Within one message: its id, so that a polled message counts once."""
    signal: Expression | None = None
    """The bot's handoff signal; anything but null, false and empty is one."""
    queue: Expression | None = None
    """The queue that the signal names."""
    confidence: Expression | None = None
    """The bot's confidence in its answer."""
    optional: bool = False
    """An absent `messages` is silence. False: it is an error that the mapping matches nothing."""


class OpenRequest(Request):
    """The request that opens a conversation."""

    receive: Receive | None = None
    """How to read a greeting from its reply; None: the reply has none."""
    keep: dict[str, Expression] = {}
    """Values to keep from its reply, name → JMESPath; used later as `{opened.name}`.
    `conversation_id` replaces the id we proposed."""


class Poll(Request):
    """Asking for messages that arrive later."""

    method: Literal["GET", "POST", "PUT", "PATCH"] = "GET"
    """The HTTP method."""
    every: Seconds = 0.5
    """Seconds between two questions."""
    receive: Receive | None = None
    """How to read its reply; None: as `bot.receive`."""
    cursor: Expression | None = None
    """JMESPath of a cursor in the reply, sent next time as `{cursor}`."""
    skip_earlier: bool = False
    """Whatever is there before the conversation begins is of earlier runs and is not heard; for
    bots that do not begin anew with a new conversation id.
    """


class State(Request):
    """Asking how a conversation stands, after each reply of the bot."""

    method: Literal["GET", "POST", "PUT", "PATCH"] = "GET"
    """The HTTP method."""
    receive: Receive = Receive(messages="`null`", optional=True)
    """How to read it: signal, queue, confidence; and messages that no reply has shown."""
    muted: Expression | None = None
    """JMESPath that is true when the bot is silent because a human has the conversation. A reply
    without a message is an error when it is not: the bot, or a part of it, is dead. None: not
    looked at.
    """


class AnsweringBot(FromPreset):
    """Root of the bots that answer requests, however the requests reach them."""

    channel: str
    """By which way requests reach it."""
    url: str
    """The endpoint that takes a customer's message."""
    headers: dict[str, SecretStr] = {}
    """Sent with every request; never shown."""
    token: SecretStr | None = None
    """Sent as `Authorization: Bearer …`; never shown."""
    basic: SecretStr | None = None
    """`user:password` for basic authentication; never shown."""
    open: OpenRequest | None = None
    """The request that opens a conversation, for bots that want one."""
    send: Request = Request(json_={"conversation": "{conversation_id}", "text": "{text}"})
    """The request that carries a message."""
    receive: Receive = Receive()
    """How to read the reply."""
    poll: Poll | None = None
    """For bots whose messages arrive later."""
    state: State | None = None
    """For bots that tell elsewhere than in the reply how a conversation stands."""
    on_handoff: Request | None = None
    """The request that tells the bot that its handoff was taken; None: it is told nothing."""
    timeout: Seconds = 20.0
    """Longest wait for a reply."""
    quiet: Seconds = 0.3
    """With polling, a turn is over after this long without another message."""
    max_reply: int = 1_000_000
    """Bytes of one reply that are read; a longer one is an error."""


class HttpBot(AnsweringBot):
    """A bot behind an HTTP endpoint."""

    channel: Literal["http"]
    """The bot answers HTTP requests."""
    verify_tls: bool | str = True
    """False, or the path of a certificate authority file."""


class PythonBot(Written):
    """A bot in this process: a function `(conversation_id, text)` or `(message)`, plain or async.

    It returns a text, a list of texts, or a mapping that `receive` reads.
    """

    channel: Literal["python"]
    """The bot is a function that is called."""
    call: str
    """`module:function`."""
    receive: Receive = Receive(optional=True)
    """How to read a mapping that the function returns."""
    timeout: Seconds = 20.0
    """Longest wait for its answer."""
    quiet: Seconds = 0.0
    """A turn is over after this long without another message."""


class Patterns(Written):
    """The shop's own wordings, plain phrases or `/regular expressions/`, added to ours.

    Neither case nor, in phrases, accents matter; more than one space counts as one.
    """

    announces: Words = ()
    """A transfer is under way or done."""
    offers: Words = ()
    """A transfer is offered."""
    unavailable: Words = ()
    """Nobody can be reached."""
    who: Words = ()
    """Names the destination: queue names as the customer reads them, team names. Like `wait` and
    `next` it counts in messages that announce a transfer."""
    wait: Words = ()
    """Says how long it takes."""
    next: Words = ()
    """Says what happens next."""
    asks_for: dict[str, Words] = {}
    """Fact name → wordings that ask for it."""
    ignored: Words = ()
    """Sentences with these wordings are passed over: they look like one of the above to the suite,
    and are none."""
