"""What must fit together in how bot and desk are reached."""

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from escalation_tests.contract.bot import HttpBot, PythonBot, Request
from escalation_tests.contract.desk import WebhookDesk
from escalation_tests.contract.desks import DeskConfig
from escalation_tests.errors import nearest
from escalation_tests.loading.document import Path
from escalation_tests.loading.promise_rules import Mistakes, unknown
from escalation_tests.loading.shape import Shape
from escalation_tests.loading.shop import Shop

Proof = Callable[[str], str | None]
"""Says why a text is not what its format demands; None when it is."""

_SLOT = re.compile(r"\{\{[A-Za-z_][\w.]*\}\}|\{([A-Za-z_][\w.]*)\}")
"""A placeholder; in doubled braces it is meant literally."""

_LISTEN = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\s/]+):(\d{1,5})")
_CUSTOMER = {"conversation_id", "customer_id", "customer_name", "customer_email", "language"}
_ALWAYS = _CUSTOMER | {"token"}
_LATER = _ALWAYS | {"text", "turn", "message_id"}


def wire_mistakes(shop: Shop) -> Mistakes:
    """Everything wrong in `bot` and `desk` once each key is well-formed."""
    bot, desk = shop.config.bot, shop.config.desk
    yield from _http(bot) if isinstance(bot, HttpBot) else _python(bot)
    if isinstance(desk, WebhookDesk):
        yield from _listen(desk)
    if desk is not None:
        yield from _queues(desk, shop)


def format_mistakes(value: Any, shape: Shape, proofs: dict[str, Proof]) -> Mistakes:
    """Texts that whoever knows their format refuses, such as JMESPath expressions."""
    for path, text, nodes in shape.leaves(value):
        for kind in {node["format"] for node in nodes if "format" in node} & set(proofs):
            reason = proofs[kind](text) if isinstance(text, str) else None
            if reason is not None:
                yield path, reason


def _http(bot: HttpBot) -> Mistakes:
    parts = _split(bot.url)
    if parts is None:
        yield ("bot", "url"), "expected an address such as https://shop.example/bot"
    kept = {f"opened.{name}" for name in bot.open.keep} if bot.open else set()
    if bot.open:
        yield from _request(("bot", "open"), bot.open, _ALWAYS)
    yield from _request(("bot", "send"), bot.send, _LATER | kept)
    if bot.poll:
        yield from _request(("bot", "poll"), bot.poll, _LATER | kept | {"cursor"})
    for name in _names(bot.url, _LATER | kept):
        yield ("bot", "url"), name
    if "{text}" not in "".join([bot.url, *(text for _, text in _texts((), bot.send))]):
        yield ("bot", "send"), "carries no {text}, so the bot would never hear the customer"
    yield from _headers(("bot", "headers"), bot.headers)


def _split(url: str) -> tuple[str, str] | None:
    """Scheme and host of an address that can be used."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return (parts.scheme, host) if parts.scheme in {"http", "https"} and host else None


def _request(here: Path, request: Request, known: set[str]) -> Mistakes:
    for path, text in _texts(here, request):
        for message in _names(text, known):
            yield path, message
    yield from _headers((*here, "headers"), request.headers)


def _names(text: str, known: set[str]) -> Iterator[str]:
    for name in _SLOT.findall(text):
        if name and name not in known:
            yield f"unknown placeholder {{{name}}}{nearest(name, known)}"


def _texts(here: Path, request: Request) -> Iterator[tuple[Path, str]]:
    """Every text of a request in which placeholders are filled in."""
    yield (*here, "url"), request.url
    yield from _strings((*here, "json"), request.json_)
    yield from _strings((*here, "form"), request.form)
    yield from _strings((*here, "query"), request.query)
    for name, value in request.headers.items():
        yield (*here, "headers", name), value.get_secret_value()


def _strings(here: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield here, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings((*here, key), item)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _strings((*here, i), item)


def _headers(here: Path, headers: dict[str, Any]) -> Mistakes:
    for name, value in headers.items():
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
            yield (*here, name), "is no name of an HTTP header"
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value.get_secret_value()):
            yield (*here, name), "holds a line break or control character; headers cannot"


def _python(bot: PythonBot) -> Mistakes:
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", bot.call):
        yield ("bot", "call"), f"{bot.call!r} is not understood; expected module:function"


def _listen(desk: WebhookDesk) -> Mistakes:
    match = _LISTEN.fullmatch(desk.listen)
    if match is None or int(match[2]) > 65535:
        message = f"{desk.listen!r} is not understood; expected host:port, as 127.0.0.1:8766"
        yield ("desk", "listen"), message
    elif not desk.allow_remote and not _loopback(match[1].strip("[]")):
        yield (
            ("desk", "listen"),
            f"other machines can reach {match[1]}; use 127.0.0.1, or permit it with "
            "desk.allow_remote: true",
        )


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _queues(desk: DeskConfig, shop: Shop) -> Mistakes:
    known = shop.queues | set(shop.config.policy.routing.bot_queues)
    for name, queue in desk.queues.items():
        if queue not in known:
            yield ("desk", "queues", name), unknown("queue", queue, known)
