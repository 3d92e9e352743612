"""The platform's API as far as it is declared: which call is which, and how it is answered."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import unquote

from escalation_tests.channels.arrived import Show
from escalation_tests.channels.expressions import Expression
from escalation_tests.channels.mapping import Mapper
from escalation_tests.channels.templates import tree
from escalation_tests.contract.callback import Route
from escalation_tests.model.event import Event, Signalled

ANSWERING = ("conversation_id", "conversation_number", "call_id", "call_number")
"""Placeholders of an answer, beside those of its path."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, its body read."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Fits:
    """A call with the route that takes it."""

    route: "Declared"
    seen: Mapping[str, Any]
    """What the route's expressions see."""

    @property
    def conversation(self) -> str | None:
        """The id of the conversation that the call names; None when it names none."""
        expression = self.route.conversation
        found = expression.find(self.seen) if expression else None
        return None if found is None or isinstance(found, dict | list) else str(found)

    def events(self) -> list[Event]:
        """What the bot does by the call; raises `ChannelError` for an unexpected shape."""
        return self.route.mapper.read(self.seen["body"]) if self.route.mapper else []


class Declared:
    """One route, compiled."""

    def __init__(self, route: Route, where: str, show: Show) -> None:
        """`where` is its key in the configuration, for error messages."""
        self.told = f"{route.method} {route.path}"
        self.method, self.status = route.method, route.status
        self._places = route.path.strip("/").split("/")
        receive = route.receive
        self.mapper = Mapper(receive, f"{where}.receive", show) if receive else None
        self.when = Expression(route.when, f"{where}.when") if route.when else None
        conversation = route.conversation
        self.conversation = (
            Expression(conversation, f"{where}.conversation") if conversation else None
        )
        names = [f"path.{place[1:-1]}" for place in self._places if _open(place)]
        self.answer = tree(route.answer, (*ANSWERING, *names))

    def places(self, path: str) -> dict[str, str] | None:
        """What stands in the open places of `path`; None when it is another path."""
        given = path.strip("/").split("/")
        if len(given) != len(self._places):
            return None
        pairs = [*zip(self._places, map(unquote, given), strict=True)]
        if any(place != found for place, found in pairs if not _open(place)):
            return None
        return {place[1:-1]: found for place, found in pairs if _open(place)}


class Table:
    """All routes, in the order in which they were written."""

    def __init__(self, routes: Sequence[Route], show: Show) -> None:
        """Raises `ChannelError` and `UnknownName` for what cannot be used in a route."""
        self._routes = [
            Declared(route, f"bot.routes[{place}]", show) for place, route in enumerate(routes)
        ]
        self.signals = any(route.receive and route.receive.signal for route in routes)
        self._numbers = itertools.count(1)

    def takes(self, method: str, path: str) -> bool:
        """Whether there is a route for this method and path, whatever the body will say."""
        return any(self._to(method, path))

    def find(self, call: Call) -> Fits | None:
        """The first route that fits; None when there is none."""
        for route, places in self._to(call.method, call.path):
            seen = {"path": places, "query": dict(call.query), "body": call.body}
            if route.when is None or route.when.find(seen):
                return Fits(route, seen)
        return None

    def answer(self, fits: Fits, conversation: str, number: int) -> Any:
        """The JSON body with which a call is answered."""
        count = next(self._numbers)
        values: dict[str, object] = {
            f"path.{name}": value for name, value in fits.seen["path"].items()
        }
        values |= {"conversation_id": conversation, "conversation_number": number}
        return fits.route.answer(values | {"call_id": f"call-{count}", "call_number": count})

    def known(self, method: str, path: str) -> str:
        """The declared routes, the nearest one first, for an error message."""
        told = [route.told for route in self._routes]
        close = get_close_matches(f"{method} {path}", told, n=1, cutoff=0.3)
        return ", ".join(dict.fromkeys([*close, *told]))

    def _to(self, method: str, path: str) -> Iterator[tuple[Declared, dict[str, str]]]:
        for route in self._routes:
            places = route.places(path) if route.method == method else None
            if places is not None:
                yield route, places


def signals(events: Sequence[Event]) -> bool:
    """Whether a handoff is signalled by one of these."""
    return any(isinstance(event, Signalled) for event in events)


def _open(place: str) -> bool:
    return place.startswith("{") and place.endswith("}")
