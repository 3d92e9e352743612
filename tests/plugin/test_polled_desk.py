"""A whole run whose desk is asked for what it holds, alone and in several processes."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.plugin.answering import JsonHandler, answering
from tests.plugin.conftest import BOT

CONFIG = """
bot: {{channel: python, call: "shopbot:reply", receive: {{messages: messages, signal: handoff}}}}
desk:
  kind: poll
  url: {url}
  auth: {{kind: bearer, token: key-of-the-desk}}
  list: {{url: tickets, items: results}}
  handoff: {{conversation: conversation, queue: queue, transcript: transcript, facts: customer}}
  every: 20ms
  patience: 300ms
  within: 300ms
policy:
  triggers: {{explicit_request: {{within: 0}}}}
  routing: {{default: general}}
  context: {{attempted_steps: optional}}
  after: {{bot_silent: 5s, customer_messages: any}}
topics:
  order_status: {{queue: general, facts: [order_id], ask: ["Where is my order {{order_id}} ?"]}}
suite: {{matrix: "off", library: false}}
"""
POSTS = """
import urllib.request
_reply = reply
def reply(conversation, text):
    answer = _reply(conversation, text)
    if answer.get("handoff") and DELIVERS:
        body = json.dumps(answer["handoff"]).encode()
        urllib.request.urlopen(urllib.request.Request(URL, body), timeout=10).read()
    return answer
"""


class Desk(ThreadingHTTPServer):
    """Keeps what is posted to it, and lists it for whoever has the key."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.tickets, self.asked, self.good = [], 0, 10**9
        self.lock = threading.Lock()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"


class Handler(JsonHandler, BaseHTTPRequestHandler):
    server: Desk

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with self.server.lock:
            self.server.tickets.append({**body, "id": len(self.server.tickets) + 1})
        self.tell({}, 201)

    def do_GET(self) -> None:
        self.server.asked += 1
        known = self.headers["authorization"] == "Bearer key-of-the-desk"
        if not known or self.server.asked > self.server.good:
            self.tell({"detail": "who are you?"}, 401)
        else:
            self.tell({"results": self.server.tickets})


@pytest.fixture
def desk():
    with answering(Desk()) as server:
        yield server


@pytest.fixture
def polled(shop, desk):
    def made(delivers: bool = True):
        shop.config(CONFIG.format(url=desk.url))
        shop.bot(source=f"{BOT}\nURL = {desk.url!r}\nDELIVERS = {delivers}\n{POSTS}")
        return shop

    return made


@pytest.mark.parametrize(
    "workers",
    [(), pytest.param(("-n", "2"), marks=pytest.mark.slow)],
    ids=["alone", "two workers"],
)
def test_a_desk_is_asked_for_what_it_holds(polled, desk, workers) -> None:
    desk.tickets.append({"id": "old", "conversation": "of an earlier run", "queue": "general"})
    shop = polled()
    result = shop.run(*workers, "--escalation-json=out.json")
    result.assert_outcomes(passed=3)
    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    assert sorted(entry["witnesses"]["desk"] for entry in entries) == [0, 1, 1]
    result.stdout.no_fnmatch_line("*unknown*")


def test_a_transfer_that_reaches_no_desk_is_found(polled) -> None:
    result = polled(delivers=False).run()
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["*nothing arrived at the desk*"])


def test_a_desk_that_shuts_us_out_is_an_error_and_no_missed_handoff(polled, desk) -> None:
    desk.good = 1
    shop = polled()
    result = shop.run("--escalation-json=out.json")
    assert result.ret != 0
    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    assert [entry["verdict"] for entry in entries] == ["error"] * 3
    result.stdout.fnmatch_lines(["*the desk does not let us in*"])
    result.stdout.no_fnmatch_line("*key-of-the-desk*")


def test_a_desk_that_is_not_there_is_an_error(polled, desk) -> None:
    shop = polled()
    shop.config(CONFIG.format(url="http://127.0.0.1:9/"))
    result = shop.run("--escalation-json=out.json")
    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    assert [entry["verdict"] for entry in entries] == ["error"] * 3
    result.stdout.fnmatch_lines(["*nothing listens at http://127.0.0.1:9/tickets*"])


def test_a_ticket_that_comes_after_the_reply_is_waited_for(polled, desk) -> None:
    shop = polled()
    shop.config(CONFIG.format(url=desk.url).replace("within: 300ms", "within: 5s", 1))
    source = (shop.path / "shopbot.py").read_text()
    slowly = (
        "threading.Timer(0.3, urllib.request.urlopen, [urllib.request.Request(URL, body)]).start()"
    )
    posts = "urllib.request.urlopen(urllib.request.Request(URL, body), timeout=10).read()"
    assert posts in source
    (shop.path / "shopbot.py").write_text(source.replace(posts, slowly))
    shop.run().assert_outcomes(passed=3)
