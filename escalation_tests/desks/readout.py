"""What other processes of the same run may ask a desk: arrivals, and how to answer.

Guarded by the run's key, and for callers on this machine alone.
"""

import asyncio
import hmac
import ipaddress
import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from escalation_tests.desks.payload import Delivery
from escalation_tests.errors import DeskError
from escalation_tests.ports import Answer, Clock

PREFIX = "/.escalation/"
KEY = "x-escalation-key"
MOST_WAITING = 5_000
"""Arrivals that are kept for one follower until it has read them."""
MOST_AT_ONCE = 200
LONGEST_WAIT = 30.0


Take = Callable[[Delivery], None]


class Keeper(Protocol):
    """Whoever knows what came for whom."""

    def expect(self, conversation: str, token: str, answers: Sequence[Answer], take: Take) -> None:
        """Give deliveries of `conversation` to `take` from now on, those already here first."""

    def forget(self, conversation: str) -> None:
        """Whatever comes for `conversation` from now on is late."""

    async def caught_up(self, conversation: str) -> None:
        """Return once all that the desk held at the call has been given. Raises `DeskError`."""


@dataclass(frozen=True, slots=True)
class Expecting:
    """A follower's wish to see one conversation."""

    who: str
    token: str = ""
    answers: tuple[Answer, ...] = ()

    @classmethod
    def from_json(cls, body: bytes) -> "Expecting":
        """The wish that a follower sent; raises ValueError for anything else."""
        wish = json.loads(body)
        try:
            answers = tuple(Answer(**answer) for answer in wish.get("answers", ()))
            return cls(str(wish["who"]), str(wish.get("token", "")), answers)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"not the wish of a follower: {error}") from None


@dataclass(slots=True)
class _Log:
    """What one follower has not read yet."""

    entries: deque[tuple[int, str, Delivery]] = field(default_factory=deque)
    last: int = 0
    fresh: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, conversation: str, delivery: Delivery) -> None:
        self.last += 1
        self.entries.append((self.last, conversation, delivery))
        if len(self.entries) > MOST_WAITING:
            self.entries.popleft()
        self.fresh.set()

    def drop(self, read: int) -> None:
        """Forget all up to number `read`."""
        while self.entries and self.entries[0][0] <= read:
            self.entries.popleft()
        if not self.entries:
            self.fresh.clear()


class Readout:
    """Answers followers."""

    def __init__(self, keeper: Keeper, clock: Clock, key: str, stopping: asyncio.Event) -> None:
        self._keeper, self._clock, self._key, self._stopping = keeper, clock, key, stopping
        self._logs: dict[str, _Log] = {}

    async def response(self, request: Request) -> Response:
        """The answer to a request below `PREFIX`."""
        if not self._admitted(request):
            return JSONResponse({"error": "only for processes of the same run"}, 401)
        what, _, rest = request.scope["path"].removeprefix(PREFIX).partition("/")
        if what == "arrivals" and request.method == "GET":
            return await self._arrivals(request.query_params)
        if what == "answers" and rest and request.method == "PUT":
            return await self._expect(rest, request)
        if what == "answers" and rest and request.method == "DELETE":
            self._keeper.forget(rest)
            return Response(status_code=204)
        if what == "caught-up" and rest and request.method == "POST":
            return await self._caught_up(rest, request.query_params)
        return JSONResponse({"error": "no such thing"}, 404)

    def _admitted(self, request: Request) -> bool:
        given = request.headers.get(KEY, "")
        local = request.client is not None and _loopback(request.client.host)
        return local and hmac.compare_digest(given.encode(), self._key.encode())

    async def _expect(self, conversation: str, request: Request) -> Response:
        try:
            wish = Expecting.from_json(await request.body())
        except ValueError as error:
            return JSONResponse({"error": str(error)[:500]}, 400)
        log = self._logs.setdefault(wish.who, _Log())

        def take(delivery: Delivery) -> None:
            log.add(conversation, delivery)

        self._keeper.expect(conversation, wish.token, wish.answers, take)
        return Response(status_code=204)

    async def _caught_up(self, conversation: str, query: Mapping[str, str]) -> Response:
        """The number up to which the follower has to read to know all that the desk holds."""
        try:
            await self._keeper.caught_up(conversation)
        except DeskError as error:
            return JSONResponse({"lost": asdict(error.trouble)})
        log = self._logs.get(query.get("who", ""))
        return JSONResponse({"number": log.last if log else 0})

    async def _arrivals(self, query: Mapping[str, str]) -> Response:
        try:
            since, wait = int(query.get("since", "0")), float(query.get("wait", "0"))
        except ValueError:
            return JSONResponse({"error": "since and wait are numbers"}, 400)
        log = self._logs.setdefault(query.get("who", ""), _Log())
        log.drop(since)
        await self._something(log, min(wait, LONGEST_WAIT))
        if self._stopping.is_set() and not log.entries:
            return JSONResponse({"error": "the desk is stopping"}, 503)
        entries = list(islice(log.entries, MOST_AT_ONCE))
        return JSONResponse({"arrivals": [self._told(*entry) for entry in entries]})

    async def _something(self, log: _Log, wait: float) -> None:
        """Wait for an arrival, for the end of `wait`, or for the desk's end."""
        if log.fresh.is_set() or wait <= 0:
            return
        waiting = [asyncio.create_task(event.wait()) for event in (log.fresh, self._stopping)]
        try:
            async with self._clock.timeout(wait):
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        except TimeoutError:
            return
        finally:
            for task in waiting:
                task.cancel()

    def _told(self, number: int, conversation: str, delivery: Delivery) -> dict[str, Any]:
        age = max(0.0, self._clock.now() - delivery.at)
        told = asdict(delivery)
        del told["at"]
        return {"number": number, "conversation": conversation, "age": age, **told}


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
