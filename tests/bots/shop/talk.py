"""What the bot remembers of one conversation."""

from dataclasses import dataclass, field


@dataclass
class Talk:
    """One conversation, from its first message on."""

    id: str
    customer: str
    language: str
    """The one the bot answers in."""
    spoken: str
    """The one the customer writes."""
    said: list[dict[str, str]] = field(default_factory=list)
    """`by` is customer or bot."""
    topic: str = ""
    raised: list[str] = field(default_factory=list)
    """All topics, in order."""
    facts: dict[str, str] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """Ids of the messages heard."""
    begun: tuple[str, ...] = ()
    """Bubbles of a message that is not complete yet."""
    turns: int = 0
    waiting: int = 0
    """Messages written since the handoff."""
    handed_over: bool = False
    offered: int = 0
    """The turn of the last offer."""
    pending: str = ""
    """Why it was made."""
    human: bool = False
    """A person has answered."""
    returned: bool = False
    """A person has given the customer back."""
    unasked: list[tuple[str, str]] = field(default_factory=list)
    """What was said since the last reply, and by whom: people, and the platform about them."""
    muted: bool = False
    agreed: bool = False


@dataclass
class Case:
    """What the desk is to be given, in neutral words."""

    conversation: str
    id: str
    queue: str | None
    priority: str | None
    language: str | None
    reason: str
    summary: str | None
    transcript: list[dict[str, str]] | None
    facts: dict[str, str] | None
    steps: list[str] | None
    more: dict[str, object] = field(default_factory=dict)
    """Fields that nobody asked for."""
