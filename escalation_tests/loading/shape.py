"""What a schema expects at a place, in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from escalation_tests.loading.document import Path, found_at
from escalation_tests.loading.schemas import schema_of

Node = Mapping[str, Any]

_FORMATS = {
    "language": "a language code such as en or pt-BR",
    "name": "a name of letters, digits, `_`, `-` and `.` (at most 100)",
    "jmespath": "a JMESPath expression",
    "priority-bound": "low, normal, high or urgent, alone or behind >=, >, <= or <",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The schema of a model, to look places up in."""

    schema: Node

    @classmethod
    def of(cls, model: type[BaseModel]) -> "Shape":
        """The shape of what a person writes for `model`."""
        return cls(schema_of(model))

    def at(self, path: Path, value: Any) -> list[Node]:
        """What may stand at `path` of `value`: alternatives without references or unions."""
        nodes = self._alternatives(self.schema, value)
        for step in path:
            value = found_at(value, (step,))
            nodes = [
                alternative
                for node in nodes
                for below in _below(node, step)
                for alternative in self._alternatives(below, value)
            ]
        return nodes

    def leaves(self, value: Any) -> Iterator[tuple[Path, Any, list[Node]]]:
        """All scalars of `value`, with what may stand there."""
        yield from self._leaves((), value, self._alternatives(self.schema, value))

    def _leaves(
        self, path: Path, value: Any, nodes: list[Node]
    ) -> Iterator[tuple[Path, Any, list[Node]]]:
        inner = _items(value)
        if inner is None:
            yield path, value, nodes
            return
        for step, item in inner:
            below = [schema for node in nodes for schema in _below(node, step)]
            found = [each for schema in below for each in self._alternatives(schema, item)]
            yield from self._leaves((*path, step), item, found)

    def keys(self, node: Node) -> list[str]:
        """The words that a mapping's keys are limited to; empty when any will do."""
        names = node.get("propertyNames")
        limited = self._alternatives(names, None) if names else []
        return [word for each in limited for word in each.get("enum", ())]

    def _alternatives(self, node: Node, value: Any) -> list[Node]:
        if "$ref" in node:
            target = self.schema["$defs"][str(node["$ref"]).rpartition("/")[2]]
            return self._alternatives({**target, **_without(node, "$ref")}, value)
        options = node.get("anyOf") or _chosen(node, value)
        if options is None:
            return [] if node.get("type") == "null" else [node]
        about = {key: node[key] for key in ("description",) if key in node}
        return [
            found for option in options for found in self._alternatives({**option, **about}, value)
        ]


def _chosen(node: Node, value: Any) -> Sequence[Node] | None:
    """The options of a union; only the one that the value names, where it names one."""
    options: Sequence[Node] | None = node.get("oneOf")
    if options is None or "discriminator" not in node or not isinstance(value, dict):
        return options
    tag = value.get(node["discriminator"]["propertyName"])
    reference = node["discriminator"]["mapping"].get(tag) if isinstance(tag, str) else None
    return [{"$ref": reference}] if reference else options


def _without(node: Node, key: str) -> Node:
    return {name: value for name, value in node.items() if name != key}


def _items(value: Any) -> list[tuple[str | int, Any]] | None:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else None


def _below(node: Node, step: str | int) -> Iterator[Node]:
    """The schemas of what stands at `step` of a value of this kind."""
    if isinstance(step, int):
        candidates = [node.get("items")]
    elif step in node.get("properties", {}):
        candidates = [node["properties"][step]]
    else:
        named = node.get("patternProperties", {})
        candidates = [*named.values(), node.get("additionalProperties")]
    yield from (candidate for candidate in candidates if isinstance(candidate, dict))


def words(nodes: Sequence[Node]) -> list[str]:
    """The words among which one must be chosen; empty when there is no such list."""
    chosen = [str(word) for node in nodes for word in node.get("enum", ())]
    return sorted({*chosen, *(str(node["const"]) for node in nodes if "const" in node)})


def secret(nodes: Sequence[Node]) -> bool:
    """Whether what stands here must not be shown."""
    return any(node.get("writeOnly") for node in nodes)


def takes(nodes: Sequence[Node], *kinds: str) -> bool:
    """Whether one of these JSON types may stand here; anything goes where nothing is said."""
    return any("type" not in node or kinds_of(node) & set(kinds) for node in nodes)


def kinds_of(node: Node) -> set[str]:
    """The JSON types of an alternative."""
    kinds = node.get("type", ())
    return {kinds} if isinstance(kinds, str) else set(kinds)


def phrase(nodes: Sequence[Node]) -> str:
    """`one of a, b` or `a whole number from 1 to 20`, for the middle of a sentence."""
    allowed = words(nodes)
    named = [f"one of {', '.join(allowed)}"] if len(allowed) > 1 else allowed
    others = [_one(node) for node in nodes if "enum" not in node and "const" not in node]
    return " or ".join(dict.fromkeys([*named, *others])) or "something else"


def _one(node: Node) -> str:
    if node.get("format") in _FORMATS:
        return _FORMATS[node["format"]]
    if "examples" in node:
        shown = ", ".join(str(example) for example in node["examples"])
        return f"something like {shown}"
    kinds = kinds_of(node)
    if "array" in kinds:
        least = " with at least one entry" if node.get("minItems") else ""
        return f"a list{least}"
    if "object" in kinds:
        return "a mapping with at least one key" if node.get("minProperties") else "a mapping"
    if kinds & {"integer", "number"}:
        return ("a whole number" if "integer" in kinds else "a number") + _range(node)
    return {"boolean": "true or false", "string": "text"}.get("".join(kinds), "a value")


def _range(node: Node) -> str:
    least, most = node.get("minimum"), node.get("maximum")
    if least is not None and most is not None:
        return f" from {least} to {most}"
    if least is not None:
        return f", {least} or more"
    return "" if most is None else f", {most} or less"
