"""Placeholders in what is sent: found once, filled for every message."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from escalation_tests.errors import UnknownName

Values = Mapping[str, object]
Fill = Callable[[Values], Any]
"""What turns the values of one message into a string, or a JSON value, to be sent."""
Encode = Callable[[str], str]

_SLOT = re.compile(r"\{\{([A-Za-z_][\w.]*)\}\}|\{([A-Za-z_][\w.]*)\}")
_TYPED = re.compile(r"^(opened|event|arguments)\.|_number$|^(cursor|messages|tools)$")
"""Names of what has a type of its own."""


def template(text: str, known: Iterable[str], encode: Encode = str) -> Fill:
    """A filler for `text`; `{{name}}` stands for the literal `{name}`.

    Raises `UnknownName` for a placeholder that is not `known`.
    """
    literals, slots = _split(text, frozenset(known))
    if not slots:
        constant = literals[0]
        return lambda _: constant

    def fill(values: Values) -> str:
        filled = [literals[0]]
        for slot, literal in zip(slots, literals[1:], strict=True):
            filled += (encode(_plain(values.get(slot))), literal)
        return "".join(filled)

    return fill


def tree(value: Any, known: Iterable[str]) -> Fill:
    """A filler for a JSON value: placeholders in all its strings, at any depth.

    A string that is nothing but a placeholder for what has a type of its own, such as
    `{opened.x}`, `{event.x}`, `{cursor}` or `{x_number}`, becomes that value.
    """
    names = frozenset(known)
    if isinstance(value, str):
        return _leaf(value, names)
    if isinstance(value, Mapping):
        fields = [(key, tree(item, names)) for key, item in value.items()]
        return lambda values: {key: fill(values) for key, fill in fields}
    if isinstance(value, list | tuple):
        items = [tree(item, names) for item in value]
        return lambda values: [fill(values) for fill in items]
    return lambda _: value


def has_slots(text: str) -> bool:
    """Whether anything in `text` is to be filled."""
    return any(match[2] for match in _SLOT.finditer(text))


def _leaf(text: str, names: frozenset[str]) -> Fill:
    match = _SLOT.fullmatch(text)
    typed = (
        match
        and match[2]
        and re.search(r"^(opened|event|arguments)\.|_number$|^(cursor|messages|tools)$", match[2])
    )
    if match and typed and match[2] in names:
        name = match[2]
        return lambda values: values.get(name)
    return template(text, names)


def _split(text: str, names: frozenset[str]) -> tuple[list[str], list[str]]:
    """The literal pieces of `text` and the names between them."""
    literals, slots, end = [""], [], 0
    for match in _SLOT.finditer(text):
        literals[-1] += text[end : match.start()]
        end = match.end()
        if match[1]:
            literals[-1] += "{" + match[1] + "}"
            continue
        if match[2] not in names:
            raise UnknownName("placeholder", match[2], names)
        slots.append(match[2])
        literals.append("")
    literals[-1] += text[end:]
    return literals, slots


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
