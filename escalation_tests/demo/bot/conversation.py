"""What the bot remembers of one conversation."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass(slots=True)
class Conversation:
    """One customer's talk with the bot, from the first message on."""

    id: str
    language: str = "en"
    topic: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    transcript: list[dict[str, object]] = field(default_factory=list)
    frustrated: int = 0
    """Turns in which the customer was angry or in despair."""
    lost: int = 0
    """Turns in a row that were not understood."""
    handed_over: bool = False
    handoffs: int = 0
    offered: set[str] = field(default_factory=set)
    """Steps that the bot has proposed already."""
    answered: set[str] = field(default_factory=set)
    """Ids of the messages heard; one that the network delivers twice is heard once."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def note(self, author: str, text: str) -> None:
        """Write a message into the transcript."""
        self.transcript.append({"author": author, "text": text, "at": time.time()})


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
