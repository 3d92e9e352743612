"""What customers come with: topics, facts, steps."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from escalation_tests.contract.shape import Written


def _by_language(value: Any) -> Any:
    """Wordings by language; a plain list is for the policy's first language, kept under ``."""
    if isinstance(value, str):
        return {"": [value]}
    return {"": value} if isinstance(value, list | tuple) else value


_WORDINGS = {"type": "array", "items": {"type": "string"}}
Wordings = Annotated[
    dict[str, tuple[str, ...]],
    BeforeValidator(_by_language),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                _WORDINGS,
                {"type": "object", "additionalProperties": _WORDINGS},
            ]
        }
    ),
]
"""A list of wordings in the policy's first language, or a mapping language → list.
`{order_id}` stands for a fact."""


class Topic(Written):
    """One thing customers ask about."""

    scope: Literal["in", "out"] = "in"
    """`out`: the bot must not handle it."""
    queue: str | None = None
    """Where it belongs; None: the default queue."""
    facts: tuple[str, ...] = ()
    """Facts that a customer with this topic owns and states."""
    ask: Wordings = Field(default={})
    """How customers raise it."""
    steps: tuple[str, ...] = ()
    """Steps that such a customer may have tried."""
    about: str = ""
    """One sentence for the reader of this file."""


class FactRule(Written):
    """How a fact's values are made and said."""

    pattern: str | None = None
    """`#` becomes a digit, `?` a capital letter: `AB-######`."""
    faker: Annotated[str, Field(json_schema_extra={"format": "faker"})] | None = None
    """A Faker method, such as `iban`."""
    choices: tuple[str, ...] = ()
    """One of these values; they cannot be unique to a conversation and are not tracked as such."""
    say: Wordings = Field(default={})
    """How customers state it: `My order number is {value}.`"""
    asked_as: str | None = None
    """The kind of question that asks for it, such as `order_id`; None: its own name."""


class StepRule(Written):
    """One thing a customer may have tried."""

    say: Wordings = Field(default={})
    """How customers claim it."""
    known_as: tuple[str, ...] = ()
    """Words by which a human would recognise it in a summary or list, besides its name."""
