"""What can be wrong in any request or message that is sent to a bot."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from escalation_tests.contract.bot import Request
from escalation_tests.errors import nearest
from escalation_tests.loading.document import Path
from escalation_tests.loading.promise_rules import Mistakes

SLOT = re.compile(r"\{\{[A-Za-z_][\w.]*\}\}|\{([A-Za-z_][\w.]*)\}")
"""A placeholder; in doubled braces it is meant literally."""

_CUSTOMER = {
    "conversation_id",
    "conversation_number",
    "customer_id",
    "customer_name",
    "customer_email",
    "language",
}
ALWAYS = _CUSTOMER | {"token"}
LATER = ALWAYS | {"text", "turn", "message_id", "message_number"}


def address(url: str, schemes: tuple[str, ...] = ("http", "https")) -> tuple[str, str] | None:
    """Scheme and host of an address that can be used; None for any other."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return (parts.scheme, host) if parts.scheme in schemes and host else None


def request_mistakes(here: Path, request: Request, known: set[str]) -> Mistakes:
    """Unknown placeholders, and headers that are none."""
    for path, text in texts(here, request):
        for message in name_mistakes(text, known):
            yield path, message
    yield from header_mistakes((*here, "headers"), request.headers)


def name_mistakes(text: str, known: set[str]) -> Iterator[str]:
    """A sentence for each placeholder of `text` that is not `known`."""
    for name in SLOT.findall(text):
        if name and name not in known:
            yield f"unknown placeholder {{{name}}}{nearest(name, known)}"


def texts(here: Path, request: Request) -> Iterator[tuple[Path, str]]:
    """Every text of a request in which placeholders are filled in."""
    yield (*here, "url"), request.url
    yield from strings((*here, "json"), request.json_)
    yield from strings((*here, "form"), request.form)
    yield from strings((*here, "query"), request.query)
    for name, value in request.headers.items():
        yield (*here, "headers", name), value.get_secret_value()


def strings(here: Path, value: Any) -> Iterator[tuple[Path, str]]:
    """Every text in a JSON value, with its place."""
    if isinstance(value, str):
        yield here, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings((*here, key), item)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from strings((*here, i), item)


def header_mistakes(here: Path, headers: dict[str, Any]) -> Mistakes:
    """Names and values that cannot be headers."""
    for name, value in headers.items():
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
            yield (*here, name), "is no name of an HTTP header"
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value.get_secret_value()):
            yield (*here, name), "holds a line break or control character; headers cannot"


def names_any(request: Request, names: set[str]) -> bool:
    """Whether any of these placeholders stands in `request`."""
    written = "".join(text for _, text in texts((), request))
    return any(f"{{{name}}}" in written for name in names)
