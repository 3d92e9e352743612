"""What one message of a customer means to the bot."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Meaning:
    """The signs found in one message."""

    language: str = "en"
    """ISO code of the language of this text."""
    served: bool = True
    """One of the languages that the bot answers in."""
    wants_human: bool = False
    frustrated: bool = False
    topic: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    """As the customer wrote them; the later of two values wins."""
    steps: tuple[str, ...] = ()
    chatting: bool = False
    """Understood, and there is nothing to do about it."""
    understood: bool = True
    confidence: float = 1.0
