"""The embedded shop's bot for an action server: answers with what the customer is told, and with
the case where there is one to be handed over.
"""

import argparse
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from escalation_tests.demo.__main__ import serve
from escalation_tests.demo.bot.service import Bot
from escalation_tests.demo.faults import broken
from escalation_tests.demo.understanding import Understanding


class Tray:
    """The desk of the brain: keeps the case until the answer goes out."""

    def __init__(self) -> None:
        self._cases: dict[str, dict[str, Any]] = {}

    async def deliver(self, body: dict[str, Any]) -> bool:
        """Whether there is room, as there always is."""
        if body["event"] == "handoff":
            self._cases[body["conversation_id"]] = body
        return True

    def taken(self, conversation: str) -> dict[str, Any] | None:
        return self._cases.pop(conversation, None)


def brain(bot: Bot, tray: Tray) -> Starlette:
    async def think(request: Request) -> JSONResponse:
        asked = await request.json()
        reply = await bot.hear(asked["conversation"], asked["text"], "", {})
        return JSONResponse({"messages": reply.texts, "case": tray.taken(asked["conversation"])})

    return Starlette(routes=[Route("/", think, methods=["POST"])])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fault", action="append", default=[])
    tray: Any = Tray()
    chosen = parser.parse_args()
    return serve(brain(Bot(Understanding(), tray, broken(chosen.fault)), tray), 0)


if __name__ == "__main__":
    raise SystemExit(main())
