"""What must fit together in how bot and desk are reached."""

import ipaddress
import re
from collections.abc import Callable, Generator, Set
from typing import Any

from escalation_tests.contract.bot import AnsweringBot
from escalation_tests.contract.browser import BrowserBot
from escalation_tests.contract.callback import CallbackBot, Route
from escalation_tests.contract.completions import ChatBot
from escalation_tests.contract.desk import ServedDesk
from escalation_tests.contract.desks import DeskConfig
from escalation_tests.contract.emulator import EmulatorDesk
from escalation_tests.contract.human import HumanRequest
from escalation_tests.contract.inprocess import AsgiBot, PythonDesk
from escalation_tests.contract.mail import EmailDesk
from escalation_tests.contract.polling import PollDesk
from escalation_tests.contract.socket import SocketBot
from escalation_tests.contract.streaming import SseBot
from escalation_tests.errors import nearest
from escalation_tests.loading.completion_rules import completion_mistakes
from escalation_tests.loading.document import Path
from escalation_tests.loading.promise_rules import Mistakes, unknown
from escalation_tests.loading.request_rules import (
    ALWAYS,
    LATER,
    SLOT,
    address,
    header_mistakes,
    name_mistakes,
    names_any,
    request_mistakes,
    strings,
    texts,
)
from escalation_tests.loading.shape import Shape
from escalation_tests.loading.shop import Shop
from escalation_tests.loading.socket_rules import socket_mistakes
from escalation_tests.model.deed import Does

Proof = Callable[[str], str | None]
"""Says why a text is not what its format demands; None when it is."""

_LISTEN = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\s/]+):(\d{1,5})")
_ANSWER = {"conversation_id", "conversation_number", "call_id", "call_number"}
_PLATFORM = {"platform_url"}
_DEED = {"conversation_id", "handoff_id", "token", "text", "queue"}


def wire_mistakes(shop: Shop) -> Mistakes:
    """Everything wrong in `bot` and `desk` once each key is well-formed."""
    bot, desk = shop.config.bot, shop.config.desk
    if isinstance(bot, AnsweringBot):
        yield from _http(bot)
    elif isinstance(bot, SseBot):
        yield from _sse(bot)
    elif isinstance(bot, SocketBot):
        yield from socket_mistakes(bot)
    elif isinstance(bot, ChatBot):
        yield from completion_mistakes(bot)
    elif isinstance(bot, CallbackBot):
        yield from _callback(bot)
    elif isinstance(bot, BrowserBot):
        yield from _browser(bot)
    else:
        yield from _function(("bot", "call"), bot.call)
    if isinstance(desk, ServedDesk | EmailDesk):
        yield from _listen(desk)
    if isinstance(desk, PythonDesk):
        yield from _function(("desk", "call"), desk.call)
    if desk is not None:
        yield from _people(desk)
        yield from _queues(desk, shop)


def format_mistakes(value: Any, shape: Shape, proofs: dict[str, Proof]) -> Mistakes:
    """Texts that whoever knows their format refuses, such as JMESPath expressions."""
    for path, text, nodes in shape.leaves(value):
        for kind in {node["format"] for node in nodes if "format" in node} & set(proofs):
            reason = proofs[kind](text) if isinstance(text, str) else None
            if reason is not None:
                yield path, reason


def _http(bot: AnsweringBot) -> Mistakes:
    if isinstance(bot, AsgiBot):
        yield from _function(("bot", "app"), bot.app)
    kept = yield from _written_to(bot, frozenset())
    if bot.poll:
        yield from request_mistakes(("bot", "poll"), bot.poll, LATER | kept | {"cursor"})
    if bot.state:
        yield from request_mistakes(("bot", "state"), bot.state, LATER | kept)
    if bot.poll and bot.poll.skip_earlier and names_any(bot.poll, kept):
        message = "cannot be asked before the conversation is open: it needs what opening gives"
        yield ("bot", "poll", "skip_earlier"), message


def _sse(bot: SseBot) -> Mistakes:
    kept = yield from _written_to(bot, frozenset())
    if bot.stream:
        sent = {f"sent.{name}" for name in bot.stream.keep}
        yield from request_mistakes(
            ("bot", "stream"), bot.stream, LATER | kept | sent | {"cursor"}
        )
        if sent and bot.stream.lasts == "conversation":
            message = "a stream that lasts is opened before anything has been sent"
            yield ("bot", "stream", "keep"), message
    if bot.receive.assemble == "final" and bot.receive.whole is None:
        yield ("bot", "receive", "assemble"), "final needs `whole`, which says where the text is"


def _browser(bot: BrowserBot) -> Mistakes:
    if address(bot.url) is None:
        yield ("bot", "url"), "expected the address of a page, such as https://shop.example/chat"
    for name in name_mistakes(bot.url, ALWAYS):
        yield ("bot", "url"), name
    for place, step in enumerate(bot.open):
        for name in name_mistakes("" if isinstance(step, str) else step.text, ALWAYS):
            yield ("bot", "open", place), name
    yield from header_mistakes(("bot", "headers"), bot.headers)


