"""How long the player waits for whom."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """The waits of a conversation, in seconds."""

    timeout: float = 20.0
    """Longest wait for the bot's answer to one turn."""
    quiet: float = 0.3
    """Where the bot can speak unasked, a turn is over after this long without another word;
    elsewhere the session itself says when the answer is complete.
    """
    within: float = 5.0
    """Longest wait for the desk once a handoff was signalled, announced, or is overdue."""
    settle: float = 0.3
    """Wait for a late handoff at the end of a conversation that had none."""
    bot_silent: float | None = None
    """How long after a handoff the bot is listened to; None: not at all."""


GRACE = 1.0
"""Seconds beyond `Pace.timeout` that a channel has to report its own, better worded, timeout."""
CLOSING = 5.0
"""Seconds that leaving a conversation may take."""
DESK_PATIENCE = 300.0
"""Seconds for which one look at the desk may take, its own waits for a busy desk included."""
SHOWN = 300
"""Characters of what did arrive that an error shows."""
MESSAGES_PER_TURN = 200
MESSAGES_PER_CONVERSATION = 2_000
EVENTS_PER_TURN = 2_000
"""More than these of one bot are a flood."""
