"""The demo's bot, which puts its cases into a django-helpdesk in place of the demo's desk."""

import argparse
import json
from typing import Any

import httpx

from escalation_tests.demo.__main__ import serve
from escalation_tests.demo.bot.app import bot_app
from escalation_tests.demo.bot.service import Bot
from escalation_tests.demo.faults import broken
from escalation_tests.demo.understanding import Understanding

PRIORITIES = {"urgent": 1, "high": 2, "normal": 3, "low": 4}
WRITES = "Customer writes: "


class Helpdesk:
    """The shop's way to its desk: a ticket, then the transcript as a follow-up."""

    def __init__(self, url: str, token: str, queues: dict[str, int], fields: set[str]) -> None:
        self._queues, self._fields = queues, fields
        self._tickets: dict[str, int] = {}
        self._http = httpx.AsyncClient(
            base_url=url, headers={"authorization": f"Token {token}"}, trust_env=False, timeout=20
        )

    async def deliver(self, body: dict[str, Any]) -> bool:
        """Whether the helpdesk took the case, or the message of a waiting customer."""
        if body["event"] == "message":
            ticket = self._tickets[body["conversation_id"]]
            return await self._follow_up(ticket, f"{WRITES}{body['text']}")
        customer = body["customer"]
        facts = {f"custom_{name}": customer[name] for name in self._fields & set(customer)}
        made = await self._http.post(
            "tickets/",
            json={
                "queue": self._queues[body["queue"]],
                "title": f"{body['reason']}: {body['topic'] or 'a customer'}",
                "description": body["summary"],
                "submitter_email": customer.get("email", ""),
                "priority": PRIORITIES[body["priority"]],
                **facts,
            },
        )
        if not made.is_success:
            return False
        self._tickets[body["conversation_id"]] = made.json()["id"]
        lines = [
            f"{line['author'].title()}: {line['text']}" for line in body.get("transcript", ())
        ]
        return not lines or await self._follow_up(made.json()["id"], "\n".join(lines))

    async def ticket(self, conversation: str) -> dict[str, Any] | None:
        """The conversation's ticket as it is by now; None before there is one."""
        number = self._tickets.get(conversation)
        if number is None:
            return None
        return (await self._http.get(f"tickets/{number}/")).raise_for_status().json()

    def name(self, queue: int) -> str:
        """What the shop calls the helpdesk's queue of this number."""
        return next(name for name, number in self._queues.items() if number == queue)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _follow_up(self, ticket: int, comment: str) -> bool:
        told = {"ticket": ticket, "comment": comment, "public": False}
        return (await self._http.post("followups/", json=told)).is_success


def asked_for() -> tuple[Helpdesk, list[str], dict[str, Any]]:
    """What the command line names: the way to the desk, the bot's faults, and how it was seeded."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--helpdesk", required=True)
    parser.add_argument("--seeded", required=True)
    parser.add_argument("--fault", action="append", default=[])
    chosen = parser.parse_args()
    seeded = json.loads(chosen.seeded)
    fields = {"order_id", "amount", "phone", "vat_id", "card"}
    url, token = f"{chosen.helpdesk}/api/", seeded["bot"]["token"]
    return Helpdesk(url, token, seeded["queues"], fields), chosen.fault, seeded


def main() -> int:
    """Serve until told to end."""
    found, faults, _ = asked_for()
    desk: Any = found
    return serve(bot_app(Bot(Understanding(), desk, broken(faults)), desk, 0.0), 0)


if __name__ == "__main__":
    raise SystemExit(main())
