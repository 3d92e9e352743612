"""What a customer knows: the values that must reach the human."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """One named value, such as an order number, unique to its conversation where it can be."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the customer is, drawn for one plan."""

    name: str
    email: str
    phone: str
    locale: str
