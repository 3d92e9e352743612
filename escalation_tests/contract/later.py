"""What follows a handoff: what the customer writes, and what a person at the desk does."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from escalation_tests.contract.shape import Name, Words, Written

_ALONE = ("accepts", "gives_back")
"""Deeds with nothing to add, which may stand as a word alone."""


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


class _OrDeed:
    """Says in the JSON Schema that a word alone may stand for the long form."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "enum": list(_ALONE)}, handler(schema)]}


class LaterStep(Written):
    """One step after the handoff. A text alone is what the customer writes."""

    customer: Words = ()
    """What the customer writes; several texts are a burst."""
    topic: Name | None = None
    """The topic that they raise with it, once a person has given them back to the bot."""
    human: Annotated[HumanStep, BeforeValidator(_deed), _OrDeed()] | None = None
    """What the person at the desk does; needs `desk.human` in the configuration."""


def _step(value: Any) -> Any:
    """What the customer writes in long form."""
    return {"customer": value} if isinstance(value, str) else value


class _OrText:
    """Says in the JSON Schema that a text alone may stand for it."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(schema)]}


def _steps(value: Any) -> Any:
    """A list; a text alone stands for a list of one."""
    return [value] if isinstance(value, str) else value


Later = Annotated[
    tuple[Annotated[LaterStep, BeforeValidator(_step), _OrText()], ...],
    BeforeValidator(_steps),
    _OrText(),
]
"""What happens after the handoff, in order."""
