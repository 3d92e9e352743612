"""A bot with ears that hear what a test says they hear, and a desk that answers as told."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from escalation_tests.demo.bot.delivery import DeskClient
from escalation_tests.demo.bot.service import Bot, Reply
from escalation_tests.demo.faults import broken
from escalation_tests.demo.meaning import Meaning

HUMAN = Meaning(wants_human=True)
ANGRY = Meaning(frustrated=True)
LOST = Meaning(understood=False, confidence=0.1)
CHAT = Meaning(chatting=True)
REFUND = Meaning(topic="refund", facts={"order_id": "AB-104882", "amount": "49.90 EUR"})


def asks(topic: str, **facts: str) -> Meaning:
    """A message that raises a topic."""
    return Meaning(topic=topic, facts=facts)


class Ears:
    """Hears, for each text, what it was told to."""

    def __init__(self) -> None:
        self.heard: dict[str, Meaning] = {}

    def read(self, text: str, before: str = "en") -> Meaning:
        return self.heard[text]


class Shop:
    """Plays turns and keeps what the desk was sent."""

    def __init__(self, *faults: str, answers: Callable[[int], int] = lambda _: 201) -> None:
        self.posted: list[dict[str, Any]] = []
        self._answers = answers
        self._ears = Ears()
        self._desk = DeskClient("http://desk/handoffs", httpx.MockTransport(self._take))
        self._bot = Bot(self._ears, self._desk, broken(faults))

    def _take(self, request: httpx.Request) -> httpx.Response:
        import json

        self.posted.append(json.loads(request.content))
        status = self._answers(len(self.posted))
        return httpx.Response(status, json={} if status < 300 else {"error": "nobody_online"})

    def talk(self, *turns: Meaning | tuple[str, Meaning]) -> list[Reply]:
        """The bot's replies to these turns of one conversation."""

        async def play() -> list[Reply]:
            replies = []
            for number, turn in enumerate(turns, 1):
                text, meaning = turn if isinstance(turn, tuple) else (f"turn {number}", turn)
                self._ears.heard[text] = meaning
                replies.append(await self._bot.hear("c1", text))
            await self._desk.close()
            return replies

        return asyncio.run(play())

    @property
    def handoffs(self) -> list[dict[str, Any]]:
        return [one for one in self.posted if one["event"] == "handoff"]

    @property
    def forwarded(self) -> list[str]:
        return [one["text"] for one in self.posted if one["event"] == "message"]
