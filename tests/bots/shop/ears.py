"""How the bot understands its customers.

A shop's bot is as good as its understanding, and this bot is here for what comes after it. So it
is told in advance what each sentence means: `Scripted` looks a message up in a table that a
benchmark writes before the run. By hand there is `Simple`, which knows a few English words.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Meaning:
    """What one message means."""

    language: str = ""
    """Empty: nobody can tell."""
    signs: frozenset[str] = frozenset()
    """Reasons to hand over that it speaks for, but for the topic's and the language's own."""
    topic: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    steps: Sequence[str] = ()
    act: str = ""
    complete: bool = True
    """The customer has said all of it; else more bubbles follow."""


class Message(Protocol):
    """What a channel hands over."""

    text: str
    conversation_id: str
    message_id: str
    customer_id: str
    language: str
    token: str


class Ears(Protocol):
    def hear(self, message: Message, begun: Sequence[str] = ()) -> Meaning:
        """What a message means behind the bubbles with which it was begun."""


class Scripted:
    """Understands what stands in its table: token → text → meaning. What a message in several
    bubbles means stands there with all of them, a line each: two messages may end alike.
    """

    def __init__(self, table: Mapping[str, Mapping[str, Meaning]]) -> None:
        self.table = table

    def hear(self, message: Message, begun: Sequence[str] = ()) -> Meaning:
        own = self.table.get(message.token, {})
        whole = own.get("\n".join((*begun, message.text)))
        return whole or own.get(message.text, Meaning(act="unknown"))


def table_of(file: Path) -> Scripted:
    """Ears with a table from a JSON file."""
    raw: dict[str, dict[str, dict[str, Any]]] = json.loads(file.read_text("utf-8"))
    return Scripted(
        {token: {t: _meaning(m) for t, m in rows.items()} for token, rows in raw.items()}
    )


def _meaning(row: dict[str, Any]) -> Meaning:
    return Meaning(**{**row, "signs": frozenset(row.get("signs", ()))})


HUMAN = re.compile(
    r"\b(human|person|people|agent|someone|representative|supervisor)\b", re.IGNORECASE
)
ANGRY = re.compile(
    r"useless|ridiculous|unacceptable|fed up|terrible|furious|nonsense", re.IGNORECASE
)
CODE = re.compile(r"\b[A-Z]{2}-\d{6}\b")
MONEY = re.compile(r"\b\d+\.\d\d EUR\b")


class Simple:
    """A few English words, for talking to the bot by hand."""

    def __init__(self, topics: Mapping[str, Mapping[str, Any]]) -> None:
        self.topics = topics

    def hear(self, message: Message, begun: Sequence[str] = ()) -> Meaning:
        text = message.text
        words = set(re.findall(r"[a-z]+", text.lower()))
        topic = next((name for name in self.topics if words & set(name.split("_"))), "")
        facts = {
            name: found[0]
            for name, found in (("order_id", CODE.search(text)), ("amount", MONEY.search(text)))
            if found
        }
        signs = {
            name
            for name, rule in (("explicit_request", HUMAN), ("frustration", ANGRY))
            if rule.search(text)
        }
        if not (signs or topic or facts or len(words) > 2):
            signs = {"low_confidence"}
        if topic and self.topics[topic]["scope"] == "out":
            signs.add("out_of_scope")
        return Meaning("en", frozenset(signs), topic, facts)
