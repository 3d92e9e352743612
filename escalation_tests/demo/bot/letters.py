"""What the bot writes: to the customer, by language, and to the desk."""

from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml

from escalation_tests.demo.bot.conversation import Conversation
from escalation_tests.demo.bot.policy import Transfer

NEEDED = {
    "order_status": ("order_id",),
    "refund": ("order_id", "amount"),
    "double_charge": ("order_id", "amount"),
    "password": ("email",),
    "cancellation": ("order_id",),
    "delivery": ("order_id", "postcode"),
    "complaint": ("order_id",),
}
"""What the bot has to know before it can answer."""


class Letters:
    """The bot's wordings in one language."""

    def __init__(self, texts: Mapping[str, Any]) -> None:
        self._texts = texts

    def answer(self, conversation: Conversation) -> str:
        """An answer to the topic at hand, or the question for what is still missing."""
        topic = conversation.topic or ""
        for fact in NEEDED.get(topic, ()):
            if fact not in conversation.facts:
                return self.text("asks", fact)
        answers = self._texts["answers"].get(topic) or self._texts["how_can_i_help"]
        told = sum(line["author"] == "bot" for line in conversation.transcript)
        chosen = answers if isinstance(answers, str) else answers[told % len(answers)]
        return str(chosen).format_map(conversation.facts)

    def notice(self, transfer: Transfer) -> str:
        """What the customer is told when a human takes over."""
        return self.text("notice").format(team=self._texts["teams"][transfer.queue])

    def text(self, *path: str) -> str:
        """The wording under this path."""
        found: Any = self._texts
        for step in path:
            found = found[step]
        return str(found)


def load_letters() -> dict[str, Letters]:
    """Language → wordings."""
    folder = resources.files("escalation_tests.demo.bot").joinpath("replies")
    return {
        file.name.removesuffix(".yaml"): Letters(yaml.safe_load(file.read_text("utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    }


def case_file(conversation: Conversation, transfer: Transfer) -> dict[str, Any]:
    """What the desk is given, but for its id and its summary."""
    case = {
        "event": "handoff",
        "conversation_id": conversation.id,
        "queue": transfer.queue,
        "priority": transfer.priority,
        "language": transfer.language,
        "reason": transfer.reason,
        "topic": conversation.topic,
        "customer": {**conversation.profile, **conversation.facts},
        "attempted_steps": list(conversation.steps),
        "transcript": list(conversation.transcript),
        "created_at": conversation.transcript[-1]["at"],
    }
    if conversation.forgotten:
        case["transcript_left_out"] = conversation.forgotten
    return case


def summary(case: Mapping[str, Any]) -> str:
    """A case in a few words."""
    topic = (case["topic"] or "no particular topic").replace("_", " ")
    facts = ", ".join(f"{name} {value}" for name, value in case["customer"].items())
    tried = ", ".join(step.replace("_", " ") for step in case["attempted_steps"])
    parts = [f"Topic: {topic}.", f"Handed over because: {case['reason'].replace('_', ' ')}."]
    parts += [f"Known: {facts}."] if facts else []
    return " ".join([*parts, f"Tried: {tried}."] if tried else parts)
