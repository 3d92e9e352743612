"""Where deliveries are taken in."""

import asyncio

import httpx

from escalation_tests.demo.desk.cases import Cases
from escalation_tests.demo.wire import sendable

PATIENCE = 4.0
"""Seconds for whoever stands behind this desk: less than the bot waits, so that it is answered."""

Answer = tuple[int, bytes]
"""Status and JSON."""

TAKEN = (201, sendable({"accepted": True}))
KNOWN = (200, sendable({"accepted": True, "duplicate": True}))
CLOSED = (409, sendable({"error": "nobody_online"}))


class Counter:
    """Takes a delivery, asks whoever stands behind it, and holds what was accepted."""

    def __init__(
        self,
        forward: str = "",
        closed: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.cases = Cases()
        self._forward, self._closed, self._patience = forward, closed, patience
        self._http = httpx.AsyncClient(transport=transport, timeout=patience, trust_env=False)
        self._asked: dict[str, asyncio.Task[Answer]] = {}

    async def take(self, conversation: str, id_: str, delivery: bytes) -> Answer:
        """The answer to a delivery; one that arrives again is neither asked about nor held twice,
        even while the first answer is still awaited.
        """
        if self._closed:
            return CLOSED
        if not id_:
            return await self._taken(conversation, "", delivery)
        if self.cases.has(id_):
            return KNOWN
        if id_ not in self._asked:
            asked = asyncio.create_task(self._taken(conversation, id_, delivery))
            asked.add_done_callback(lambda _: self._asked.pop(id_))
            self._asked[id_] = asked
        return await asyncio.shield(self._asked[id_])

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _taken(self, conversation: str, id_: str, delivery: bytes) -> Answer:
        status, body = await self._passed_on(delivery)
        if 200 <= status < 300:
            self.cases.keep(conversation, id_, delivery)
        return status, body

    async def _passed_on(self, delivery: bytes) -> Answer:
        """The answer of whoever stands behind this desk, or its own."""
        if not self._forward:
            return TAKEN
        kind = {"content-type": "application/json"}
        try:
            async with asyncio.timeout(self._patience):
                answer = await self._http.post(self._forward, content=delivery, headers=kind)
        except (httpx.TimeoutException, TimeoutError):
            return 504, sendable({"error": "the desk behind this one takes too long"})
        except httpx.HTTPError as error:
            failed = f"the desk behind this one failed: {type(error).__name__}"
            return 502, sendable({"error": failed})
        return answer.status_code, answer.content
