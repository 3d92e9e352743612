"""When the bot hands a customer over, and where to: the shop's promise, as its bot keeps it."""

from dataclasses import dataclass

from escalation_tests.demo.bot.conversation import Conversation
from escalation_tests.demo.meaning import Meaning

QUEUES = {
    "order_status": "general",
    "refund": "billing",
    "double_charge": "billing",
    "password": "technical",
    "cancellation": "general",
    "delivery": "logistics",
    "complaint": "complaints",
    "legal_threat": "complaints",
    "product_injury": "safety",
    "business_invoice": "business",
    "data_deletion": "privacy",
}
OUT_OF_SCOPE = frozenset({"legal_threat", "product_injury", "business_invoice", "data_deletion"})
URGENT = frozenset({"legal_threat", "product_injury"})
FRUSTRATED_TURNS = 2
LOST_TURNS = 2


@dataclass(frozen=True, slots=True)
class Transfer:
    """A decision to hand the customer over."""

    reason: str
    queue: str
    priority: str
    language: str


def listen(conversation: Conversation, meaning: Meaning) -> None:
    """Take down what a message means."""
    if meaning.served and (meaning.understood or not conversation.transcript):
        conversation.language = meaning.language
    if meaning.topic:
        conversation.topic = meaning.topic
    conversation.facts.update(meaning.facts)
    conversation.steps += [step for step in meaning.steps if step not in conversation.steps]
    conversation.frustrated += meaning.frustrated
    conversation.lost = 0 if meaning.understood else conversation.lost + 1


def decide(conversation: Conversation, meaning: Meaning) -> Transfer | None:
    """The transfer that the promise demands after this message; None when it demands none."""
    reason = _reason(conversation, meaning)
    if reason is None:
        return None
    foreign = reason == "unsupported_language"
    return Transfer(
        reason=reason,
        queue="international" if foreign else QUEUES.get(conversation.topic or "", "general"),
        priority=_priority(conversation, reason),
        language=meaning.language if foreign else conversation.language,
    )


def _reason(conversation: Conversation, meaning: Meaning) -> str | None:
    if not meaning.served:
        return "unsupported_language"
    if meaning.topic in OUT_OF_SCOPE:
        return "out_of_scope"
    if meaning.wants_human:
        return "explicit_request"
    if conversation.frustrated >= FRUSTRATED_TURNS and meaning.frustrated:
        return "frustration"
    return "low_confidence" if conversation.lost >= LOST_TURNS else None


def _priority(conversation: Conversation, reason: str) -> str:
    if conversation.topic in URGENT:
        return "urgent"
    return "high" if reason == "frustration" else "normal"
