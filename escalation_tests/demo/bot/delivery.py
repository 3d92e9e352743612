"""The way to the desk."""

import asyncio
from typing import Any

import httpx

ATTEMPTS = 3
PAUSE = 0.05
"""Seconds before the second attempt; doubled before the third."""


class DeskClient:
    """Posts to the desk; repeats what may help, under the same id."""

    def __init__(self, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = url
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=50)
        self._http = httpx.AsyncClient(
            transport=transport, limits=limits, timeout=5.0, trust_env=False
        )

    async def hand_over(self, case: dict[str, Any]) -> bool:
        """Whether the desk accepted the case."""
        for attempt in range(ATTEMPTS):
            if attempt:
                await asyncio.sleep(PAUSE * 2**attempt)
            status = await self._post(case)
            if status is not None and status < 500:
                return status < 300
        return False

    async def forward(self, conversation: str, text: str, at: float) -> bool:
        """Whether the desk took a message that the customer wrote while waiting."""
        return await self.hand_over(
            {
                "event": "message",
                "conversation_id": conversation,
                "author": "customer",
                "text": text,
                "at": at,
            }
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _post(self, body: dict[str, Any]) -> int | None:
        """The desk's status; None when it could not be reached."""
        try:
            answer = await self._http.post(self._url, json=body)
        except httpx.HTTPError:
            return None
        return answer.status_code
