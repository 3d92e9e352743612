"""What is wrong with a value, in sentences for the person who wrote it."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from escalation_tests.errors import nearest
from escalation_tests.loading.document import Document, Path, found_at, holds
from escalation_tests.loading.shape import Node, Shape, kinds_of, phrase, secret, takes, words

_SHOWN = 60
"""Characters of a wrong text that are repeated in the message."""

Mistake = tuple[Path, str]
"""Where, and the sentence."""


def mistakes(error: ValidationError, document: Document, shape: Shape) -> list[Mistake]:
    """One sentence for each place that `error` complains about, in its order."""
    found: dict[Path, str] = {}
    vague: set[Path] = set()
    for detail in error.errors(include_url=False):
        path, message, general = _mistake(detail, document, shape)
        found.setdefault(path, message)
        if general:
            vague.add(path)
    return [(path, said) for path, said in found.items() if path not in _outdone(vague, found)]


def truth_for_number(document: Document, shape: Shape) -> Iterator[Mistake]:
    """Truth values where a number belongs: validation would count them as 0 and 1."""
    for path, value, nodes in shape.leaves(document.value):
        counted = takes(nodes, "integer", "number") and not takes(nodes, "boolean")
        if isinstance(value, bool) and counted:
            yield path, f"expected {phrase(nodes)}, found {_found(path, document, nodes)}"


def _outdone(vague: set[Path], found: dict[Path, str]) -> set[Path]:
    """Places of which one branch of a union complains as a whole and another one in detail."""
    return {
        path
        for path in vague
        if any(len(other) > len(path) and other[: len(path)] == path for other in found)
    }


def _mistake(detail: ErrorDetails, document: Document, shape: Shape) -> tuple[Path, str, bool]:
    path, rest = _place(detail["loc"], document.value)
    match detail["type"]:
        case "missing":
            path = (*path, *rest[-1:])
            return path, _missing(shape.at(path, document.value)), False
        case "union_tag_not_found" | "union_tag_invalid":
            return *_tag(detail, path, document, shape), False
        case "extra_forbidden":
            return path, _unknown_key(path, document, shape), False
        case "value_error":
            return path, _own_words(detail, shape.at(path, document.value)), False
    if rest[-1:] == ("[key]",):
        return path, _bad_key(path, document, shape), False
    return path, _unexpected(path, document, shape), True


def _place(loc: Sequence[str | int], value: Any) -> tuple[Path, Path]:
    """The part of `loc` that exists in what was written, and what follows it.

    The names of a union's branches stand in `loc` as well; they are skipped.
    """
    path: list[str | int] = []
    rest: list[str | int] = []
    for step in loc:
        if holds(value, step):
            value = value[step]
            path.append(step)
            rest.clear()
        else:
            rest.append(step)
    return tuple(path), tuple(rest)


def _missing(nodes: Sequence[Node]) -> str:
    about = next((str(node["description"]) for node in nodes if "description" in node), "")
    first = " ".join(about.split("\n\n")[0].split()).partition(". ")[0].rstrip(".")
    return f"is missing; expected {phrase(nodes)}" + (f". {first}." if first else "")


def _tag(detail: ErrorDetails, path: Path, document: Document, shape: Shape) -> Mistake:
    tag = detail.get("ctx", {}).get("discriminator", "").strip("'")
    path = (*path, tag)
    nodes = shape.at(path, document.value)
    if detail["type"] == "union_tag_not_found":
        return path, f"is missing; expected {phrase(nodes)}"
    return path, _unexpected(path, document, shape)


def _unknown_key(path: Path, document: Document, shape: Shape) -> str:
    known = {
        name for node in shape.at(path[:-1], document.value) for name in node.get("properties", {})
    }
    return f"unknown key{nearest(str(path[-1]), known)}"


def _bad_key(path: Path, document: Document, shape: Shape) -> str:
    nodes = shape.at(path[:-1], document.value)
    known = [word for node in nodes for word in shape.keys(node)]
    if known:
        return f"unknown key{nearest(str(path[-1]), known)}"
    named = [node["propertyNames"] for node in nodes if "propertyNames" in node]
    return f"this key is not allowed; expected {phrase(named)}"


def _own_words(detail: ErrorDetails, nodes: Sequence[Node]) -> str:
    return f"expected {phrase(nodes)}" if secret(nodes) else str(detail["ctx"]["error"])


def _unexpected(path: Path, document: Document, shape: Shape) -> str:
    nodes = shape.at(path, document.value)
    value, allowed = found_at(document.value, path), words(nodes)
    if isinstance(value, str) and allowed and not secret(nodes):
        others = [node for node in nodes if "enum" not in node and "const" not in node]
        also = f", or {phrase(others)}" if others else ""
        return f"{_shown(value)} is not known here{nearest(value, allowed)}{also}"
    return f"expected {phrase(nodes)}, found {_found(path, document, nodes)}"


def _found(path: Path, document: Document, nodes: Sequence[Node]) -> str:
    """What stands at `path`, with the next step where YAML has misread it."""
    value = found_at(document.value, path)
    quote = "; put it in quotes" if any("string" in kinds_of(node) for node in nodes) else ""
    if secret(nodes) and isinstance(value, str | int | float):
        return f"something else{'' if isinstance(value, str) else quote}"
    match value:
        case None:
            return "nothing"
        case bool():
            return f"{document.written[path]}, which YAML reads as {str(value).lower()}{quote}"
        case int() | float():
            return f"the number {document.written[path]}{quote}"
        case str():
            return _shown(value)
    kind = "mapping" if isinstance(value, dict) else "list"
    return f"a {kind}" if value else f"an empty {kind}"


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
