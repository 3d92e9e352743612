"""What a desk was sent: parsed, made whole, and shown within bounds."""

import json
import re
from dataclasses import dataclass
from typing import Any

LONGEST_RAW = 20_000
"""Characters of a payload that a report keeps."""

_LONE = re.compile("[\ud800-\udfff\x00]")
_ESCAPED = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request to the desk, with how it was answered."""

    payload: Any
    at: float
    """On `Clock.now`."""
    status: int = 201
    accepted: bool = True
    thing: str = ""
    """The desk's name for what this is the present state of: the next delivery of the same thing
    takes its place. Empty: every delivery stands for itself."""


def whole(text: str) -> str:
    """`text` with U+FFFD for NUL and for halves of characters, which no file can hold."""
    return _LONE.sub("\ufffd", text)


def parsed(body: bytes) -> Any:
    """The JSON object or list in `body`, its strings made whole; raises ValueError."""
    text = body.decode("utf-8-sig")
    suspicious = "\x00" in text or _ESCAPED.search(text) is not None
    try:
        value = json.loads(whole(text) if suspicious else text, parse_constant=_no_number)
        value = whole_tree(value) if suspicious else value
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(value, dict | list):
        raise ValueError("it is neither an object nor a list")
    return value


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")


def whole_tree(value: Any) -> Any:
    """`value` with all its strings made whole."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list | tuple):
        return [whole_tree(item) for item in value]
    if isinstance(value, dict):
        return {whole(str(key)): whole_tree(item) for key, item in value.items()}
    return value


def text_of(value: Any) -> str:
    """`value` as one line of JSON, in which a token can be looked for."""
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return ""


def raw(value: Any) -> str:
    """`value` as readable JSON, at most `LONGEST_RAW` characters."""
    try:
        text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    except (ValueError, RecursionError):
        return ""
    return text if len(text) <= LONGEST_RAW else text[: LONGEST_RAW - 1] + "…"
