"""How a bot that speaks over a socket is spoken with: its configuration, compiled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from escalation_tests.channels.expressions import Expression
from escalation_tests.channels.handshake import Door
from escalation_tests.channels.line import Line
from escalation_tests.channels.requests import Build

Text = Callable[[dict[str, Any]], str]
"""Values → the message that goes over the socket."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How events of a kind are answered."""

    when: Expression
    keep: Sequence[tuple[str, Expression]]
    text: Text


@dataclass(frozen=True, slots=True)
class Manner:
    """How the sockets of one bot are used."""

    door: Door
    line: Line
    handshake: Build
    greeting: Sequence[Text]
    ready: Expression | None
    taken: Expression | None
    cursor: Expression | None
    answers: Sequence[Answer]
    ping: Text | None
    every: float
    retry: float
    retries: int
    timeout: float
