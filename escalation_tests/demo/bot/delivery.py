"""The way to the desk."""

import asyncio
from typing import Any

import httpx

from escalation_tests.demo.wire import sendable

ATTEMPTS = 3
PATIENCE = 5.0
"""Seconds that one attempt may take."""
PAUSE = 0.05
"""Seconds before the second attempt; doubled before the third."""


class DeskClient:
    """Posts to the desk; repeats what may help, under the same id."""

    def __init__(
        self,
        url: str,
        transport: httpx.AsyncBaseTransport | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._url, self._patience = url, patience
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=50)
        self._http = httpx.AsyncClient(
            transport=transport, limits=limits, timeout=patience, trust_env=False
        )

    async def deliver(self, body: dict[str, Any]) -> bool:
        """Whether the desk accepted the case, or the message of a waiting customer."""
        for attempt in range(ATTEMPTS):
            if attempt:
                await asyncio.sleep(PAUSE * 2 ** (attempt - 1))
            status = await self._post(body)
            if status is not None and status < 500:
                return status < 300
        return False

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _post(self, body: dict[str, Any]) -> int | None:
        """The desk's status; None when it could not be reached or took too long."""
        kind = {"content-type": "application/json"}
        try:
            # A limit of its own: httpx times each read, and a desk may drip for ever.
            async with asyncio.timeout(self._patience):
                answer = await self._http.post(self._url, content=sendable(body), headers=kind)
        except (httpx.HTTPError, TimeoutError):
            return None
        return answer.status_code
