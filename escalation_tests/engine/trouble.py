"""Exceptions of others, as the trouble that a record holds."""

import asyncio
from dataclasses import replace

from escalation_tests.engine.attention import being_cancelled
from escalation_tests.errors import InfrastructureError
from escalation_tests.model.record import Leg, Trouble

LONGEST = 500
"""Characters of a foreign exception's message that are kept."""


def trouble_of(error: BaseException, turn: int) -> Trouble:
    """The trouble that `error` makes in `turn`; re-raises what must end the player.

    That is: a cancellation that was really asked for, and the closing of the coroutine.
    """
    if isinstance(error, InfrastructureError):
        return replace(error.trouble, turn=turn)
    if isinstance(error, GeneratorExit):
        raise error
    if isinstance(error, asyncio.CancelledError) and being_cancelled():
        raise error
    message = f"{type(error).__name__}: {error}"
    return Trouble(Leg.SUITE, "internal", _printable(message), turn=turn)


def _printable(text: str) -> str:
    """`text`, bounded, and without anything that a terminal or a file could choke on."""
    kept = text[:LONGEST] + ("…" if len(text) > LONGEST else "")
    return "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in kept)
