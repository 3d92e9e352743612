"""Another process's desk, followed from here over its read-out."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

import httpx

from escalation_tests.contract.desk import DeskCommon
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.payload import Delivery
from escalation_tests.desks.readout import KEY, PREFIX
from escalation_tests.desks.tray import Tray, seen_state
from escalation_tests.errors import DeskError
from escalation_tests.model.handoff import Source
from escalation_tests.ports import Answer, Clock, Inbox, Opening

WAIT = 20.0
"""Seconds for which one question for arrivals is held open."""
PATIENCE = 10.0
"""Seconds in which the other process must answer anything else."""
LOOK = 310.0
"""Seconds in which it must have looked at a desk that has to be asked."""
TRIES = 3

_SOURCES = {"poll": Source.POLL, "email": Source.EMAIL}


class RelayedDesk:
    """Asks for arrivals as long as it runs, and shares them out to its conversations."""

    def __init__(
        self,
        url: str,
        key: str,
        desk: DeskCommon,
        clock: Clock,
        address: str = "",
    ) -> None:
        self.url, self.address = url, address
        self._clock = clock
        self._mapper = HandoffMapper(desk, _SOURCES.get(getattr(desk, "kind", ""), Source.WEBHOOK))
        self._key, self._who = key, secrets.token_hex(8)
        self._trays: dict[str, Tray] = {}
        self._client: httpx.AsyncClient | None = None
        self._following: asyncio.Task[None] | None = None
        self._lost: DeskError | None = None
        self._read = 0
        self._reading = asyncio.Event()

    async def start(self) -> None:
        self._client = httpx.AsyncClient(
            base_url=self.url,
            headers={KEY: self._key},
            trust_env=False,
            timeout=WAIT + PATIENCE,
            verify=False,  # noqa: S501 - plain HTTP on loopback
        )
        try:
            await self._arrivals(0, 0.0)
        except DeskError:
            await self.stop()
            raise
        self._following = asyncio.create_task(self._follow())

    async def open(self, opening: Opening, conversation: str, answers: Sequence[Answer]) -> Inbox:
        if self._lost is not None:
            raise self._lost

        async def close() -> None:
            await self._forget(conversation)

        async def caught_up() -> None:
            await self._caught_up(conversation)

        state = seen_state(self._mapper, answers)
        tray = Tray(conversation, self._mapper, state, close, caught_up)
        self._trays[conversation] = tray
        wish = {
            "who": self._who,
            "token": opening.token,
            "answers": [asdict(answer) for answer in answers],
        }
        await self._ask("PUT", _answers(conversation), json=wish)
        return tray

    def strays(self) -> Mapping[str, int]:
        """None of ours: the process that has the desk counts them."""
        return {}

    async def stop(self) -> None:
        following, self._following = self._following, None
        client, self._client = self._client, None
        if following is not None:
            following.cancel()
            await asyncio.wait({following})
        if client is not None:
            await client.aclose()

    async def _forget(self, conversation: str) -> None:
        self._trays.pop(conversation, None)
        with suppress(DeskError):
            await self._ask("DELETE", _answers(conversation))

    async def _caught_up(self, conversation: str) -> None:
        """Have read all that the other process knew once its desk was caught up."""
        path, who = f"{PREFIX}caught-up/{quote(conversation, safe='')}", {"who": self._who}
        told = (await self._ask("POST", path, LOOK, params=who)).json()
        if "lost" in told:
            lost = told["lost"]
            raise DeskError(lost["kind"], lost["message"], lost["received"])
        while self._read < told["number"]:
            if self._lost is not None:
                raise self._lost
            await self._reading.wait()

    async def _follow(self) -> None:
        try:
            while True:
                for entry in await self._arrivals(self._read, WAIT):
                    self._read = entry["number"]
                    self._share(entry)
                self._told()
        except DeskError as error:
            self._lost = error
            self._told()
            for tray in self._trays.values():
                tray.lose(error)

    def _told(self) -> None:
        self._reading.set()
        self._reading = asyncio.Event()

    def _share(self, entry: Mapping[str, Any]) -> None:
        tray = self._trays.get(entry["conversation"])
        if tray is not None:
            told = {name: entry[name] for name in ("payload", "status", "accepted", "thing")}
            tray.take(Delivery(at=self._clock.now() - entry["age"], **told))

    async def _arrivals(self, since: int, wait: float) -> list[dict[str, Any]]:
        query = {"who": self._who, "since": since, "wait": wait}
        response = await self._ask("GET", f"{PREFIX}arrivals", wait + PATIENCE, params=query)
        arrivals: list[dict[str, Any]] = response.json()["arrivals"]
        return arrivals

    async def _ask(
        self, method: str, path: str, patience: float = PATIENCE, **content: Any
    ) -> httpx.Response:
        """Ask the other process; asking the same twice does no harm. Raises `DeskError`."""
        problem = "the desk has been left"
        for _ in range(TRIES):
            if self._client is None:
                break
            try:
                async with self._clock.timeout(patience):
                    response = await self._client.request(
                        method, path, timeout=patience, **content
                    )
            except (httpx.HTTPError, TimeoutError) as error:
                problem = str(error) or type(error).__name__
                continue
            if response.is_success:
                return response
            problem = f"it answered {response.status_code} {response.text[:200]}"
        raise DeskError(
            "relay", f"the desk at {self.url} cannot be read from this process: {problem}"
        )


def _answers(conversation: str) -> str:
    return f"{PREFIX}answers/{quote(conversation, safe='')}"
