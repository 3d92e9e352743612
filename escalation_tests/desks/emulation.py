"""A vendor's interface, played by a table of routes over a few things that are remembered.

**Nothing counts twice.** A thing counts under its id; what changes in it changes its handoff. A
request that is repeated under its `Idempotency-Key` gets the first answer again. **Nothing is
lost.** A thing is kept only if its delivery was accepted; a refused request changes nothing.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from escalation_tests.contract.emulator import EmulatedRoute, EmulatorDesk
from escalation_tests.desks.expressions import Expression
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.errors import DeskError
from escalation_tests.ports import Answer, Clock

MOST_THINGS = 10_000
_CHANGES = frozenset({"create", "change", "add"})
_PARAMETER = re.compile(r"\{([A-Za-z_]\w*)\}")

Deliver = Callable[[Any, str], Answer]
"""Enters a payload and the name of its thing; says how it is to be answered."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    key: str = ""
    """Its `Idempotency-Key`."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a request is answered."""

    status: int
    body: Any
    wait: float = 0.0
    counts: str = ""
    """Under which reason the request is counted as a stray; empty: it is none."""


class _Route:
    """One route, compiled."""

    def __init__(self, route: EmulatedRoute, number: int) -> None:
        where = f"desk.routes.{number}"
        if route.does == "add" and route.to is None:
            raise DeskError("mapping", f"{where}: `does: add` needs `to`, the list to add to")
        parts = _PARAMETER.split(route.path)
        parts[1::2] = [f"(?P<{name}>[^/]+)" for name in parts[1::2]]
        parts[::2] = map(re.escape, parts[::2])
        self.route, self.fits = route, re.compile("".join(parts))
        self.takes = Expression(route.takes, f"{where}.takes")
        self.gives = Expression(route.gives, f"{where}.gives")
        if route.does in {"read", "change", "add"} and "id" not in self.fits.groupindex:
            raise DeskError("mapping", f"{where}: `does: {route.does}` needs {{id}} in its path")


class Emulation:
    """Plays the vendor."""

    def __init__(self, desk: EmulatorDesk, mapper: HandoffMapper, clock: Clock) -> None:
        """Raises `DeskError` for routes of no use."""
        self._routes = [_Route(route, number) for number, route in enumerate(desk.routes)]
        self._mapper, self._clock = mapper, clock
        self._ids: Iterator[int] = count(desk.first_id)
        self._things: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._answered: OrderedDict[str, Said] = OrderedDict()

    def answer(self, call: Call, deliver: Deliver) -> Said:
        """What the vendor would say; changes what is remembered, and delivers the change."""
        matches = [(each, each.fits.fullmatch(call.path)) for each in self._routes]
        fitting = [(each, match) for each, match in matches if match]
        found = next((pair for pair in fitting if pair[0].route.method == call.method), None)
        if found is None:
            return self._unknown(call, known=bool(fitting))
        remembered = f"{call.method} {call.path} {call.key}" if call.key else ""
        if remembered in self._answered:
            return self._answered[remembered]
        said = self._played(found[0], call, found[1].groupdict(), deliver)
        if remembered and said.status < 400:
            _keep(self._answered, remembered, said)
        return said

    def _played(self, each: _Route, call: Call, path: dict[str, str], deliver: Deliver) -> Said:
        route = each.route
        seen = {
            "body": call.body, "path": path, "query": dict(call.query), "id": None,
            "now": self._now(), "thing": self._things.get(path.get("id", "")),
            "things": list(self._things.values()),
        }  # fmt: skip
        if route.does in {"read", "change", "add"} and seen["thing"] is None:
            return Said(404, {"error": f"nothing has the id {path['id'][:100]!r} here"})
        wait = 0.0
        if route.does in _CHANGES:
            refused, wait = self._changed(each, seen, deliver)
            if refused is not None:
                return refused
        return Said(route.status, each.gives.find(seen), wait)

    def _changed(
        self, each: _Route, seen: dict[str, Any], deliver: Deliver
    ) -> tuple[Said | None, float]:
        """Change what is remembered unless the delivery is refused; the refusal, and the wait."""
        route, taken = each.route, each.takes.find(seen)
        if not isinstance(taken, dict):
            told = f"`takes` finds no object in the body of {route.method} {route.path}"
            return Said(422, {"error": told}, counts="malformed"), 0.0
        if route.does == "create":
            seen["id"] = next(self._ids)
            thing = {"id": seen["id"], "created_at": seen["now"], **taken}
            name = str(seen["id"])
        else:
            name = seen["path"]["id"]
            thing = {**seen["thing"], **(taken if route.does == "change" else {})}
        payload, named = thing, name
        if route.does == "add":
            seen["id"] = next(self._ids)
            entry = {"id": seen["id"], "created_at": seen["now"], **taken}
            thing[str(route.to)] = [*thing.get(str(route.to), ()), entry]
            message = {**thing, "entry": entry}
            if self._mapper.is_message(message):
                payload, named = message, ""
        answer = deliver(payload, named)
        if answer.status >= 400:
            body = answer.body or {"error": f"answered with {answer.status} on purpose"}
            return Said(answer.status, body, answer.delay), answer.delay
        _keep(self._things, name, thing)
        seen |= {"thing": thing, "things": list(self._things.values())}
        return None, answer.delay

    def _unknown(self, call: Call, known: bool) -> Said:
        """Loudly: what an emulator lets pass in silence would look like a desk that took it."""
        offered = ", ".join(f"{each.route.method} {each.route.path}" for each in self._routes)
        told = f"the emulated desk has no {call.method} {call.path[:200]}; it has {offered[:1000]}"
        return Said(405 if known else 404, {"error": told}, counts="unknown route")

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock.wall(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _keep(where: "OrderedDict[str, Any]", name: str, value: Any) -> None:
    where[name] = value
    if len(where) > MOST_THINGS:
        where.popitem(last=False)
