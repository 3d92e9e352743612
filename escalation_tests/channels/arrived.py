"""How the beginning of what a bot sent is shown to a person."""

import json
import re
from collections.abc import Callable
from typing import Any

from escalation_tests.model.secrets import Secrets

LONGEST = 2000
"""Characters that are shown."""

NONE = Secrets()

Show = Callable[[Any], str]
"""Bytes, text or a JSON value → what a person may see of it."""

_LONE = re.compile("[\ud800-\udfff\x00]")
_ESCAPED = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def shown(value: Any, secrets: Secrets = NONE) -> str:
    """The beginning of `value`, printable, at most `LONGEST` characters, without secrets."""
    text = secrets.redact(_text(value))
    if len(text) > LONGEST * 2:
        text = text[: LONGEST * 2]
    visible = "".join(map(_visible, text))
    return visible if len(visible) <= LONGEST else visible[: LONGEST - 1] + "…"


def place(url: str) -> str:
    """A URL without user, password and query: what an error message may name."""
    start, _, rest = url.partition("://")
    if not rest:
        return shown(url.partition("?")[0])[:300]
    host, slash, path = re.split("[?#]", rest, maxsplit=1)[0].partition("/")
    return shown(f"{start}://{host.rpartition('@')[2]}{slash}{path}")[:300]


def whole(text: str) -> str:
    """`text` with U+FFFD for NUL and for halves of characters, which no file can hold."""
    return _LONE.sub("\ufffd", text)


def parsed(text: str) -> Any:
    """The JSON value in `text`, all its strings made whole; raises ValueError."""
    suspicious = "\x00" in text or _ESCAPED.search(text) is not None
    try:
        value = json.loads(whole(text) if suspicious else text)
        return _whole_tree(value) if suspicious else value
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _whole_tree(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_whole_tree(item) for item in value]
    if isinstance(value, dict):
        return {whole(key): _whole_tree(item) for key, item in value.items()}
    return value


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False, default=repr)
    except (ValueError, RecursionError):
        return repr(type(value))


def _visible(letter: str) -> str:
    if letter.isprintable() or letter in "\n\t":
        return letter
    return letter.encode("unicode_escape").decode("ascii")
