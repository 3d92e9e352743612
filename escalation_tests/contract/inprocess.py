"""A bot or a desk in this process."""

from typing import Literal

from pydantic import Field

from escalation_tests.contract.bot import AnsweringBot
from escalation_tests.contract.desk import DeskCommon, HandoffMap
from escalation_tests.contract.shape import Seconds


class AsgiBot(AnsweringBot):
    """An ASGI application in this process, asked without a server between: FastAPI, Starlette,
    Django and others.
    """

    channel: Literal["asgi"]
    """The bot is an ASGI application in this process."""
    app: str
    """`module:application`; a module beside the configuration is found."""
    url: str = "/"
    """The path that takes a customer's message, such as `/chat`; the application sees the host
    `localhost` unless the address names another.
    """
    startup: Seconds = 60.0
    """Longest wait for the application's own start (ASGI's lifespan)."""


class PythonDesk(DeskCommon):
    """A function `(conversation_id)` in this process, plain or async, that returns the handoffs of
    a conversation so far: a list of mappings, or None.
    """

    kind: Literal["python"]
    """A function says what the desk holds."""
    call: str
    """`module:function`."""
    handoff: HandoffMap = HandoffMap(
        id="id",
        queue="queue",
        priority="priority",
        language="language",
        reason="reason",
        summary="summary",
        transcript="transcript",
        facts="facts",
        attempted="attempted",
    )
    """Where a handoff holds what; unless written otherwise, each field under its own name."""
    every: Seconds = Field(default=0.05, gt=0)
    """Least time between two calls for one conversation."""
    slowest: Seconds = Field(default=1.0, gt=0)
    """Where nothing happens the time between two calls grows up to this."""
    timeout: Seconds = 10.0
    """Longest wait for an answer."""
