"""What a run leaves behind for those who were not there: terminal, JSON, HTML, Allure, JUnit."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema

TOKEN = "tok-Zq8w/c3+9d7e=="
KEY = 'hunter2-"of"/the<&>shop+\u00fc%41'
SECRETS = (TOKEN, "Zq8w", "hunter2")
"""What must be found nowhere, the telling parts of it included: none that an id, which is hex,
could contain by chance.
"""
FILES = (
    "--escalation-json=out.json",
    "--escalation-html=out.html",
    "--alluredir=allure",
    "--junitxml=junit.xml",
)
"""Options by which a run writes everything that it can write."""

HTTP = """
bot:
  channel: http
  url: ${BOT_URL}
  headers: {authorization: "Bearer ${BOT_TOKEN}"}
  send: {json: {conversation: "{conversation_id}", text: "{text}", key: "${SHOP_API_KEY}"}}
  receive: {messages: messages, signal: handoff, queue: handoff.queue}
  timeout: 2s
"""
REPLY = """
desk:
  kind: reply
  handoff: {conversation: handoff.conversation, queue: handoff.queue, transcript: handoff.transcript, facts: handoff.customer}
"""
WEBHOOK = """
desk:
  kind: webhook
  listen: 127.0.0.1:0
  within: 500ms
  handoff: {conversation: conversation, queue: queue, transcript: transcript, facts: customer}
"""
PROMISE = """
policy:
  triggers: {explicit_request: {within: 0}}
  routing: {default: general}
  context: {attempted_steps: optional}
  notice: {says: [destination, next_step]}
  after: {bot_silent: 0s, customer_messages: any}
topics:
  order_status: {queue: general, facts: [order_id], ask: ["Where is my order {order_id} ?"]}
suite: {matrix: "off", library: false}
"""
GOOD = """
scenario: asks-for-a-human
topic: order_status
conversation:
  - customer: "Where is my order {order_id} ?"
  - customer: "Let me talk to a human"
    trigger: explicit_request
"""


def meets(name: str) -> str:
    """A scenario that gets one good answer, and then the bad day of this name."""
    return (
        f"---\nscenario: {name}\ntopic: order_status\nconversation:\n"
        '  - customer: "Where is my order {order_id} ?"\n'
        f'  - customer: "It says {name}."\n'
        "expect: {handoff: false}\n"
    )


@dataclass(frozen=True)
class Aftermath:
    """The files of a run in this folder, and what the terminal showed."""

    folder: Path
    terminal: str

    @property
    def results(self) -> dict[str, Any]:
        return json.loads((self.folder / "out.json").read_text("utf-8"))

    @property
    def entries(self) -> dict[str, dict[str, Any]]:
        """Scenario → conversation."""
        return {entry["scenario"]: entry for entry in self.results["conversations"]}

    @property
    def verdicts(self) -> dict[str, str]:
        return {name: entry["verdict"] for name, entry in self.entries.items()}

    @property
    def allure(self) -> dict[str, dict[str, Any]]:
        """Scenario and persona → Allure's result."""
        found = [json.loads(p.read_text()) for p in (self.folder / "allure").glob("*-result.json")]
        return {
            re.sub(r"\[.*", "", one.get("fullName", "").rpartition("::")[2]): one for one in found
        }

    @property
    def junit(self) -> dict[str, str]:
        """Scenario → passed, or the name of the element that says otherwise."""
        cases = ET.parse(self.folder / "junit.xml").iter("testcase")
        return {
            case.get("name", "").partition("[")[0]: next(
                (child.tag for child in case if child.tag in {"error", "failure", "skipped"}),
                "passed",
            )
            for case in cases
        }

    def block(self, name: str) -> str:
        """What the terminal tells of one scenario, from its heading to its recipe."""
        heading = re.search(rf"^_+ .*{re.escape(name)}\[.* _+$", self.terminal, re.MULTILINE)
        assert heading, f"no failure text for {name} in:\n{self.terminal}"
        return self.terminal[heading.start() :].partition("\nreproduce: ")[0]

    def files(self) -> Iterator[Path]:
        """Everything that the run wrote."""
        yield from (self.folder / name for name in ("out.json", "out.html", "junit.xml"))
        yield from (p for p in (self.folder / "allure").rglob("*") if p.is_file())
        yield from (p for p in (self.folder / ".pytest_cache").rglob("*") if p.is_file())

    def check(self, *conversations: str) -> None:
        """All files are whole, hold these conversations, and nothing shows what it must not."""
        schema = files("escalation_tests.reporting").joinpath("results.schema.json")
        jsonschema.validate(self.results, json.loads(schema.read_text("utf-8")))
        assert set(conversations) <= set(self.entries)
        assert set(conversations) <= set(self.junit)
        assert set(conversations) <= set(self.allure)
        page = (self.folder / "out.html").read_text("utf-8")
        assert_whole(page)
        assert all(name in page for name in conversations)
        self.check_secrets()
        shown = self.terminal + (self.folder / "junit.xml").read_text("utf-8")
        for trace in ("Traceback", "INTERNALERROR"):
            assert trace not in shown
        assert not re.search(r"escalation_tests/\S*\.py", shown)

    def check_secrets(self, secrets: Sequence[str] = SECRETS) -> None:
        """None of them is in anything that was shown or written."""
        for secret in secrets:
            assert secret not in self.terminal
            for path in self.files():
                assert secret.encode() not in path.read_bytes(), path.name


class _Nesting(HTMLParser):
    """Follows which elements are open."""

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "path", "rect", "col"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-3:]}"
            self.open.pop()


def assert_whole(page: str) -> None:
    """A page in which everything that is opened is closed."""
    nesting = _Nesting()
    nesting.feed(page)
    nesting.close()
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert nesting.open == []
