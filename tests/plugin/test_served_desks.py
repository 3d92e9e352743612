"""Whole runs whose bot sends its handoffs by mail, or makes tickets over a vendor's interface."""

import json

import pytest

from tests.plugin.conftest import BOT

CONFIG = """
bot: {{channel: python, call: "shopbot:reply", receive: {{messages: messages, signal: handoff}}}}
desk:
{desk}
policy:
  triggers: {{explicit_request: {{within: 0}}}}
  routing: {{default: general}}
  context: {{attempted_steps: optional}}
  after: {{bot_silent: 5s, customer_messages: any}}
topics:
  order_status: {{queue: general, facts: [order_id], ask: ["Where is my order {{order_id}} ?"]}}
suite: {{matrix: "off", library: false}}
"""
MAILBOX = """
  kind: email
  listen: 127.0.0.1:0
  handoff: {{id: id, conversation: subject, queue: "to[0].name", transcript: split_blob(body), facts: '{facts}'}}
"""
VENDOR = """
  kind: emulator
  listen: 127.0.0.1:0
  routes: [{method: POST, path: /tickets, does: create, status: 201}]
  handoff: {conversation: conversation, queue: queue, transcript: transcript, facts: customer}
"""
WRAPPED = """
import os
_reply = reply
def reply(conversation, text):
    answer = _reply(conversation, text)
    if answer.get("handoff"):
        deliver(answer["handoff"], os.environ["ESCALATION_DESK_URL"])
    return answer
"""
MAILS = """
import smtplib
from email.message import EmailMessage
def deliver(case, url):
    mail = EmailMessage()
    mail["From"], mail["To"] = "bot@shop.test", f"{case['queue']} <desk@shop.test>"
    mail["Subject"], mail["Message-ID"] = case["conversation"], f"<{case['conversation']}@shop.test>"
    mail.set_content("".join(f"{line['role'].title()}: {line['text']}\\n" for line in case["transcript"]))
    mail.add_attachment(json.dumps(case["customer"]).encode(), maintype="application", subtype="json")
    with smtplib.SMTP("127.0.0.1", int(url.rpartition(":")[2]), timeout=20) as client:
        client.send_message(mail)
"""
TICKETS = """
import urllib.request
def deliver(case, url):
    body = json.dumps(case).encode()
    kind = {"content-type": "application/json"}
    request = urllib.request.Request(f"{url}/tickets", body, kind)
    assert json.load(urllib.request.urlopen(request, timeout=20))["id"]
"""
FACTS = 'attachments[?type == `"application/json"`].json | [0]'


@pytest.mark.parametrize(
    ("desk", "source"),
    [(MAILBOX.format(facts=FACTS), MAILS), (VENDOR, TICKETS)],
    ids=["mail", "tickets"],
)
@pytest.mark.parametrize(
    "workers",
    [(), pytest.param(("-n", "2"), marks=pytest.mark.slow)],
    ids=["alone", "two workers"],
)
def test_what_the_bot_delivers_reaches_the_desk(shop, desk, source, workers) -> None:
    shop.config(CONFIG.format(desk=desk))
    shop.bot(source=BOT + source + WRAPPED)
    result = shop.run(*workers, "--escalation-json=out.json")
    result.assert_outcomes(passed=3)
    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    assert sorted(entry["witnesses"]["desk"] for entry in entries) == [0, 1, 1]
