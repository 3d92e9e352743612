"""The shapes that several parts of the contract share."""

import re
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "": 1.0}
_LAST = re.compile(r"^last:? *([1-9][0-9]*)$")
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|m|)\s*")


class Written(BaseModel):
    """Root of everything a person writes: immutable, and no key passes unknown."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True
    )


class OrShort:
    """Says in the JSON Schema that something shorter may stand for the long form.

    Args:
        short: keywords of the shorter form's schema.
    """

    def __init__(self, **short: Any) -> None:
        self._short = short

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [self._short, handler(schema)]}


def _seconds(value: Any) -> Any:
    """Seconds from `300ms`, `5s`, `2m` or a plain number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("expected a duration such as 300ms, 5s or 2m")
    match = _DURATION.fullmatch(str(value))
    if match is None:
        raise ValueError(f"{value!r} is no duration; expected one such as 300ms, 5s or 2m")
    return float(match[1]) * _UNITS[match[2]]


Seconds = Annotated[
    float,
    BeforeValidator(_seconds),
    WithJsonSchema({"type": ["string", "number"], "examples": ["300ms", "5s", "2m"]}),
]
"""A duration in seconds, written as `300ms`, `5s`, `2m` or a number."""


def _share(value: Any) -> Any:
    """A number from 0 to 1; `true` stands for 1 and `30%` for 0.3."""
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            return float(value.strip()[:-1]) / 100
        except ValueError:
            return value
    return float(value) if isinstance(value, bool) else value


Share = Annotated[
    float,
    BeforeValidator(_share),
    Field(ge=0, le=1),
    WithJsonSchema({"type": ["number", "boolean", "string"], "examples": [0.3, "30%", True]}),
]
"""How much of something, from 0 to 1; `30%` and `true` are understood."""


def listed(value: Any) -> Any:
    """A list; a single word stands for a list of one."""
    return [value] if isinstance(value, str) else value


Words = Annotated[
    tuple[str, ...],
    BeforeValidator(listed),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    ),
]
"""One word or a list of them."""


def _scope(value: Any) -> Any:
    """A number of messages from `{last: 10}` or `last: 10`; anything else as it is."""
    if isinstance(value, dict) and value.keys() == {"last"}:
        return value["last"]
    if isinstance(value, str) and (match := _LAST.fullmatch(value)):
        return int(match[1])
    return value


TranscriptScope = Annotated[
    Literal["full", "shared", "none"] | Annotated[int, Field(ge=1)],
    BeforeValidator(_scope),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "enum": ["full", "shared", "none"]},
                {"type": "integer", "minimum": 1},
                {
                    "type": "object",
                    "properties": {
                        "last": {
                            "type": "integer",
                            "minimum": 1,
                            "description": "How many messages, the last ones.",
                        }
                    },
                    "required": ["last"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
"""How much of the conversation a transcript covers: all of it, the last messages, none."""

Language = Annotated[
    str,
    Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", json_schema_extra={"format": "language"}),
]
"""An ISO 639-1 code, such as `en` or `pt-BR`."""

Name = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$",
        max_length=100,
        json_schema_extra={"format": "name"},
    ),
]
"""A name that is used in test ids: letters, digits, `_`, `-`, `.`."""

Expression = Annotated[str, Field(json_schema_extra={"format": "jmespath"})]
"""A JMESPath expression; the loader has it proved by whoever may use the library."""
