"""Everything this package raises on purpose.

    EscalationError
    ├── AuthoringError          what a person wrote cannot be used; carries every problem found
    ├── UnknownName             a name that no registry knows; says the nearest one
    ├── ImpossiblePlan          a persona, policy and topic that cannot be put together
    └── InfrastructureError     the run cannot go on with this conversation
        ├── ChannelError        on the bot's side
        └── DeskError           on the human's side

A broken promise is never an exception: it is a `Finding` (see `model/finding.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from escalation_tests.model.record import Leg, Trouble


class EscalationError(Exception):
    """Root of all errors raised by this package."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file that a person wrote."""

    file: str
    line: int
    """1-based; 0 when the whole file is meant."""
    key: str
    """Dotted path of the key, empty for the file itself."""
    message: str
    """What was found, what was expected, and the nearest allowed word."""

    def __str__(self) -> str:
        """`file:line: key: message`, as editors and terminals make it clickable."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class AuthoringError(EscalationError):
    """A configuration, scenario or persona cannot be used; lists all its problems at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownName(EscalationError):
    """A name that is not among the known ones."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        super().__init__(f"unknown {kind} {name!r}{nearest(name, self.known)}")


class ImpossiblePlan(EscalationError):
    """No conversation can be drawn from this combination; the message says why."""


class InfrastructureError(EscalationError):
    """The bot or the desk could not be used; `trouble` says on which leg and what did arrive."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(f"{trouble.kind}: {trouble.message}")


class ChannelError(InfrastructureError):
    """The bot could not be reached or did not answer in the configured shape.

    Args:
        kind: short stable word, such as `refused`, `timeout`, `status`, `not-json`, `no-match`.
        message: one sentence for a person, with the next step.
        received: the beginning of what did arrive, already bounded.
    """

    def __init__(self, kind: str, message: str, received: str = "") -> None:
        super().__init__(Trouble(Leg.BOT, kind, message, received))


class DeskError(InfrastructureError):
    """The desk observer could not be started or read; arguments as of `ChannelError`."""

    def __init__(self, kind: str, message: str, received: str = "") -> None:
        super().__init__(Trouble(Leg.DESK, kind, message, received))


def nearest(word: str, allowed: Iterable[str]) -> str:
    """`; did you mean 'x'? allowed: a, b` for an error message."""
    words = sorted(allowed)
    close = get_close_matches(word, words, n=1, cutoff=0.5)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"{hint} (allowed: {', '.join(words)})" if words else hint
