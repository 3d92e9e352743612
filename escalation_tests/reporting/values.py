"""JSON values as people read them."""

import json
from collections.abc import Mapping


def told(value: object) -> list[str]:
    """A value as lines: texts and flat collections plainly, anything else as JSON."""
    if isinstance(value, str):
        return value.split("\n")
    if isinstance(value, list | Mapping) and not value:
        return ["(none)"]
    if isinstance(value, list) and all(_is_plain(item) for item in value):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping) and all(_is_plain(item) for item in value.values()):
        return [f"{key}: {_plain(item)}" for key, item in value.items()]
    return [_plain(value) if _is_plain(value) else json.dumps(value, ensure_ascii=False)]


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _plain(value: object) -> str:
    if value is None:
        return "(nothing)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def number(value: float | None) -> str:
    """A number without needless digits; a dash for none."""
    return "\u2013" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")