def _callback(bot: CallbackBot) -> Mistakes:
    kept = yield from _written_to(bot, _PLATFORM)
    for does in Does:
        event = getattr(bot.human, does, None)
        if event is not None:
            names = LATER | kept | _PLATFORM | {"queue"}
            yield from request_mistakes(("bot", "human", does.value), event, names)
    for place, route in enumerate(bot.routes):
        yield from _route(("bot", "routes", place), route)
    match = _LISTEN.fullmatch(bot.listen)
    if match is None or int(match[2]) > 65535 or not _loopback(match[1].strip("[]")):
        message = f"{bot.listen!r} is no address on loopback; expected host:port, as 127.0.0.1:0"
        yield ("bot", "listen"), message


def _written_to(
    bot: AnsweringBot | SseBot | CallbackBot, given: Set[str]
) -> Generator[tuple[Path, str], None, set[str]]:
    """What is wrong in the requests that every such bot has; returns the names it keeps."""
    inside = isinstance(bot, AsgiBot)
    if not (inside and bot.url.startswith("/")) and address(bot.url) is None:
        path = " or a path such as /chat" if inside else ""
        yield ("bot", "url"), f"expected an address such as https://shop.example/bot{path}"
    kept = {f"opened.{name}" for name in bot.open.keep} if bot.open else set()
    later = LATER | kept | given
    if bot.open:
        yield from request_mistakes(("bot", "open"), bot.open, ALWAYS | given)
    yield from request_mistakes(("bot", "send"), bot.send, later)
    if not isinstance(bot, SseBot) and bot.on_handoff:
        yield from request_mistakes(("bot", "on_handoff"), bot.on_handoff, later | {"queue"})
    for name in name_mistakes(bot.url, later):
        yield ("bot", "url"), name
    if "{text}" not in "".join([bot.url, *(text for _, text in texts((), bot.send))]):
        yield ("bot", "send"), "carries no {text}, so the bot would never hear the customer"
    yield from header_mistakes(("bot", "headers"), bot.headers)
    return kept


def _route(here: Path, route: Route) -> Mistakes:
    if not route.path.startswith("/"):
        yield (*here, "path"), "begins with a slash, as /v3/conversations/{conversation}"
    places = {f"path.{name}" for name in SLOT.findall(route.path)}
    for path, text in strings((*here, "answer"), route.answer):
        for message in name_mistakes(text, _ANSWER | places):
            yield path, message
    wanted = re.fullmatch(r"path\.(\w+)", route.conversation or "")
    if wanted and wanted[0] not in places:
        message = f"there is no {{{wanted[1]}}} in {route.path}{nearest(wanted[0], places)}"
        yield (*here, "conversation"), message


def _function(here: Path, call: str) -> Mistakes:
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", call):
        wanted = "application" if here[-1] == "app" else "function"
        yield here, f"{call!r} is not understood; expected module:{wanted}"


def _people(desk: DeskConfig) -> Mistakes:
    """What people do is told in one way, which may hold what is known of a deed."""
    for does in Does:
        how, here = getattr(desk.human, does, None), ("desk", "human", does.value)
        if how is None:
            continue
        if (how.url is None) is (how.call is None):
            yield here, "expected `url`, or `call`, and not both"
        if how.call is not None:
            yield from _function((*here, "call"), how.call)
        url = how.url or ""
        if url.startswith("{desk_url}"):
            yield from _at_desk((*here, "url"), how, desk)
        elif how.url is not None and address(url) is None:
            yield (*here, "url"), "expected an http:// or https:// address"
        written = strings((*here, "json"), how.json_)
        for place, text in ((*here, "url"), url.removeprefix("{desk_url}")), *written:
            for message in name_mistakes(text, _DEED):
                yield place, message
        yield from header_mistakes((*here, "headers"), how.headers)


def _at_desk(here: Path, how: HumanRequest, desk: DeskConfig) -> Mistakes:
    """A person acts over the desk's own interface, which has to know such a request."""
    if not isinstance(desk, ServedDesk | PollDesk):
        yield here, f"a desk of kind {desk.kind} has no address of its own"
    if not isinstance(desk, EmulatorDesk):
        return
    path = SLOT.sub("x", (how.url or "").removeprefix("{desk_url}")).partition("?")[0]
    if not any(how.method == one.method and _fits(one.path, path) for one in desk.routes):
        offered = ", ".join(f"{one.method} {one.path}" for one in desk.routes)
        yield here, f"the emulated desk knows no such {how.method}; desk.routes has {offered}"


def _fits(route: str, path: str) -> bool:
    """Whether a route's path, with its parameters, may be this one."""
    fixed = re.split(r"\{\w+\}", route)
    return re.fullmatch("[^/]+".join(map(re.escape, fixed)), path) is not None


def _listen(desk: ServedDesk | EmailDesk) -> Mistakes:
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
