"""A desk that is asked again and again what it holds."""

from typing import Any, Literal

from pydantic import Field, SecretStr

from escalation_tests.contract.auth import Auth
from escalation_tests.contract.desk import DeskCommon
from escalation_tests.contract.shape import Expression, Name, Seconds, Written


class Paging(Written):
    """How one learns that there is more than one page, and asks for the next."""

    next: Expression | None = None
    """In the reply: the address of the next page; null where there is none."""
    link: bool = False
    """The header `Link` names the next page (`rel="next"`)."""
    page: str | None = None
    """The query parameter that counts pages; asked for until a page brings nothing new."""
    first: int = 1
    """The number of the first page."""
    cursor: Expression | None = None
    """In the reply: what the next page is asked for by; null on the last page."""
    cursor_as: str = "cursor"
    """The query parameter that carries the cursor."""
    more: Expression | None = None
    """In the reply: true while there is another page; None: as the reply's next page says."""
    most: int = Field(default=50, ge=1, le=1000)
    """Pages of one look; more are an error, because a part would stay unseen."""


class Ask(Written):
    """One question to the desk. Strings may hold placeholders: `{since}` and `{since_epoch}` (when
    the run began), and where a conversation is asked for `{conversation_id}` and `{token}`.
    """

    url: str = ""
    """Where it goes, absolute or relative to `desk.url`."""
    method: Literal["GET", "POST"] = "GET"
    """The HTTP method."""
    query: dict[str, str] = {}
    """Query parameters."""
    json_: Any = Field(default=None, alias="json")
    """The body, sent as JSON."""
    headers: dict[str, SecretStr] = {}
    """Headers of this question only; never shown."""
    paging: Paging | None = None
    """None: one reply holds everything."""


class Listing(Ask):
    """What lies at the desk. With `{conversation_id}` or `{token}` in it, it is asked for each
    conversation by itself, and whatever it brings belongs to that conversation.
    """

    items: Expression = "@"
    """In the reply: the list, or the one thing there is."""
    id: Expression = "id"
    """Within one of them: its id at the desk."""
    order: Expression | None = None
    """Within one of them: when it was made; None: as listed."""


class Detail(Ask):
    """A further question for each thing, such as a ticket's comments. Placeholders: `{id}`, and
    `{item.name}` for a value of the thing.
    """

    as_: Name = Field(alias="as")
    """The key under which the answer is put into the thing."""
    pick: Expression = "@"
    """In the reply: what is put there; the lists of several pages are joined."""


class PollDesk(DeskCommon):
    """A real desk that is asked over HTTP what it holds; what lay there before is left out."""

    kind: Literal["poll"]
    """The run asks the desk's own interface."""
    url: str
    """Where that interface begins."""
    auth: Auth | None = None
    """How the questions sign in."""
    headers: dict[str, SecretStr] = {}
    """Sent with every question; never shown."""
    list_: Listing = Field(alias="list")
    """The question for everything that may be a handoff."""
    details: tuple[Detail, ...] = ()
    """Further questions for each thing that is new or has changed."""
    entries: Expression | None = None
    """Within one thing, with its details: later messages and notes, each offered to `message` as
    `entry` beside the thing itself."""
    every: Seconds = Field(default=0.5, gt=0)
    """Least time between two looks."""
    slowest: Seconds = Field(default=5.0, gt=0)
    """Where nothing happens the time between two looks grows up to this."""
    rate: float | None = Field(default=None, gt=0)
    """Questions per second at most; None: as fast as `every` and the desk's answers allow."""
    timeout: Seconds = 10.0
    """Longest wait for one answer."""
    patience: Seconds = 15.0
    """For how long a desk may fail before it counts as lost. 429 and `Retry-After` have their own,
    of two minutes."""
    verify_tls: bool | str = True
    """False, or the path of a certificate authority file."""
    max_reply: int = 5_000_000
    """Bytes of one reply that are read; a longer one is an error."""
