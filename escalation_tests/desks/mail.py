"""A mail as it came → an object that mappings can read. Nothing that arrives raises."""

import json
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses
from typing import Any, TypeVar

from escalation_tests.desks.payload import whole_tree
from escalation_tests.wire.html import html_to_text

T = TypeVar("T")

MOST_HEADERS, LONGEST_HEADER = 200, 5_000
MOST_PARTS, LONGEST_PART = 100, 1_000_000
_FORWARDED = "message/rfc822"
_NAMED = ("from", "to", "cc", "reply-to", "sender")


def read_mail(content: bytes, sender: str | None, recipients: list[str]) -> dict[str, Any] | None:
    """What stands in the mail; None when it is no mail at all: neither a header nor a word.

    `sender` and `recipients` are the envelope's, which need not be those in the mail.
    """
    mail = _safely(lambda: message_from_bytes(content, policy=default), None)
    if not isinstance(mail, EmailMessage):
        return None
    headers = dict(_headers(mail))
    parts = [part for _, part in zip(range(MOST_PARTS), _walked(mail), strict=False)]
    text, html = _first(parts, "text/plain"), _first(parts, "text/html")
    if not (text or html) and not mail.is_multipart():
        text = _text(mail)  # it may say that it has parts, but it has none
    body = text if text.strip() else html_to_text(html)
    if not headers and not body.strip():
        return None
    told = {
        **{name.replace("-", "_"): _addresses(headers.get(name, "")) for name in _NAMED},
        "from": next(iter(_addresses(headers.get("from", ""))), None),
        "subject": headers.get("subject", ""),
        "date": headers.get("date"),
        "id": headers.get("message-id"),
        "in_reply_to": headers.get("in-reply-to"),
        "headers": headers,
        "text": text,
        "html": html,
        "body": body.strip(),
        "attachments": [_attachment(part) for part in parts if _attached(part)],
        "envelope": {"from": sender, "to": recipients},
    }
    found: dict[str, Any] = whole_tree(told)
    return found


def _headers(mail: Message) -> Iterator[tuple[str, str]]:
    """The first value of each header, decoded as far as it can be."""
    seen: set[str] = set()
    for name, _ in list(mail.raw_items())[:MOST_HEADERS]:
        key = str(name).lower()
        if key not in seen:
            seen.add(key)
            value = _safely(lambda key=key: str(mail[key]), "")  # type: ignore[misc]
            yield key, " ".join(value[:LONGEST_HEADER].split())


def _addresses(header: str) -> list[dict[str, str]]:
    pairs: list[tuple[str, str]] = _safely(lambda: getaddresses([header]), [])
    return [{"name": name, "address": address} for name, address in pairs if address]


def _walked(mail: Message) -> Iterator[Message]:
    """The parts that are no containers; a container that cannot be opened is a part itself."""
    yield from (part for part in _safely(lambda: list(mail.walk()), [mail]) if _leaf(part))


def _leaf(part: Message) -> bool:
    return not part.is_multipart() or part.get_content_type() == _FORWARDED


def _attached(part: Message) -> bool:
    shown = part.get_content_type() in {"text/plain", "text/html"}
    return not shown or _safely(part.get_content_disposition, None) == "attachment"


def _first(parts: list[Message], kind: str) -> str:
    shown = (part for part in parts if part.get_content_type() == kind and not _attached(part))
    found = next(shown, None)
    return _text(found) if found is not None else ""


def _attachment(part: Message) -> dict[str, Any]:
    kind = part.get_content_type()
    told = {"name": _safely(part.get_filename, None) or "", "type": kind}
    if kind.startswith("text/") or kind.endswith("json"):
        told["text"] = text = _text(part)
        return {**told, "json": _safely(lambda: json.loads(text), None)}
    if kind == _FORWARDED:
        return {**told, "text": _safely(lambda: str(part.get_payload(0)), "")[:LONGEST_PART]}
    return told


def _text(part: Message) -> str:
    """A part's words, by the character set that it names, or else as well as can be."""
    raw: Any = _safely(lambda: part.get_payload(decode=True), None)
    content = raw[:LONGEST_PART] if isinstance(raw, bytes) else b""
    charset = _safely(part.get_content_charset, None) or "utf-8"
    text = _safely(lambda: content.decode(charset, "replace"), None)
    text = text if text is not None else content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _safely(read: Callable[[], T], otherwise: T) -> T:
    """What `read` gives. Malformed mail makes the standard library raise whatever comes up."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - see above
        return otherwise
