"""JSON values as people read them."""

import json
from collections.abc import Mapping
from pathlib import Path


def told(value: object) -> list[str]:
    """A value as lines: texts and flat collections plainly, anything else as JSON."""
    if isinstance(value, str):
        return value.split("\n")
    if isinstance(value, list | Mapping) and not value:
        return ["(none)"]
    if isinstance(value, list) and all(_is_plain(item) or _is_flat(item) for item in value):
        return [_row(item) if isinstance(item, Mapping) else _plain(item) for item in value]
    if isinstance(value, Mapping) and _is_flat(value):
        return [f"{key}: {_plain(item)}" for key, item in value.items()]
    return [_plain(value) if _is_plain(value) else json.dumps(value, ensure_ascii=False)]


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _is_flat(value: object) -> bool:
    return isinstance(value, Mapping) and all(_is_plain(item) for item in value.values())


def _row(value: Mapping[str, object]) -> str:
    """A small record in one line, such as `turn 1, customer: Hello`."""
    rest = {key: item for key, item in value.items() if key != "text"}
    told = (v if isinstance(v, str) else f"{k} {_plain(v)}" for k, v in rest.items())
    return ", ".join(told) + (f": {_plain(value['text'])}" if "text" in value else "")


def _plain(value: object) -> str:
    if value is None:
        return "(nothing)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def near(file: str) -> str:
    """The file as people type it from where they are, if it lies below."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else file


def number(value: float | None) -> str:
    """A number without needless digits; a dash for none."""
    return "\u2013" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")
