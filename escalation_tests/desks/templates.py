"""Placeholders in what is asked of a desk."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from escalation_tests.errors import DeskError, nearest

Values = Mapping[str, object]

_SLOT = re.compile(r"\{\{([A-Za-z_][\w.]*)\}\}|\{([A-Za-z_][\w.]*)\}")


def slots(value: Any) -> set[str]:
    """The names of all placeholders in a JSON value, its keys left out."""
    return {match[2] for text in _strings(value) for match in _SLOT.finditer(text) if match[2]}


def refuse_unknown(value: Any, known: set[str], where: str) -> None:
    """Raise `DeskError` for a placeholder that nothing will ever fill."""
    for name in sorted(slots(value) - known):
        if not (name.startswith("item.") and "item." in known):
            told = nearest(name, known - {"item."})
            raise DeskError("mapping", f"{where}: unknown placeholder {{{name}}}{told}")


def filled(value: Any, values: Values) -> Any:
    """`value` with its placeholders filled in, at any depth; `{{name}}` stands for `{name}`."""
    if isinstance(value, str):
        return _filled(value, values, str)
    if isinstance(value, Mapping):
        return {key: filled(item, values) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [filled(item, values) for item in value]
    return value


def address(url: str, values: Values) -> str:
    """A URL with its placeholders filled in, so that no value can lead elsewhere."""
    return _filled(url, values, lambda text: quote(text, safe=""))


def _filled(text: str, values: Values, encode: Callable[[str], str]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1]:
            return "{" + match[1] + "}"
        return encode(_plain(_found(match[2], values)))

    return _SLOT.sub(value, text)


def _found(name: str, values: Values) -> object:
    """The value of a name; `item.a.b` leads into the thing that is asked about."""
    first, *rest = name.split(".")
    found: object = values.get(name, values.get(first))
    for step in rest if name not in values else ():
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
