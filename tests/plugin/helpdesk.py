"""A platform with its bot and its desk, at which a person can act; for tests of the human end."""

import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

import pytest

from tests.plugin.answering import JsonHandler, answering

BOT = """
bot:
  channel: http
  url: {url}/send
  receive: {{messages: messages, text: text, speaker: who, id: id, optional: true}}
  poll: {{url: "/poll?of={{conversation_id}}", every: 20ms}}
  quiet: 150ms
  timeout: 5s
"""
PROMISED = """
policy:
  triggers: {{explicit_request: {{within: 0}}}}
  routing: {{default: general}}
  context: {{attempted_steps: optional}}
  after: {{bot_silent: 300ms, customer_messages: delivered}}
topics:
  order_status: {{queue: general, facts: [order_id], ask: ["Where is my order {{order_id}} ?"]}}
  invoice: {{queue: billing, facts: [order_id], ask: ["What does {{order_id}} cost?"]}}
suite: {{matrix: "off", library: false}}
"""
DESK = """
desk:
  kind: webhook
  listen: 127.0.0.1:{port}
  renews: true
  handoff: {{conversation: of, id: id, queue: queue, transcript: lines, facts: facts, taken: agent}}
  message: {{when: message, conversation: of, id: number, text: message}}
  within: 3s
{human}
"""
CONFIG = f"{BOT}{DESK}{PROMISED}"
HUMAN = """
  human:
    accepts: {{url: "{url}/human/accepts", json: {{of: "{{conversation_id}}"}}}}
    says: {{url: "{url}/human/says", json: {{of: "{{conversation_id}}", text: "{{text}}"}}}}
    transfers: {{url: "{url}/human/transfers", json: {{of: "{{conversation_id}}", case: "{{handoff_id}}", queue: "{{queue}}"}}}}
    gives_back: {{url: "{url}/human/gives_back", json: {{of: "{{conversation_id}}"}}}}
"""
TAKEN_OVER = """
scenario: a-person-takes-over
topic: order_status
conversation:
  - customer: "Where is my order {order_id}?"
  - customer: "I want to talk to a human."
    trigger: explicit_request
afterwards:
  - human: accepts
  - human: {says: "Hello, this is Ada. I see your order {order_id}."}
  - "Thank you Ada, please hurry."
  - human: {transfers: billing}
  - human: {says: "Bob of billing here, it is paid back."}
  - human: gives_back
  - customer: "And what about my order now?"
    topic: order_status
expect:
  handoff: true
"""
"""A person accepts, answers, passes on and gives back."""
NOTICE = "I am transferring you to the general team now; a colleague will answer you here."
PASSED_ON = "You are being transferred to the billing team."


class Platform(ThreadingHTTPServer):
    """A platform with its bot; `broken` names what goes wrong, as does a customer in brackets."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.broken, self.deeds, self.lock = "", [], threading.Lock()
        self.logs: dict[str, list[dict[str, str]]] = {}
        self.cases: dict[str, dict] = {}
        self.waiting: set[str] = set()

    def wrong(self, of: str) -> str:
        """What goes wrong in this conversation."""
        first = next((one["text"] for one in self.logs.get(of, ())), "")
        named = re.search(r"\((.+)\)", first)
        return self.broken or (named[1] if named else "")

    def hear(self, of: str, text: str) -> None:
        self.add(of, "customer", text)
        if of in self.waiting:
            self.forward(of, text)
            if self.wrong(of) == "answers beside the person":
                self.add(of, "bot", "I am only a bot, and still here.")
        elif "human" in text:
            self.hand_over(of)
        elif of in self.cases:
            self.again(of)
        else:
            self.add(of, "bot", "Your order is on its way.")

    def hand_over(self, of: str) -> None:
        self.waiting.add(of)
        self.add(of, "bot", NOTICE)
        lines = [{"role": one["who"], "text": one["text"]} for one in self.logs[of]]
        words = lines[0]["text"].partition("?")[0].split()[-1]
        case = {"of": of, "id": f"case-{of}", "queue": "general", "lines": lines, "agent": None}
        self.cases[of] = {**case, "facts": {"order_id": words}}
        self.deliver(self.cases[of])

    def forward(self, of: str, text: str) -> None:
        """A waiting customer's words on their way to the desk."""
        if self.wrong(of) == "keeps the customer's words":
            return
        number = len(self.logs[of])
        copies = ["", "-again"] if self.wrong(of) == "tells the desk twice" else ["", ""]
        for copy in copies:  # the network delivers everything twice
            self.deliver({"of": of, "number": f"{number}{copy}", "message": text})

    def again(self, of: str) -> None:
        """What the bot says to a customer whom a person has given back."""
        if self.wrong(of) == "forgets who was given back":
            self.add(of, "bot", "Please tell me your order number.")
        elif self.wrong(of) != "is mute when given back":
            self.add(of, "bot", "Your order is still on its way.")

    def act(self, does: str, deed: dict[str, str]) -> int:
        """The status with which the platform answers."""
        if does == "accepts" and self.wrong(deed["of"]) == "gives the case to nobody":
            return 409
        self.deeds.append({"does": does, **deed})
        getattr(self, does)(deed["of"], deed)
        return 200

    def accepts(self, of: str, deed: dict[str, str]) -> None:
        self.change(of, agent=None if self.wrong(of) == "leaves the case waiting" else "Ada")

    def says(self, of: str, deed: dict[str, str]) -> None:
        copies = {"loses the person's words": 0, "shows the person twice": 2}
        for _ in range(copies.get(self.wrong(of), 1)):
            self.add(of, "agent", deed["text"])

    def transfers(self, of: str, deed: dict[str, str]) -> None:
        queue = "general" if self.wrong(of) == "passes on to nowhere" else deed["queue"]
        blank = {"lines": [], "facts": {}} if self.wrong(of) == "passes on without a word" else {}
        self.change(of, queue=queue, **blank)
        if self.wrong(of) != "tells the customer nothing":
            self.add(of, "bot", PASSED_ON)

    def gives_back(self, of: str, deed: dict[str, str]) -> None:
        self.waiting.discard(of)
        self.change(of, agent="Ada" if self.wrong(of) == "never closes the case" else None)

    def change(self, of: str, **fields: object) -> None:
        if of in self.cases:
            self.cases[of] |= fields
            self.deliver(self.cases[of])

    def add(self, of: str, who: str, text: str) -> None:
        log = self.logs.setdefault(of, [])
        log.append({"who": who, "text": text, "id": f"{of}-{len(log)}"})

    def deliver(self, body: dict) -> None:
        url = f"http://127.0.0.1:{self.port}/"
        urlopen(Request(url, json.dumps(body).encode()), timeout=10).close()


class Handler(JsonHandler, BaseHTTPRequestHandler):
    server: Platform

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        status = 200
        with self.server.lock:
            if self.path == "/send":
                self.server.hear(sent["conversation"], sent["text"])
            else:
                status = self.server.act(self.path.rpartition("/")[2], sent)
        self.tell({} if status == 200 else {"error": "no such case in the queue"}, status)

    def do_GET(self) -> None:
        with self.server.lock:
            self.tell({"messages": self.server.logs.get(self.path.partition("of=")[2], [])})


@pytest.fixture
def platform():
    with answering(Platform()) as server:
        yield server


@pytest.fixture
def staffed(shop, platform):
    def made(human: str = HUMAN):
        written = human.format(url=platform.url)
        shop.config(CONFIG.format(url=platform.url, port=platform.port, human=written))
        return shop

    return made
