"""Files become documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from escalation_tests.errors import Problem
from escalation_tests.loading.composing import Node, Unreadable, compose
from escalation_tests.loading.document import Document, Unfolding

LONGEST = 1_000_000
"""Bytes that a file may have."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where files come from and how they are named in errors."""

    variables: Mapping[str, str]
    public: bool = False
    """See `Unfolding.public`."""


def one(file: Path, named: str, source: Source) -> Document:
    """The single document of a file; its `problems` say why there is none."""
    nodes, problem = _nodes(file, named)
    if problem is not None:
        return Document(named, problems=[problem])
    document = Unfolding(source.variables, source.public).document(nodes[0], named)
    if len(nodes) > 1:
        second = nodes[1].line
        document.problems.append(Problem(named, second, "", "has a second document; expected one"))
    return document


def several(file: Path, named: str, source: Source) -> list[Document]:
    """The documents of a file, those of a list one by one."""
    nodes, problem = _nodes(file, named)
    if problem is not None:
        return [Document(named, problems=[problem])]
    unfolding = Unfolding(source.variables, source.public)
    return [unfolding.document(node, named) for node in _listed(nodes)]


def _listed(nodes: list[Node]) -> list[Node]:
    split: list[Node] = []
    for node in nodes:
        split += node.items if node.text is None and not node.mapping else [node]
    return split


def _nodes(file: Path, named: str) -> tuple[list[Node], Problem | None]:
    """The nodes of a file, or why there are none."""
    try:
        nodes = [node for node in compose(_text(file)) if not node.empty]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return [], Problem(named, 0, "", f"cannot be read: {reason}")
    except Unreadable as error:
        return [], Problem(named, error.line, "", error.message)
    return nodes, None if nodes else Problem(named, 0, "", "is empty")


def _text(file: Path) -> str:
    with file.open("rb") as stream:
        data = stream.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise Unreadable(0, f"is larger than {LONGEST} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(line, f"is not UTF-8: byte 0x{data[error.start]:02x}") from None
