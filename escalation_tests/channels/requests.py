"""A request as written, compiled: everything but the placeholders is settled once."""

import base64
import json
import re
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from escalation_tests.channels.arrived import place
from escalation_tests.channels.templates import Fill, Values, has_slots, template, tree
from escalation_tests.channels.transport import Sending
from escalation_tests.contract.bot import AnsweringBot, Request
from escalation_tests.contract.callback import CallbackBot
from escalation_tests.contract.completions import ChatBot
from escalation_tests.contract.socket import SocketBot
from escalation_tests.contract.streaming import SseBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.deed import Does
from escalation_tests.model.secrets import Secrets

ALWAYS = {
    "accept": "application/json",
    "accept-encoding": "gzip, deflate",
    "user-agent": "escalation-tests",
}
"""Headers of every request, unless the configuration has others."""

_TELLING = re.compile("key|token|secret|sig|pass|auth|code", re.IGNORECASE)
"""Names of query parameters whose values are not for everybody."""

Build = Callable[[Values], Sending]
"""The values of one message → the request that carries it."""

Reached = AnsweringBot | CallbackBot | SseBot | SocketBot | ChatBot
"""A bot to which requests are sent."""


def compiled(request: Request, bot: Reached, known: Iterable[str]) -> Build:
    """What builds `request` of `bot`; raises `UnknownName` for an unknown placeholder."""
    names = frozenset(known)
    url = _url(request, bot, names)
    headers = _headers(request, bot, names)
    content = _content(request, names)

    def build(values: Values) -> Sending:
        return Sending(request.method, url(values), headers(values), content(values))

    return build


def requests_of(bot: Reached) -> list[Request]:
    """Every request that is ever sent to `bot`."""
    names = ("open", "send", "post", "stream", "poll", "state", "on_handoff")
    people = getattr(bot, "human", None)
    parts = [getattr(bot, name, None) for name in names]
    parts += [getattr(people, does, None) for does in Does]
    return [part for part in parts if isinstance(part, Request)]


def secrets_of(bot: Reached) -> Secrets:
    """Every value of `bot` that must not be shown, in each form in which it is sent."""
    requests = requests_of(bot)
    written = [*bot.headers.values()]
    for request in requests:
        written += request.headers.values()
    values = {secret.get_secret_value() for secret in written}
    values |= {value.partition(" ")[2] for value in values}
    if bot.token:
        values.add(bot.token.get_secret_value())
    for pair in (bot.basic.get_secret_value() if bot.basic else "", _user(bot.url)):
        values |= {pair, pair.partition(":")[2], _base64(pair)}
    query = parse_qsl(urlsplit(bot.url).query)
    values |= {value for key, value in query if _TELLING.search(key)}
    return Secrets(frozenset(values - {""}))


def _url(request: Request, bot: Reached, names: frozenset[str]) -> Fill:
    whole = urljoin(bot.url, request.url) if request.url else bot.url
    if urlsplit(whole).scheme not in {"http", "https"}:
        raise ChannelError("url", f"bot.url {place(whole)!r} is no http:// or https:// address")
    whole = whole.replace(f"{_user(whole)}@", "", 1) if _user(whole) else whole
    path = template(whole, names, lambda text: quote(text, safe=""))
    if not request.query:
        return path
    sign = "&" if urlsplit(whole).query else "?"
    query = [(key, text, template(text, names)) for key, text in request.query.items()]

    def fill(values: Values) -> str:
        pairs = [(key, part(values)) for key, text, part in query if not _unset(text, values)]
        return f"{path(values)}{sign if pairs else ''}{urlencode(pairs)}"

    return fill


def _unset(text: str, values: Values) -> bool:
    """The first poll has no cursor yet: its parameter is left out instead of sent empty."""
    return text == "{cursor}" and values.get("cursor") is None


def _headers(request: Request, bot: Reached, names: frozenset[str]) -> Fill:
    fixed = ALWAYS | _type_of(request) | _authorization(bot)
    for written in (bot.headers, request.headers):
        fixed |= {name.lower(): secret.get_secret_value() for name, secret in written.items()}
    if not any(map(has_slots, fixed.values())):
        settled = [(name, template(value, names)({})) for name, value in fixed.items()]
        return lambda _: settled
    fills = [(name, template(value, names, _header_safe)) for name, value in fixed.items()]
    return lambda values: [(name, fill(values)) for name, fill in fills]


def _type_of(request: Request) -> dict[str, str]:
    if request.form is not None:
        return {"content-type": "application/x-www-form-urlencoded"}
    return {} if request.json_ is None else {"content-type": "application/json"}


def _authorization(bot: Reached) -> dict[str, str]:
    if bot.token:
        return {"authorization": f"Bearer {bot.token.get_secret_value()}"}
    pair = bot.basic.get_secret_value() if bot.basic else unquote(_user(bot.url))
    return {"authorization": f"Basic {_base64(pair)}"} if pair else {}


def _content(request: Request, names: frozenset[str]) -> Callable[[Values], bytes]:
    if request.form is not None:
        form = [(key, template(text, names)) for key, text in request.form.items()]
        return lambda values: urlencode([(key, part(values)) for key, part in form]).encode()
    if request.json_ is None:
        return lambda _: b""
    body = tree(request.json_, names)
    return lambda values: json.dumps(
        body(values), ensure_ascii=False, separators=(",", ":")
    ).encode()


def _header_safe(text: str) -> str:
    """Customers' words cannot end a header, nor leave ASCII."""
    return quote(" ".join(text.split()), safe=" !\"#$&'()*+,-./:;<=>?@[]^_`{|}~")


def _user(url: str) -> str:
    """The `user:password` that a URL carries before its host; empty when it carries none."""
    return urlsplit(url).netloc.rpartition("@")[0]


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
