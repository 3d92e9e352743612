"""A bot that makes its tickets at a vendor, here an emulated one, and looks there for what people
do with them; for tests of the human end.
"""

import json
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import Request, urlopen

from tests.plugin.answering import JsonHandler
from tests.plugin.helpdesk import NOTICE

ORDER = re.compile(r"[A-Z]{2}-[0-9]{6}")


def vendor(path: str, body: Mapping[str, Any] | None = None) -> Any:
    """What the vendor answers to a question, or to this body."""
    url = f"{os.environ['ESCALATION_DESK_URL']}{path}"
    sent = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    with urlopen(Request(url, sent, headers), timeout=10) as answer:
        return json.load(answer)


@dataclass
class Talk:
    """One customer."""

    log: list[dict[str, str]] = field(default_factory=list)
    ticket: int | None = None
    told: int = 0
    """How many of the ticket's notes have been looked at."""
    group: str = "general"
    taken: bool = False
    waiting: bool = False

    def add(self, who: str, text: str) -> None:
        self.log.append({"who": who, "text": text, "id": f"{len(self.log)}"})

    @property
    def wrong(self) -> str:
        """What goes wrong in it: the customer's first words say so in brackets."""
        named = re.search(r"\((.+)\)", self.log[0]["text"])
        return named[1] if named else ""


class Bot(ThreadingHTTPServer):
    """A shop's bot whose customers ask again and again what is new."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.talks: dict[str, Talk] = {}
        self.lock = threading.Lock()

    def hear(self, of: str, text: str) -> None:
        talk = self.talks.setdefault(of, Talk())
        talk.add("customer", text)
        self.look(talk)
        if talk.waiting:
            if talk.wrong != "keeps the customer's words":
                vendor(f"/tickets/{talk.ticket}/notes", {"by": "customer", "text": text})
            if talk.wrong == "answers beside the person":
                talk.add("bot", "Your order is on its way, as I said.")
        elif "human" in text:
            self.hand_over(of, talk)
        elif talk.ticket is None or talk.wrong != "is mute when given back":
            talk.add("bot", "Your order is on its way.")

    def hand_over(self, of: str, talk: Talk) -> None:
        talk.add("bot", NOTICE)
        orders = ORDER.findall(talk.log[0]["text"])
        lines = [{"role": one["who"], "text": one["text"]} for one in talk.log]
        case = {"of": of, "group": "general", "lines": lines, "assignee": None}
        made = vendor("/tickets", {**case, "facts": {"order_id": orders[0]}})
        talk.ticket, talk.waiting = made["id"], True

    def look(self, talk: Talk) -> None:
        """Tell the customer what people have done at the vendor since the last look."""
        if not talk.waiting:
            return
        ticket = vendor(f"/tickets/{talk.ticket}")
        notes = ticket.get("notes", [])
        for note in notes[talk.told :]:
            if note["by"] == "agent" and talk.wrong != "keeps the person's words":
                talk.add("agent", note["text"])
        if ticket["group"] != talk.group and talk.wrong != "tells nobody of the other team":
            talk.add("bot", f"You are being transferred to the {ticket['group']} team.")
        talk.waiting = bool(ticket["assignee"]) or not talk.taken
        talk.told, talk.group, talk.taken = len(notes), ticket["group"], bool(ticket["assignee"])


class Handler(JsonHandler, BaseHTTPRequestHandler):
    server: Bot

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with self.server.lock:
            self.server.hear(sent["conversation"], sent["text"])
        self.tell({})

    def do_GET(self) -> None:
        with self.server.lock:
            talk = self.server.talks.get(self.path.partition("of=")[2], Talk())
            self.server.look(talk)
            self.tell({"messages": talk.log})
