"""Helpers beside the functions of JMESPath, for shapes that a path alone cannot read.

`from_json`, `html_to_text`, `to_time`, `lookup`, `split_blob` and `lower`. Like a path that
leads nowhere, a helper gives null for what it cannot read, and raises nothing.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import jmespath
from jmespath.functions import Functions, signature

from escalation_tests.errors import nearest
from escalation_tests.wire.blob import blob_problem, split_blob
from escalation_tests.wire.html import html_to_text

LONGEST = 1_000_000
"""Characters of a text that a helper reads."""
MILLISECONDS = 1e11
"""From here on a number of seconds since 1970 can only be one of milliseconds."""

_ANY: Any = {"types": []}
_ANYTHING: Any = {"types": [], "variadic": True}


class Helpers(Functions):
    """The functions of JMESPath and ours. JMESPath finds ours by the beginning of their names."""

    @signature(_ANY)
    def _func_from_json(self, text: Any) -> Any:
        """The value that is written as JSON inside a text."""
        try:
            return json.loads(text[:LONGEST]) if isinstance(text, str) else None
        except (ValueError, RecursionError):
            return None

    @signature(_ANY)
    def _func_html_to_text(self, page: Any) -> str | None:
        """The words of an HTML text, with its line breaks."""
        return html_to_text(page[:LONGEST]) if isinstance(page, str) else None

    @signature(_ANY)
    def _func_to_time(self, value: Any) -> float | None:
        """Seconds since 1970 from seconds, milliseconds, ISO 8601 or the date of a mail."""
        return _time(value)

    @signature(_ANY, _ANY)
    def _func_lookup(self, key: Any, table: Any) -> Any:
        """What `table` has under `key`; numbers are looked up as they are written."""
        if not isinstance(table, Mapping) or isinstance(key, bool | list | dict):
            return None
        return table.get(_key(key))

    @signature(_ANYTHING)
    def _func_split_blob(self, text: Any, pattern: Any = None, *_: Any) -> Any:
        """The turns `{role, text}` of a transcript that is one text.

        `pattern` is a regular expression for what stands before a turn, with a group `role`.
        """
        if not isinstance(text, str) or not isinstance(pattern, str | None):
            return None
        return split_blob(text[:LONGEST], pattern)

    @signature(_ANY)
    def _func_lower(self, text: Any) -> str | None:
        """The text in lower case."""
        return text.lower() if isinstance(text, str) else None


def function_problem(tree: Any) -> str | None:
    """What is wrong with a function in a parsed expression, as the end of a sentence."""
    for name, arguments in _calls(tree):
        if name not in Helpers.FUNCTION_TABLE:
            near = nearest(name, Helpers.FUNCTION_TABLE)
            return f"uses an unknown JMESPath function {name!r}{near}"
        written = [each["value"] for each in arguments[1:] if each.get("type") == "literal"]
        if name == "split_blob" and written and (problem := blob_problem(str(written[0]))):
            return f"divides a text where {problem}"
    return None


def options() -> jmespath.Options:
    """What to evaluate an expression with, so that it knows our helpers."""
    return jmespath.Options(custom_functions=Helpers())


def _calls(node: Any) -> Iterator[tuple[str, list[Any]]]:
    """Name and arguments of every function that is called below `node`."""
    if isinstance(node, dict):
        children = node.get("children", ())
        if node.get("type") == "function_expression":
            yield node["value"], list(children)
        for child in children:
            yield from _calls(child)


def _key(key: Any) -> str:
    return str(int(key)) if isinstance(key, float) and key.is_integer() else str(key)


def _time(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and not re.fullmatch(r"\s*\d{1,20}(\.\d{1,9})?\s*", value):
        return _written_time(value.strip()[:100])
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    while seconds >= MILLISECONDS:
        seconds /= 1000
    return seconds


def _written_time(text: str) -> float | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return aware.timestamp()
        except (ValueError, TypeError, OverflowError):
            continue
    return None
