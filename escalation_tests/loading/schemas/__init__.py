"""JSON Schemas of what people write, for editors and for our own error texts."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from escalation_tests.contract.escalation import EscalationConfig
from escalation_tests.contract.persona import Persona
from escalation_tests.contract.scenario import Scenario
from escalation_tests.loading.presets import SIDES, known

_REFERENCE = {"type": "string", "pattern": r"\$\{"}
"""Any value may be an environment variable."""


@cache
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """What `model` accepts, in the names that people write."""
    return model.model_json_schema()


def schemas() -> dict[str, dict[str, Any]]:
    """File name → schema, as shipped in this folder: escalation, persona, scenario."""
    return {
        "escalation.schema.json": _with_presets(_document(EscalationConfig, "escalation.yaml")),
        "persona.schema.json": _document(Persona, "A persona"),
        "scenario.schema.json": _scenarios(),
    }


def _document(model: type[BaseModel], title: str) -> dict[str, Any]:
    schema = _lenient(schema_of(model))
    assert isinstance(schema, dict)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**head, **schema, "title": title}


def _scenarios() -> dict[str, Any]:
    """One scenario or a list of them."""
    schema = _document(Scenario, "A scenario")
    head, shared = schema.pop("$schema"), schema.pop("$defs")
    shared["Scenario"] = schema
    one = {"$ref": "#/$defs/Scenario"}
    return {
        "$schema": head,
        "$defs": shared,
        "title": "Scenarios",
        "anyOf": [one, {"type": "array", "items": one, "minItems": 1}],
    }


def _with_presets(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` with the names of the presets; whoever writes one need not write anything else."""
    for part in schema["$defs"].values():
        if "preset" in part.get("properties", {}):
            _name_presets(part)
    return schema


def _name_presets(part: dict[str, Any]) -> None:
    properties = part["properties"]
    names = [
        name
        for side, key in SIDES.items()
        for name, kind in known(side).items()
        if properties.get(key, {}).get("const") == kind
    ]
    if names:
        properties["preset"] = {
            "description": properties["preset"]["description"],
            "enum": names,
        }
        part |= {"if": {"required": ["preset"]}, "else": {"required": part.pop("required")}}
    else:
        del properties["preset"]


def _lenient(node: Any) -> Any:
    """`node` without our own titles, and with `${NAME}` wherever text is not taken anyway."""
    if isinstance(node, list):
        return [_lenient(item) for item in node]
    if not isinstance(node, dict):
        return node
    inner = {key: _inside(key, value) for key, value in node.items() if not _noise(key, value)}
    if _takes_reference(node):
        about = {key: inner.pop(key) for key in ("description", "default") if key in inner}
        return {**about, "anyOf": [inner, _REFERENCE]}
    return inner


def _inside(key: str, value: Any) -> Any:
    """Schemas below `value`; in some keywords the names are the person's, not JSON Schema's."""
    if key in {"properties", "$defs", "patternProperties"}:
        return {name: _lenient(schema) for name, schema in value.items()}
    if key in {"default", "examples", "enum", "const", "propertyNames", "discriminator"}:
        return value
    return _lenient(value)


def _noise(key: str, value: Any) -> bool:
    return key == "title" and isinstance(value, str)


def _takes_reference(node: dict[str, Any]) -> bool:
    kinds = node.get("type", ())
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    if "string" in kinds:
        return "enum" in node or "pattern" in node
    return bool(kinds & {"integer", "number", "boolean"})
