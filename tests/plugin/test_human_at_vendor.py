"""A person acts at an emulated vendor, over the interface that the run itself plays."""

import json

import pytest

from tests.plugin.answering import answering
from tests.plugin.helpdesk import BOT, PROMISED, TAKEN_OVER
from tests.plugin.vendor import Bot

DESK = """
desk:
  kind: emulator
  listen: 127.0.0.1:0
  routes:
    - {{method: POST, path: /tickets, does: create, status: 201}}
    - {{method: GET, path: "/tickets/{{id}}", does: read}}
    - {{method: PUT, path: "/tickets/{{id}}", does: change}}
    - {{method: POST, path: "/tickets/{{id}}/notes", does: add, to: notes, status: 201}}
  handoff: {{id: to_string(id), conversation: of, queue: group, transcript: lines, facts: facts, taken: assignee}}
  message: {{when: "entry.by == 'customer'", id: to_string(entry.id), text: entry.text}}
  queues: {{invoices: billing}}
  within: 3s
  human:
    accepts: {{method: PUT, url: "{{desk_url}}/tickets/{{handoff_id}}", json: {{assignee: Ada}}}}
    says: {{url: "{{desk_url}}/tickets/{{handoff_id}}/notes", json: {{by: agent, text: "{{text}}"}}}}
    transfers: {{method: PUT, url: "{{desk_url}}/tickets/{{handoff_id}}", json: {{group: "{{queue}}"}}}}
    gives_back: {{method: PUT, url: "{{desk_url}}/tickets/{{handoff_id}}", json: {{assignee: ~}}}}
"""
CONFIG = f"{BOT}{DESK}{PROMISED}"
BROKEN = {
    "keeps the person's words": ("after.person-heard", "bot"),
    "answers beside the person": ("after.bot-silent", "bot"),
    "keeps the customer's words": ("after.messages-delivered", "bot"),
    "tells nobody of the other team": ("notice.passed-on", "bot"),
    "is mute when given back": ("after.takes-up-again", "bot"),
}


def scenario(wrong: str = "") -> str:
    """The scenario with a customer to whom the bot does this wrong."""
    name = wrong.replace(" ", "-").replace("'", "") or "all-is-well"
    named = TAKEN_OVER.replace("a-person-takes-over", name)
    return named.replace("{order_id}?", f"{{order_id}}? ({wrong})") if wrong else named


@pytest.fixture
def played(shop):
    """What became of these scenarios at the vendor: the result, and each one's entry."""

    def run(*scenarios: str):
        with answering(Bot()) as bot:
            shop.config(CONFIG.format(url=bot.url))
            shop.scenarios("---".join(scenarios), "own.yaml")
            result = shop.run("scenarios/own.yaml", "--escalation-json=out.json")
        return result, json.loads((shop.path / "out.json").read_text())["conversations"]

    return run


def test_a_person_acts_at_the_vendor_and_the_bot_passes_it_on(played) -> None:
    result, (entry,) = played(scenario())
    result.assert_outcomes(passed=1)
    assert [deed["held"] for deed in entry["deeds"]] == [
        {"queue": "general", "taken": True}, {"queue": "general", "taken": True},
        {"queue": "billing", "taken": True}, {"queue": "billing", "taken": True},
        {"queue": "billing", "taken": False},
    ]  # fmt: skip
    order = entry["facts"]["order_id"]
    heard = [one["text"] for one in entry["transcript"] if one["speaker"] == "human"]
    assert heard == [
        f"Hello, this is Ada. I see your order {order}.",
        "Bob of billing here, it is paid back.",
    ]
    kept = {name for name, status in entry["checks"].items() if status == "passed"}
    assert kept >= {
        *("delivery.can-be-taken", "delivery.follows-people", "routing.passed-on"),
        *("context.kept-when-passed-on", "notice.passed-on", "after.person-heard"),
        *("after.takes-up-again", "after.bot-silent", "after.messages-delivered"),
    }
    told = [one["text"] for one in entry["transcript"] if one["speaker"] == "bot"]
    assert "You are being transferred to the invoices team." in told, "the vendor's own word"


def test_a_bot_that_leaves_people_and_customers_alone_is_caught(played) -> None:
    result, entries = played(*map(scenario, BROKEN))
    result.assert_outcomes(failed=len(BROKEN))
    told = {
        one["transcript"][0]["text"].partition("(")[2].rstrip(")"): {
            (finding["check"], finding["blame"]) for finding in one["findings"]
        }
        for one in entries
    }
    assert told == {wrong: {finding} for wrong, finding in BROKEN.items()}
