"""One YAML document as plain values, with the line of each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from escalation_tests.errors import Problem
from escalation_tests.loading.composing import DEEPEST, Node, Unreadable
from escalation_tests.loading.environment import Unset, fill, secretive

Path = tuple[str | int, ...]
"""Keys and indexes (0-based) from the top of a document."""

LARGEST = 50_000
"""Values that a document may have once its anchors are expanded."""

_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"), True),
    **dict.fromkeys(("no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9_]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")


@dataclass(slots=True)
class Document:
    """What a person wrote, and where."""

    file: str
    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    """How a value that YAML did not read as text was written."""
    problems: list[Problem] = field(default_factory=list)
    variables: dict[Path, Mapping[str, str]] = field(default_factory=dict)
    """The environment variables that were put in, by place."""
    unjudged: list[Path] = field(default_factory=list)
    """What cannot be judged, since what it builds on is unknown; complained about already."""

    def line(self, path: Path) -> int:
        """The line of what stands at `path`, or of the nearest thing above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def complain(self, path: Path, message: str) -> None:
        """Note a mistake at `path`."""
        self.problems.append(Problem(self.file, self.line(path), dotted(path), message))


def holds(value: Any, step: str | int) -> bool:
    """Whether a mapping has this key, or a list this index."""
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)


def found_at(value: Any, path: Path) -> Any:
    """What stands at `path` of `value`; None where nothing does."""
    for step in path:
        if not holds(value, step):
            return None
        value = value[step]
    return value


def dotted(path: Path) -> str:
    """`conversation[2].trigger`; list items count from 1, as turns do."""
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


@dataclass(slots=True)
class Unfolding:
    """How nodes become a document.

    Args:
        variables: the environment.
        public: what is written here gets said or shown, so that secrets are out of place.
    """

    variables: Mapping[str, str]
    public: bool = False
    left: int = LARGEST

    def document(self, node: Node, file: str) -> Document:
        """The document under `node`; its `problems` say what was wrong."""
        document = Document(file)
        self.left = LARGEST
        try:
            document.value = self._value(node, (), document)
        except Unreadable as error:
            document.value = None
            document.problems.append(Problem(file, error.line, "", error.message))
        return document

    def _value(self, node: Node, path: Path, document: Document) -> Any:
        self._count(node, len(path))
        document.lines.setdefault(path, node.line)
        if node.text is not None:
            return self._scalar(node, path, document)
        if node.mapping:
            return self._mapping(node, path, document)
        return [self._value(item, (*path, i), document) for i, item in enumerate(node.items)]

    def _mapping(self, node: Node, path: Path, document: Document) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in self._pairs(node, len(path)):
            name = key.text
            if name is None:
                document.complain(path, f"line {key.line}: a key must be a word, not a list")
                continue
            if name in found:
                first = document.lines[*path, name]
                again = f"is written twice; first in line {first}"
                document.problems.append(
                    Problem(document.file, key.line, dotted((*path, name)), again)
                )
                continue
            document.lines[*path, name] = key.line
            found[name] = self._value(value, (*path, name), document)
        return found

    def _pairs(self, node: Node, depth: int) -> Iterator[tuple[Node, Node]]:
        """Keys and values, those that `<<` brings last and only where not given here."""
        own = list(zip(node.items[::2], node.items[1::2], strict=True))
        yield from ((key, value) for key, value in own if not _merges(key))
        given = {key.text for key, _ in own}
        for _, value in ((key, value) for key, value in own if _merges(key)):
            listed = value.text is None and not value.mapping
            for source in value.items if listed else [value]:
                for key, inherited in self._inherited(source, depth + 1):
                    if key.text not in given:
                        given.add(key.text)
                        yield key, inherited

    def _inherited(self, source: Node, depth: int) -> Iterator[tuple[Node, Node]]:
        self._count(source, depth)
        if not source.mapping:
            raise Unreadable(source.line, "`<<` can only bring in mappings")
        for pair in self._pairs(source, depth):
            self._count(source, depth)
            yield pair

    def _count(self, node: Node, depth: int) -> None:
        self.left -= 1
        if self.left < 0:
            message = f"has more than {LARGEST} values once its anchors are expanded"
            raise Unreadable(node.line, message)
        if depth > DEEPEST:
            raise Unreadable(node.line, f"is nested more than {DEEPEST} levels deep")

    def _scalar(self, node: Node, path: Path, document: Document) -> Any:
        text = node.text or ""
        if node.plain:
            value = _resolved(text)
            if not isinstance(value, str):
                document.written[path] = text
                return value
        try:
            filled = fill(text, self.variables)
        except Unset as unset:
            document.complain(path, str(unset))
            return text
        if filled.values:
            self._note(dict(filled.values), path, document)
        return filled.text

    def _note(self, values: Mapping[str, str], path: Path, document: Document) -> None:
        document.variables[path] = values
        for name in values if self.public else ():
            if secretive(name):
                document.complain(
                    path,
                    f"the variable {name} is secret by its name and cannot be said aloud here",
                )


def _resolved(text: str) -> str | bool | int | float | None:
    """What YAML reads in a text without quotes."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _merges(key: Node) -> bool:
    return key.plain and key.text == "<<"
