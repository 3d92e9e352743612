"""A desk in this process."""

from typing import Literal

from pydantic import Field

from escalation_tests.contract.desk import DeskCommon, HandoffMap
from escalation_tests.contract.shape import Seconds


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
