"""A shop's bot on real loopback HTTP that has bad days on demand.

Runnable by hand: `python tests/plugin/bad_bots.py` prints the address where it listens.
"""

import html
import json
import os
import re
import ssl
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

ORDER = re.compile(r"[A-Z]{2}-[0-9]{6}")
NOTICE = "I am connecting you with our support team. A colleague will answer you here."
ANSWER = "Your order is on its way."


@dataclass(frozen=True)
class Asked:
    """One customer message, and the raw means to answer it."""

    handler: BaseHTTPRequestHandler
    body: Mapping[str, Any]
    closing: threading.Event
    bot: "Bot"

    @property
    def text(self) -> str:
        return self.body["text"]

    def reply(self, body: bytes, status: int = 200, media: str = "application/json") -> None:
        """A complete answer."""
        self.handler.send_response(status)
        self.handler.send_header("content-type", media)
        self.handler.send_header("content-length", str(len(body)))
        self.handler.end_headers()
        self.handler.wfile.write(body)

    def begin(self, *headers: tuple[str, str], status: int = 200) -> None:
        """The head of an answer."""
        self.handler.send_response(status)
        for name, value in headers:
            self.handler.send_header(name, value)
        self.handler.end_headers()

    def hang(self) -> None:
        """Say nothing more until the bot is closed."""
        self.closing.wait()


Mood = Callable[[Asked], None]


def never(asked: Asked) -> None:
    asked.hang()


def stalls(asked: Asked) -> None:
    asked.begin(("content-length", "900"))
    asked.handler.wfile.write(b'{"messages": ["half a')
    asked.hang()


def streams(asked: Asked) -> None:
    asked.begin(("transfer-encoding", "chunked"))
    while not asked.closing.is_set():
        asked.handler.wfile.write(b"1000\r\n" + b"y" * 4096 + b"\r\n")


def moves(asked: Asked) -> None:
    target = "https://elsewhere.example/chat?key=" + asked.body["key"]
    asked.begin(("location", target), ("content-length", "0"), status=307)


def breaks_off(asked: Asked) -> None:
    asked.begin(("content-length", "900"))
    asked.handler.wfile.write(b'{"messages": ["half a')
    asked.handler.close_connection = True


def echoes(asked: Asked) -> None:
    """An error page of the kind that shows the request, with all that is secret in it."""
    shown = f"{asked.handler.headers}\n{json.dumps(asked.body)}"
    asked.reply(f"<pre>Unhandled error\n{shown}</pre>".encode(), 500, "text/html")


def escapes(asked: Asked) -> None:
    """What was sent, in each of the spellings in which pages, JSON and URLs hold it."""
    key = asked.body["key"]
    told = [html.escape(key), quote(key, safe=""), json.dumps(key).replace("/", "\\/")]
    asked.reply("\n".join(["not for you:", *told]).encode(), 403, "text/plain")


def says(body: bytes, status: int = 200, media: str = "application/json") -> Mood:
    return lambda asked: asked.reply(body, status, media)


@dataclass
class Bot:
    """Answers well, unless a message names a mood: `{mood}` somewhere in its text.

    Without desk the handoff lies in the reply; with `posts` it goes to the desk, tried again
    up to `tries` times while the desk is unavailable.
    """

    moods: Mapping[str, Mood] = field(default_factory=dict)
    posts: bool = False
    tries: int = 1
    path: str = "/chat"
    tls: ssl.SSLContext | None = None
    before: Callable[[Asked], None] | None = None
    """Called with each message before it is answered."""
    heard: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """What the desk answered, in order."""

    def __enter__(self) -> "Bot":
        self._closing = threading.Event()
        self._talks: dict[str, list[dict[str, str]]] = {}
        self._server = _Server(("127.0.0.1", 0), _handler(self._asked))
        scheme = "http"
        if self.tls:
            scheme = "https"
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{scheme}://127.0.0.1:{self._server.server_port}/chat"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _asked(self, handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["content-length"])))
        asked = Asked(handler, body, self._closing, self)
        self.heard.append(asked.text)
        if self.before:
            self.before(asked)
        if handler.path != self.path:
            asked.reply(b"no such page", 404, "text/plain")
            return
        mood = next((mood for name, mood in self.moods.items() if name in asked.text), self._well)
        mood(asked)

    def _well(self, asked: Asked) -> None:
        name = asked.body["conversation"]
        said = self._talks.setdefault(name, [])
        said.append({"role": "customer", "text": asked.text})
        if "human" not in asked.text.lower():
            said.append({"role": "bot", "text": ANSWER})
            asked.reply(json.dumps({"messages": [ANSWER]}).encode())
            return
        orders = ORDER.findall(" ".join(line["text"] for line in said))
        case = {"conversation": name, "queue": "general", "transcript": list(said)}
        case["customer"] = {"order_id": orders[-1] if orders else None}
        if self.posts:
            self._deliver(case)
        asked.reply(json.dumps({"messages": [NOTICE], "handoff": case}).encode())

    def _deliver(self, case: Mapping[str, Any]) -> None:
        for _ in range(self.tries):
            self.statuses.append(post(json.dumps(case).encode())[0])
            if self.statuses[-1] < 500:
                return


def post(body: bytes, method: str = "POST") -> tuple[int, bytes]:
    """Deliver this to the run's desk; its status and what it says."""
    headers = {"content-type": "application/json"}
    url = os.environ["ESCALATION_DESK_URL"]
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hung up first: it belongs to the bad day, and nobody wants to read of it."""


def _handler(asked: Callable[[BaseHTTPRequestHandler], None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            asked(self)

        def log_message(self, *_: object) -> None:
            """Silent: the run's own output is what is looked at."""

    return Handler


if __name__ == "__main__":
    announce = {"LINGER": lambda asked: (print("LINGERING", flush=True), asked.hang())}
    with Bot(announce) as bot, suppress(KeyboardInterrupt):
        print(bot.url, flush=True)
        sys.stdin.read()
