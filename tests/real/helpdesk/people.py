"""The demo's bot at a counter where people of the helpdesk speak to the customer as well.

Customers ask the counter what is new, and the counter looks into their tickets for that.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from escalation_tests.demo.__main__ import serve
from escalation_tests.demo.bot.service import Bot
from escalation_tests.demo.faults import broken
from escalation_tests.demo.understanding import Understanding
from tests.real.helpdesk.bot import Helpdesk, asked_for

KEEPS_WORDS, IS_MUTE, TALKS_ON = "keeps what they say", "is mute when given back", "talks on"
WRONG = re.compile(r"\((.+)\)")
"""What goes wrong with a customer: their first words say so in brackets."""


class PatientBot(Bot):
    """Answers again once a customer has been given back."""

    def take_back(self, conversation: str) -> None:
        """The customer is the bot's again."""
        self._memory.of(conversation).handed_over = False


@dataclass
class Talk:
    """One customer at the counter."""

    bot: PatientBot
    wrong: str
    said: list[dict[str, str]] = field(default_factory=list)
    seen: int = 0
    """The last follow-up that was looked at."""
    queue: int | None = None
    taken: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def add(self, who: str, text: str) -> None:
        """Show this to the customer."""
        self.said.append({"who": who, "text": text, "id": str(len(self.said))})


class Counter:
    """Where customers write and read."""

    def __init__(self, desk: Helpdesk, myself: int) -> None:
        """`myself` is the bot's own account at the helpdesk."""
        self._desk, self._myself = desk, myself
        ears, way = Understanding(), cast(Any, desk)
        self._healthy = PatientBot(ears, way)
        self._talks_on = PatientBot(ears, way, broken(["P1-bot-keeps-replying"]))
        self._talks: dict[str, Talk] = {}

    async def chat(self, request: Request) -> Response:
        """The customer writes; what is said to it is shown when they ask for news."""
        sent = await request.json()
        conversation, text = sent["conversation"], sent["text"]
        talk = self._talks.get(conversation) or self._met(conversation, text)
        async with talk.lock:
            reply = await talk.bot.hear(conversation, text, sent["id"], sent["customer"])
            for text in reply.texts:
                talk.add("bot", text)
        return JSONResponse({"handoff": reply.handoff})

    async def news(self, request: Request) -> Response:
        """All that was said to the customer so far."""
        conversation = request.query_params["of"]
        talk = self._talks.get(conversation)
        if talk is None:
            return JSONResponse({"messages": []})
        async with talk.lock:
            ticket = await self._desk.ticket(conversation)
            if ticket is not None:
                self._read(talk, ticket)
                self._notice(conversation, talk, ticket)
        return JSONResponse({"messages": talk.said})

    def _met(self, conversation: str, text: str) -> Talk:
        """A new customer."""
        named = WRONG.search(text)
        wrong = named[1] if named else ""
        bot = self._talks_on if wrong == TALKS_ON else self._healthy
        self._talks[conversation] = Talk(bot, wrong)
        return self._talks[conversation]

    def _read(self, talk: Talk, ticket: dict[str, Any]) -> None:
        """Show what people have written to the customer."""
        for note in sorted(ticket["followup_set"], key=lambda note: note["id"]):
            if note["id"] <= talk.seen:
                continue
            talk.seen = note["id"]
            public = note["public"] and note["user"] != self._myself
            if public and talk.wrong != KEEPS_WORDS:
                talk.add("agent", note["comment"])

    def _notice(self, conversation: str, talk: Talk, ticket: dict[str, Any]) -> None:
        """Follow who has the ticket, and where."""
        if ticket["queue"] != talk.queue and talk.queue is not None:
            talk.add(
                "bot", f"You are being transferred to our {self._desk.name(ticket['queue'])} team."
            )
        taken = ticket["assigned_to"] is not None
        if talk.taken and not taken and talk.wrong != IS_MUTE:
            talk.bot.take_back(conversation)
        talk.queue, talk.taken = ticket["queue"], taken


def main() -> int:
    """Serve until told to end."""
    desk, _, seeded = asked_for()
    counter = Counter(desk, seeded["bot"]["id"])

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await desk.close()

    routes = [Route("/chat", counter.chat, methods=["POST"]), Route("/news", counter.news)]
    return serve(Starlette(routes=routes, lifespan=lifespan), 0)


if __name__ == "__main__":
    raise SystemExit(main())
