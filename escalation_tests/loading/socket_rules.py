"""What must fit together for a bot that speaks over a socket."""

from collections.abc import Iterator

from escalation_tests.contract.socket import SocketBot, SocketMessage
from escalation_tests.loading.document import Path
from escalation_tests.loading.promise_rules import Mistakes
from escalation_tests.loading.request_rules import (
    ALWAYS,
    LATER,
    address,
    header_mistakes,
    name_mistakes,
    request_mistakes,
    strings,
    texts,
)


def socket_mistakes(bot: SocketBot) -> Mistakes:
    """Everything wrong in such a bot once each key is well-formed."""
    if address(bot.url, ("ws", "wss")) is None:
        yield ("bot", "url"), "expected an address such as wss://shop.example/chat"
    kept = {f"opened.{name}" for name in bot.open.keep} if bot.open else set()
    known = LATER | kept
    if bot.open:
        yield from request_mistakes(("bot", "open"), bot.open, ALWAYS)
    if bot.post:
        yield from request_mistakes(("bot", "post"), bot.post, known)
    for here, text, names in _written(bot, known):
        for message in name_mistakes(text, names):
            yield here, message
    yield from header_mistakes(("bot", "headers"), bot.headers)
    yield from _carrying(bot)
    yield from _reading(bot)


def _carrying(bot: SocketBot) -> Mistakes:
    carried = texts((), bot.post) if bot.post else _texts((), bot.send)
    if "{text}" not in "".join(text for _, text in carried):
        key = "post" if bot.post else "send"
        yield ("bot", key), "carries no {text}, so the bot would never hear the customer"
    opening = [bot.url, *bot.query.values()]
    opening += [text for each in bot.connect for _, text in _texts((), each)]
    if bot.cursor and "{cursor}" not in "".join(opening):
        message = "is sent nowhere: `query`, `url` or `connect` holds {cursor}"
        yield ("bot", "cursor"), message


def _reading(bot: SocketBot) -> Mistakes:
    receive = bot.receive
    if receive.assemble == "final" and receive.whole is None:
        yield ("bot", "receive", "assemble"), "final needs `whole`, which says where the text is"
    elif receive.part and not (receive.ends or receive.whole or receive.done):
        message = "nothing says when a message is complete: set `ends`, `whole` or `done`"
        yield ("bot", "receive", "part"), message


def _written(bot: SocketBot, known: set[str]) -> Iterator[tuple[Path, str, set[str]]]:
    """Every text in which placeholders are filled in, its place, and what it may hold."""
    later = known | {"cursor"}
    yield ("bot", "url"), bot.url, later
    for place, text in strings(("bot", "query"), bot.query):
        yield place, text, later
    for place, text in _texts(("bot", "send"), bot.send):
        yield place, text, known
    for number, each in enumerate(bot.connect):
        for place, text in _texts(("bot", "connect", number), each):
            yield place, text, later
    for number, answer in enumerate(bot.answers):
        names = later | {f"event.{name}" for name in answer.keep}
        for place, text in _texts(("bot", "answers", number), answer):
            yield place, text, names
    for place, text in _texts(("bot", "ping"), bot.ping) if bot.ping else ():
        yield place, text, later


def _texts(here: Path, message: SocketMessage) -> Iterator[tuple[Path, str]]:
    if message.text is not None:
        yield (*here, "text"), message.text
    else:
        yield from strings((*here, "json"), message.json_)
