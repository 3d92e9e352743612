"""What the bot remembers of one conversation."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

REMEMBERED = 1_000_000
"""Characters of one conversation; its oldest messages are forgotten first."""


@dataclass(slots=True)
class Conversation:
    """One customer's talk with the bot, from the first message on."""

    id: str
    language: str = "en"
    topic: str | None = None
    profile: dict[str, str] = field(default_factory=dict)
    """What the website says of the customer; what the customer says goes before it."""
    facts: dict[str, str] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    transcript: list[dict[str, Any]] = field(default_factory=list)
    forgotten: int = 0
    """Messages that the transcript had to drop."""
    frustrated: int = 0
    """Turns in which the customer was angry or in despair."""
    lost: int = 0
    """Turns in a row that were not understood."""
    handed_over: bool = False
    answered: set[str] = field(default_factory=set)
    """Ids of the messages heard; one that the network delivers twice is heard once."""
    unsent: list[dict[str, Any]] = field(default_factory=list)
    """What the customer wrote while waiting, and the desk has not got yet."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _size: int = 0

    def note(self, author: str, text: str) -> dict[str, Any]:
        """Write a message into the transcript; the line as it stands there."""
        line = {"author": author, "text": text, "at": time.time()}
        self.transcript.append(line)
        self._size += len(text)
        while self._size > REMEMBERED and len(self.transcript) > 1:
            self._size -= len(self.transcript.pop(0)["text"])
            self.forgotten += 1
        return line


class Memory:
    """The latest conversations; the one that was silent longest is forgotten first."""

    def __init__(self, size: int = 20_000) -> None:
        self._size = size
        self._conversations: OrderedDict[str, Conversation] = OrderedDict()

    def of(self, id_: str) -> Conversation:
        """The conversation of this id, new if there is none."""
        conversation = self._conversations.pop(id_, None) or Conversation(id_)
        self._conversations[id_] = conversation
        while len(self._conversations) > self._size:
            self._conversations.popitem(last=False)
        return conversation
