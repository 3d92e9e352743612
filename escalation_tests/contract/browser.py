"""A bot that is reached as its customers reach it: by its page, in a browser."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from escalation_tests.contract.preset import FromPreset
from escalation_tests.contract.shape import Seconds, Words, Written

Selector = str
"""A selector in CSS; those of what is clicked or filled in may also be Playwright's own, such as
`role=button[name="Chat"]`. All of them look into shadow roots."""


class Filled(Written):
    """A field that is filled in before the conversation begins."""

    fill: Selector
    """The field."""
    text: str
    """What is written into it; may hold `{customer_name}` and the like."""


class Bubbles(Written):
    """How a conversation is read from the page, by CSS selectors. What is hidden does not
    count.
    """

    messages: Selector | None = None
    """One bubble. None: what is an article, a list item or a status in the log, feed or list of
    the page; where there is none of them, each child of the log."""
    text: Selector | None = None
    """Within a bubble: its text; None: all of it but its buttons and times."""
    id: str | None = None
    """The attribute of a bubble that names it. None: bubbles are told apart by place and text."""
    customer: Words | None = None
    """Bubbles of the customer: they match this, or something in them does. None: those whose
    attributes say so, or that say what the customer has just written."""
    human: Words | None = None
    """Bubbles of a person at the desk. None: those whose attributes say so."""
    system: Words | None = None
    """Notices of the page itself. None: those whose attributes say so."""
    ignore: Words = ()
    """What looks like a bubble, or stands in one, and is no part of what is said."""
    busy: Words = ("[aria-busy=true]",)
    """Is on the page while the bot is writing; a turn is not over while it is."""
    signal: Selector | None = None
    """Appears when the bot hands over."""
    queue: Selector | None = None
    """What names the queue, once the signal is there."""


class BrowserBot(FromPreset):
    """A bot behind a chat widget or page, in a headless Chromium."""

    channel: Literal["browser"]
    """The bot is used in a browser, as customers do."""
    url: str
    """The page; may hold `{conversation_id}`, `{customer_name}`, `{customer_email}` and so on."""
    open: list[Selector | Filled] = []
    """What is clicked, or filled in, in this order, until the chat is there."""
    frame: Selector | None = None
    """The iframe that the chat is in; None: it is in the page itself."""
    input: Selector | None = None
    """Where the customer writes; None: the one text box of the page."""
    send: Selector | None = None
    """The button that sends; None: Enter does."""
    receive: Bubbles = Bubbles()
    """How the conversation is read."""
    conversation: str | None = None
    """JavaScript that gives the id by which the bot knows the conversation, once it has one; None:
    it takes ours, from `url`."""
    headers: dict[str, SecretStr] = {}
    """Sent with requests to where the page comes from; never shown."""
    basic: SecretStr | None = None
    """`user:password` for basic authentication; never shown."""
    keep: list[Literal["screenshot", "trace", "video"]] = ["screenshot", "trace"]
    """What is kept of a conversation that failed. A trace doubles the work of a browser; a video
    shows secrets that the page shows, and needs Playwright's own ffmpeg (`playwright install
    ffmpeg`)."""
    executable: str | None = None
    """The browser. None: Playwright's own, else a Chromium that is installed."""
    at_once: Annotated[int, Field(ge=1, le=64)] = 4
    """How many conversations are open side by side, each with its own cookies; under pytest-xdist,
    in each worker."""
    timeout: Seconds = 30.0
    """Longest wait for the page, for its taking a message, and for the bot's answer."""
    quiet: Seconds = 0.6
    """A turn is over when nothing has moved in the conversation for so long."""
    verify_tls: bool = True
    """False takes any certificate."""
    max_reply: int = 100_000
    """Characters of one bubble that are read; a longer one is an error."""
