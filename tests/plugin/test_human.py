"""A person at the desk who acts: seen from the customer's side, with healthy bots and others."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

import pytest

CONFIG = """
bot:
  channel: http
  url: {url}/send
  receive: {{messages: messages, text: text, speaker: who, id: id, optional: true}}
  poll: {{url: "/poll?of={{conversation_id}}", every: 20ms}}
  quiet: 60ms
  timeout: 2s
desk:
  kind: webhook
  listen: 127.0.0.1:{port}
  handoff: {{conversation: of, id: id, queue: queue, transcript: lines, facts: facts}}
  message: {{when: message, conversation: of, text: message}}
  within: 1s
{human}
policy:
  triggers: {{explicit_request: {{within: 0}}}}
  routing: {{default: general}}
  context: {{attempted_steps: optional}}
  after: {{bot_silent: 300ms, customer_messages: delivered}}
topics:
  order_status: {{queue: general, facts: [order_id], ask: ["Where is my order {{order_id}} ?"]}}
suite: {{matrix: "off", library: false}}
"""
HUMAN = """
  human:
    accepts: {{url: "{url}/human/accepts", json: {{of: "{{conversation_id}}"}}}}
    says: {{url: "{url}/human/says", json: {{of: "{{conversation_id}}", text: "{{text}}"}}}}
    transfers: {{url: "{url}/human/transfers", json: {{of: "{{handoff_id}}", queue: "{{queue}}"}}}}
    gives_back: {{url: "{url}/human/gives_back", json: {{of: "{{conversation_id}}"}}}}
"""
TEST = """
def test_with_a_person(escalation):
    with escalation.conversation(topic="order_status") as talk:
        talk.say("Where is my order {order_id}?")
        talk.say("I want to talk to a human.", trigger="explicit_request")
        assert talk.expect_handoff(queue="general")
        assert talk.human.accepts() == []
        assert talk.human.says("Hello, this is Ada. I see your order.") == [
            "Hello, this is Ada. I see your order."
        ], "what the person says reaches the customer"
        assert talk.say("Thank you Ada, please hurry.") == [], "the bot is silent meanwhile"
        talk.human.transfers("billing")
        talk.human.gives_back()
        assert talk.say("And what about my order now?", topic="order_status"), "it answers again"
        talk.expect_promises_kept("afterwards", "context")
"""


class Platform(ThreadingHTTPServer):
    """A platform with its bot; `broken` names what goes wrong."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.broken, self.deeds, self.lock = "", [], threading.Lock()
        self.logs: dict[str, list[dict[str, str]]] = {}
        self.waiting: set[str] = set()

    def hear(self, of: str, text: str) -> None:
        self.add(of, "customer", text)
        if of in self.waiting:
            if self.broken != "keeps the customer's words":
                self.deliver({"of": of, "message": text})
            if self.broken == "answers beside the person":
                self.add(of, "bot", "I am only a bot, and still here.")
        elif "human" in text:
            self.waiting.add(of)
            self.add(of, "bot", "I am transferring you to a colleague of the general team now.")
            lines = [{"role": one["who"], "text": one["text"]} for one in self.logs[of]]
            words = lines[0]["text"].rstrip("?").split()[-1]
            case = {"of": of, "id": f"case-{of}", "queue": "general", "lines": lines}
            self.deliver({**case, "facts": {"order_id": words}})
        elif of in {deed["of"] for deed in self.deeds}:
            self.again(of)
        else:
            self.add(of, "bot", "Your order is on its way.")

    def again(self, of: str) -> None:
        """What the bot says to a customer whom a person has given back."""
        if self.broken == "forgets who was given back":
            self.add(of, "bot", "Please tell me your order number.")
        elif self.broken != "is mute when given back":
            self.add(of, "bot", "Your order is still on its way.")

    def act(self, does: str, deed: dict[str, str]) -> None:
        self.deeds.append({"does": does, **deed})
        if does == "says" and self.broken != "loses the person's words":
            self.add(deed["of"], "agent", deed["text"])
        if does == "gives_back":
            self.waiting.discard(deed["of"])

    def add(self, of: str, who: str, text: str) -> None:
        log = self.logs.setdefault(of, [])
        log.append({"who": who, "text": text, "id": f"{of}-{len(log)}"})

    def deliver(self, body: dict) -> None:
        url = f"http://127.0.0.1:{self.port}/"
        urlopen(Request(url, json.dumps(body).encode()), timeout=10).close()


class Handler(BaseHTTPRequestHandler):
    server: Platform

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with self.server.lock:
            if self.path == "/send":
                self.server.hear(sent["conversation"], sent["text"])
            else:
                self.server.act(self.path.rpartition("/")[2], sent)
        self.tell({})

    def do_GET(self) -> None:
        with self.server.lock:
            self.tell({"messages": self.server.logs.get(self.path.partition("of=")[2], [])})

    def tell(self, body: object) -> None:
        told = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def platform():
    server = Platform()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def staffed(shop, platform):
    def made(human: str = HUMAN):
        written = human.format(url=platform.url)
        shop.config(CONFIG.format(url=platform.url, port=platform.port, human=written))
        shop.pytester.makepyfile(test_person=TEST)
        return shop

    return made


def test_a_bot_that_stands_back_and_takes_over_again(staffed, platform) -> None:
    shop = staffed()
    result = shop.run("test_person.py", "--escalation-json=out.json")
    result.assert_outcomes(passed=1)
    assert [deed["does"] for deed in platform.deeds] == [
        "accepts",
        "says",
        "transfers",
        "gives_back",
    ]
    assert platform.deeds[2]["of"].startswith("case-"), "the desk's own id is at hand"
    (entry,) = json.loads((shop.path / "out.json").read_text())["conversations"]
    said = [(one["speaker"], one["text"]) for one in entry["transcript"]]
    assert ("human", "Hello, this is Ada. I see your order.") in said


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("answers beside the person", "*the bot is silent meanwhile*"),
        ("loses the person's words", "*what the person says reaches the customer*"),
        ("keeps the customer's words", "*never reached the desk*"),
        ("forgets who was given back", "*asked for the order*that the customer had given*"),
    ],
)
def test_a_bot_that_does_not(staffed, platform, broken, told) -> None:
    platform.broken = broken
    result = staffed().run("test_person.py")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([told])


def test_a_bot_that_is_mute_when_given_back_is_never_passed(staffed, platform) -> None:
    platform.broken = "is mute when given back"
    result = staffed().run("test_person.py")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*did not answer within*"])


def test_where_nobody_can_act_it_is_not_observable(staffed) -> None:
    result = staffed(human="").run("test_person.py", "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*not observable: desk.human.accepts is not configured*"])


def test_a_platform_that_refuses_is_an_error_of_the_desk(staffed, platform) -> None:
    refusing = HUMAN.replace("{url}/human/accepts", "http://127.0.0.1:9/accepts")
    result = staffed(refusing).run("test_person.py")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*desk.human.accepts got no answer*"])


def test_an_unknown_placeholder_is_told_before_anything_is_played(staffed, platform) -> None:
    result = staffed(HUMAN.replace("{{text}}", "{{txet}}")).run("test_person.py")
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*desk.human.says: unknown placeholder {txet}*"])
    assert not platform.logs
