"""What a function that is a bot is given."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Incoming:
    """One bubble of the customer, for bots that take a single argument."""

    text: str
    conversation_id: str
    message_id: str
    turn: int
    """1-based."""
    customer_id: str
    customer_name: str
    customer_email: str
    language: str
    token: str
