"""A desk that answers in a vendor's shape and remembers what it was told."""

from typing import Literal

from pydantic import Field

from escalation_tests.contract.desk import ServedDesk
from escalation_tests.contract.shape import Expression, Name, Written


class EmulatedRoute(Written):
    """One request that the bot may make, and how it is answered. Expressions see `body`, `path`
    (its parameters), `query`, `id`, `now` (ISO 8601), `thing` and `things`.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    """The HTTP method."""
    path: str
    """The path, with parameters in braces: `/api/v2/tickets/{id}`."""
    does: Literal["create", "read", "change", "add", "list", "answer"] = "answer"
    """`create` keeps a new thing under an id of its own; `read`, `change` and `add` are for the
    one that `{id}` names; `list` is for all; `answer` only answers."""
    takes: Expression = "body"
    """What of the request is kept: the new thing, what changes in it, or what is added."""
    to: Name | None = None
    """With `add`: the list within the thing."""
    status: int = Field(default=200, ge=200, le=299)
    """The status of the answer."""
    gives: Expression = "thing"
    """The body of the answer."""


class EmulatorDesk(ServedDesk):
    """The suite is the desk, and plays a vendor's interface as far as `routes` tell it. A request
    for anything else is refused with 404 and counted.
    """

    kind: Literal["emulator"]
    """The run starts a server that remembers, and answers as the vendor does."""
    routes: tuple[EmulatedRoute, ...] = Field(min_length=1)
    """What the bot may ask for; the first that fits counts."""
    first_id: int = 1
    """The id of the first thing."""
