"""What follows a handoff: what the customer writes, and what a person at the desk does."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from escalation_tests.contract.shape import Name, OrShort, Words, Written, listed

_ALONE = ("accepts", "gives_back")
"""Deeds with nothing to add, which may stand as a word alone."""
_OR_DEED = OrShort(type="string", enum=list(_ALONE))


class HumanStep(Written):
    """One thing that the person at the desk does: one of the keys. `human: accepts` and
    `human: gives_back` are short for `true`.
    """

    accepts: Literal[True] | None = None
    """Takes the conversation."""
    says: str | None = None
    """Writes this to the customer; `{order_id}` stands for a fact."""
    transfers: Literal[True] | str | None = None
    """Passes the conversation on to this queue; true: to another one of the shop's."""
    gives_back: Literal[True] | None = None
    """Gives the conversation back to the bot."""


def _deed(value: Any) -> Any:
    """`human: accepts` in long form."""
    return {value: True} if value in _ALONE else value


class LaterStep(Written):
    """One step after the handoff. A text alone is what the customer writes."""

    customer: Words = ()
    """What the customer writes; several texts are a burst."""
    topic: Name | None = None
    """The topic that they raise with it, once a person has given them back to the bot."""
    human: Annotated[HumanStep, BeforeValidator(_deed), _OR_DEED] | None = None
    """What the person at the desk does; needs `desk.human` in the configuration."""


def _step(value: Any) -> Any:
    """What the customer writes in long form."""
    return {"customer": value} if isinstance(value, str) else value


_OR_TEXT = OrShort(type="string")


Later = Annotated[
    tuple[Annotated[LaterStep, BeforeValidator(_step), _OR_TEXT], ...],
    BeforeValidator(listed),
    _OR_TEXT,
]
"""What happens after the handoff, in order."""
