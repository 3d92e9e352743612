"""A small shop with a bot in the process, for the tests of the plugin."""

import importlib
import json
import pkgutil
from pathlib import Path

import httpcore  # noqa: F401 - httpx loads it late, and pytester would forget it
import pytest

import escalation_tests

for _room in pkgutil.walk_packages(escalation_tests.__path__, "escalation_tests."):
    # All at once: pytester forgets what was imported during a run, but C extensions do not.
    if "demo" not in _room.name:
        importlib.import_module(_room.name)

BOT = """
import json, re, threading
ORDER = re.compile(r"[A-Z]{2}-[0-9]{6}")
LOCK = threading.Lock()
TALKS = {}

def reply(conversation, text):
    with LOCK, open("calls.log", "a") as log:
        log.write(json.dumps([conversation, text]) + "\\n")
    said = TALKS.setdefault(conversation, [])
    said.append({"role": "customer", "text": text})
    if any(line["role"] == "handed" for line in said):
        return {"messages": []}
    if "crash" in text:
        raise RuntimeError("the shop is on fire")
    if WANTED in text.lower():
        said.append({"role": "handed", "text": ""})
        lines = [line for line in said if line["role"] != "handed"]
        case = {"queue": QUEUE, "conversation": conversation, "transcript": lines,
                "customer": {"order_id": ORDER.findall(" ".join(l["text"] for l in lines))}}
        return {"messages": [NOTICE], "handoff": case}
    said.append({"role": "bot", "text": "Your order is on its way."})
    return {"messages": ["Your order is on its way."]}
"""

CONFIG = """
bot: {channel: python, call: "shopbot:reply", receive: {messages: messages, signal: handoff, queue: handoff.queue}}
desk:
  kind: reply
  handoff: {conversation: handoff.conversation, queue: handoff.queue, transcript: handoff.transcript, facts: handoff.customer}
policy:
  triggers: {explicit_request: {within: 0}}
  routing: {default: general}
  context: {attempted_steps: optional}
  notice: {says: [destination, next_step]}
  after: {bot_silent: 5s, customer_messages: any}
topics:
  order_status: {queue: general, facts: [order_id], ask: ["Where is my order {order_id} ?"]}
suite: {matrix: "off", library: false}
"""

SCENARIOS = """
scenario: asks-for-a-human
about: Wants a human, and says so.
tags: [smoke]
severity: critical
personas: [plain, furious]
topic: order_status
conversation:
  - customer: "Where is my order {order_id} ?"
    bot: {not: handoff}
  - customer: "Let me talk to a human"
    trigger: explicit_request
---
scenario: only-asks
about: Asks where the parcel is.
topic: order_status
conversation:
  - customer: "Where is my order {order_id} ?"
expect: {handoff: false}
"""


class Shop:
    """A project with a bot in the process; every change gives the next run another shop."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        pytester.makefile(".ini", pytest="[pytest]\nfilterwarnings = error\n")
        self.bot()
        self.config(CONFIG)
        self.scenarios(SCENARIOS)

    def bot(
        self,
        wanted: str = "human",
        queue: str = "general",
        notice: str = "I am connecting you with our support team. A colleague will answer you here.",
        source: str = BOT,
    ) -> None:
        values = f"WANTED, QUEUE, NOTICE = {wanted!r}, {queue!r}, {notice!r}\n"
        (self.pytester.path / "shopbot.py").write_text(values + source)

    def config(self, text: str) -> None:
        (self.pytester.path / "escalation.yaml").write_text(text)

    def scenarios(self, text: str, name: str = "orders.yaml") -> None:
        folder = self.pytester.path / "scenarios"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text)

    def run(self, *arguments: str) -> pytest.RunResult:
        """Run pytest as a user would; with workers, in a process of its own."""
        if "-n" in arguments:
            return self.pytester.runpytest_subprocess(*arguments)
        return self.pytester.runpytest_inprocess(*arguments)

    def calls(self) -> list[tuple[str, str]]:
        """(conversation, text) of everything that the bot was told, in order."""
        log = self.pytester.path / "calls.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [tuple(json.loads(line)) for line in lines]

    def forget(self) -> None:
        """Forget what the bot was told."""
        (self.pytester.path / "calls.log").unlink(missing_ok=True)

    @property
    def path(self) -> Path:
        return self.pytester.path


@pytest.fixture
def shop(pytester: pytest.Pytester) -> Shop:
    return Shop(pytester)
