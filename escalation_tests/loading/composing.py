"""YAML text becomes nodes that know their lines.

Nodes are built from the parser's events without recursion, because the C composer of PyYAML
overruns its stack on deeply nested input.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

DEEPEST = 40
"""Levels of nesting that a file may have."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    """The text is no YAML that we accept; says in which line and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


@dataclass(slots=True)
class Node:
    """One value of a YAML document; scalars have `text`, the others have `items`."""

    line: int
    """1-based."""
    text: str | None = None
    plain: bool = False
    """Written without quotes, so that YAML may read it as a number or a truth value."""
    mapping: bool = False
    items: list["Node"] = field(default_factory=list)
    """Of a mapping: key, value, key, value …"""

    @property
    def empty(self) -> bool:
        """Nothing stands here."""
        return self.plain and self.text == ""


def compose(text: str) -> list[Node]:
    """The documents of a text. Raises `Unreadable`."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise Unreadable(line, _plainly(error) + _hint(text, line)) from None
    except yaml.reader.ReaderError as error:
        line = text.encode("utf-8", "replace")[: error.position].count(b"\n") + 1
        raise Unreadable(line, "holds a control character that YAML forbids") from None
    return builder.documents


class _Builder:
    """Puts events together; one use per text."""

    def __init__(self) -> None:
        self.documents: list[Node] = []
        self._open: list[tuple[Node, str | None]] = []
        self._anchors: dict[str, Node] = {}

    def take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                node = Node(_line(event), event.value, plain=event.implicit[0])
                self._add(_untagged(event, node), event.anchor)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._begin(event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._add(*self._open.pop())
            case yaml.AliasEvent():
                self._add(self._known(event), None)
            case yaml.DocumentStartEvent():
                self._anchors.clear()

    def _begin(self, event: Any) -> None:
        if len(self._open) == DEEPEST:
            raise Unreadable(_line(event), f"is nested more than {DEEPEST} levels deep")
        node = Node(_line(event), mapping=isinstance(event, yaml.MappingStartEvent))
        self._open.append((_untagged(event, node), event.anchor))

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1][0].items.append(node)
        else:
            self.documents.append(node)

    def _known(self, event: Any) -> Node:
        if event.anchor in self._anchors:
            return self._anchors[event.anchor]
        raise Unreadable(_line(event), f"refers to *{event.anchor}, which is not complete here")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _untagged(event: Any, node: Node) -> Node:
    """`node`; only text may carry a tag, and that only the one for text."""
    if event.tag in {None, "!", "tag:yaml.org,2002:str"}:
        return node
    raise Unreadable(node.line, f"has the tag {event.tag}; tags are not understood here")


_PLAINLY = (
    ("tab character", "has a tab where YAML wants spaces"),
    ("cannot start any token", "starts with a character that YAML reserves; put it in quotes"),
    ("mapping values are not allowed", "has a second `: ` in a line; put the text in quotes"),
    ("unexpected end of stream", "ends inside a quoted text; is the closing quote missing?"),
    ("expected key", "is not indented like the keys around it"),
    ("expected '-' indicator", "is not indented like the list items around it"),
    ("could not find expected ':'", "lacks the `:` after a key"),
    ("expected ',' or '}'", "lacks a `,` or `}`"),
    ("expected ',' or ']'", "lacks a `,` or `]`"),
)


def _plainly(error: yaml.MarkedYAMLError) -> str:
    said = f"{error.problem or ''} {error.context or ''}"
    for token, sentence in _PLAINLY:
        if token in said:
            return f"is not valid YAML: {sentence}"
    return f"is not valid YAML: {error.problem or error.context}"


def _hint(text: str, line: int) -> str:
    """The next step where a variable without quotes has closed a flow mapping."""
    before = "".join(text.splitlines()[max(line - 2, 0) : line])
    return "; put ${…} in quotes between { and }" if "${" in before else ""
