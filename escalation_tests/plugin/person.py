"""The person at the desk, as a test written in Python makes them act."""

from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

import pytest

from escalation_tests.engine.dialogue import Dialogue
from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.message import Message, Speaker
from escalation_tests.ports import Human

Heard = tuple[Message, ...]
Call = Callable[[Callable[[], Coroutine[Any, Any, Heard]]], Heard]
"""Runs a step of the dialogue on the run's loop."""


class Person:
    """Accepts, answers, passes on, gives back; each returns the texts that the customer saw then.

    What `desk.human` does not say how to do cannot be observed: such a test is skipped. A desk
    that refuses it fails the test.
    """

    def __init__(
        self, human: Human | None, dialogue: Dialogue, call: Call, fail: Callable[[str], NoReturn]
    ) -> None:
        self._human, self._dialogue, self._call, self._fail = human, dialogue, call, fail

    def accepts(self) -> list[str]:
        """Take the conversation."""
        __tracebackhide__ = True
        return self._done(Deed(Does.ACCEPTS))

    def says(self, text: str) -> list[str]:
        """Write to the customer."""
        if not self._dialogue.listens:
            pytest.skip("not observable: this channel cannot hear what is said unasked")
        return self._done(Deed(Does.SAYS, text=text))

    def transfers(self, queue: str) -> list[str]:
        """Pass the conversation on."""
        return self._done(Deed(Does.TRANSFERS, queue=queue))

    def gives_back(self) -> list[str]:
        """Give the conversation back to the bot, which owes the customer an answer again."""
        return self._done(Deed(Does.GIVES_BACK))

    def _done(self, deed: Deed) -> list[str]:
        if self._human is None or deed.does not in self._human.can:
            pytest.skip(f"not observable: desk.human.{deed.does} is not configured")
        heard = self._call(lambda: self._dialogue.person(deed))
        if refusal := self._dialogue.deeds[-1].refusal:
            answer = f"desk.human.{deed.does} was answered {refusal.status} {refusal.received}"
            self._fail(f"the desk let nobody do it: {answer.rstrip()}")
        return [one.text for one in heard if one.speaker is not Speaker.CUSTOMER]
