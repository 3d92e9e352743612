"""One field of a handoff record after the other: whatever it holds → what it means.

Each reader gives the value and, where the record has another shape than expected, a note.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from escalation_tests.desks.words import author, urgency
from escalation_tests.model.handoff import Line

T = TypeVar("T")
Read = tuple[T | None, str]
"""A value, None where there is none, and a note, empty where all is well."""

LONGEST_TEXT = 20_000
LONGEST_VALUE = 2_000
MOST_LINES = 2_000
MOST_ENTRIES = 300
DEEPEST = 8


def plain(value: Any) -> Read[str]:
    """A text or number as text."""
    if value is None:
        return None, ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None, f"expected a text, got {_kind(value)}"
    return _written(value, LONGEST_TEXT), ""


def renamed(value: Any, names: Mapping[str, str]) -> Read[str]:
    """A text or number under the name that the configuration has for it."""
    text, note = plain(value)
    return (names.get(text, text) if text is not None else None), note


def prioritised(value: Any, priorities: Mapping[str, str]) -> Read[str]:
    """One of our priorities; the desk's own word where nobody knows what it means."""
    text, note = plain(value)
    if text is None:
        return None, note
    known = urgency(text, priorities)
    return known or text, "" if known else f"{text[:40]!r} is not in desk.priorities"


def transcript(value: Any, roles: Mapping[str, str]) -> Read[tuple[Line, ...]]:
    """The lines of a list of `{role, text}` objects, or of plain texts."""
    if value is None:
        return None, ""
    if not isinstance(value, list):
        return None, f"expected a list of {{role, text}} objects, got {_kind(value)}"
    lines = [line for item in value[:MOST_LINES] if (line := _line(item, roles))]
    unread = len(value) - len(lines)
    return tuple(lines), f"{unread} of {len(value)} lines could not be read" if unread else ""


def facts(value: Any) -> Read[Mapping[str, str]]:
    """Names and values, flattened; a lone text stands under the empty name."""
    if value is None:
        return None, ""
    entries = list(islice(_entries("", value, 0), MOST_ENTRIES + 1))
    note = f"only the first {MOST_ENTRIES} values were read" if entries[MOST_ENTRIES:] else ""
    return dict(entries[:MOST_ENTRIES]), note


def taken(value: Any) -> Read[bool]:
    """Whether anything is there: who has it, or that somebody has."""
    return value not in (None, False, "", [], {}), ""


def attempted(value: Any) -> Read[tuple[str, ...]]:
    """The steps of a list of texts, or of objects with a name."""
    if value is None:
        return None, ""
    items = value if isinstance(value, list) else [value]
    steps = [step for item in items[:MOST_ENTRIES] if (step := _step(item))]
    if not steps and items:
        return None, f"expected a list of texts, got {_kind(value)}"
    unread = len(items) - len(steps)
    return tuple(steps), f"{unread} of {len(items)} steps could not be read" if unread else ""


def _line(item: Any, roles: Mapping[str, str]) -> Line | None:
    if isinstance(item, str):
        return Line(None, item[:LONGEST_TEXT])
    if not isinstance(item, dict):
        return None
    text, _ = plain(item.get("text"))
    role, _ = plain(item.get("role"))
    if text is None:
        return None
    return Line(author(role, roles) if role else None, text, (role or "")[:200])


def _entries(name: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    if value is None or depth > DEEPEST:
        return
    if isinstance(value, dict):
        named = _named_value(value)
        pairs = [named] if named else list(value.items())
    elif isinstance(value, list):
        pairs = [_named_value(item) or (str(place), item) for place, item in enumerate(value)]
    else:
        yield name[:200], _written(value, LONGEST_VALUE)
        return
    for key, item in pairs:
        yield from _entries(f"{name}.{key}" if name else str(key), item, depth + 1)


def _named_value(item: Any) -> tuple[str, Any] | None:
    """The pair in `{name: …, value: …}`, as desks write custom fields."""
    if not isinstance(item, dict) or "value" not in item:
        return None
    name = next((item[key] for key in ("name", "key", "field", "id") if key in item), None)
    return (str(name), item["value"]) if isinstance(name, str | int) else None


def _step(item: Any) -> str | None:
    if isinstance(item, dict):
        item = next((item[key] for key in ("name", "step", "title", "text") if key in item), None)
    text, _ = plain(item)
    return text[:LONGEST_VALUE] if text else None


def _written(value: Any, longest: int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return str(value)[:longest]
    except ValueError:  # an integer with more digits than Python writes
        return "…"


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return names.get(type(value), "a number")
