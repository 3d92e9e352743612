"""The demo's bot, which puts its cases into Request Tracker over REST 2.0."""

import argparse
import os
from typing import Any

import httpx

from escalation_tests.demo.__main__ import serve
from escalation_tests.demo.bot.app import bot_app
from escalation_tests.demo.bot.service import Bot
from escalation_tests.demo.faults import broken
from escalation_tests.demo.understanding import Understanding

PRIORITIES = {"urgent": 90, "high": 70, "normal": 50, "low": 10}
FIELDS = ("order_id", "amount", "phone", "vat_id", "email")


class RequestTracker:
    """The shop's way to its desk: a ticket whose first words are the transcript."""

    def __init__(self, url: str, token: str) -> None:
        self._tickets: dict[str, str] = {}
        self._http = httpx.AsyncClient(
            base_url=url, headers={"authorization": f"token {token}"}, trust_env=False, timeout=60
        )

    async def deliver(self, body: dict[str, Any]) -> bool:
        """Whether the desk took the case, or the message of a waiting customer."""
        if body["event"] == "message":
            where = f"ticket/{self._tickets[body['conversation_id']]}/correspond"
            said = {"Content": f"Customer writes: {body['text']}", "ContentType": "text/plain"}
            return (await self._http.post(where, json=said)).is_success
        customer = body["customer"]
        lines = [
            f"{line['author'].title()}: {line['text']}" for line in body.get("transcript", ())
        ]
        made = await self._http.post(
            "ticket",
            json={
                "Queue": body["queue"],
                "Subject": body["summary"],
                "Requestor": customer.get("email", ""),
                "Content": "\n".join(lines),
                "Priority": PRIORITIES[body["priority"]],
                "CustomFields": {name: customer[name] for name in FIELDS if name in customer},
            },
        )
        if made.is_success:
            self._tickets[body["conversation_id"]] = made.json()["id"]
        return made.is_success

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()


def main() -> int:
    """Serve until told to end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tracker", required=True)
    parser.add_argument("--fault", action="append", default=[])
    chosen = parser.parse_args()
    desk: Any = RequestTracker(f"{chosen.tracker}/REST/2.0/", os.environ["RT_TOKEN"])
    return serve(bot_app(Bot(Understanding(), desk, broken(chosen.fault)), desk, 0.0), 0)


if __name__ == "__main__":
    raise SystemExit(main())
