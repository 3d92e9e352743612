"""Things that are numbered, in the order of their numbers and each once."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from escalation_tests.errors import ChannelError

T = TypeVar("T")

MOST_HELD = 1_000
"""How many may have overtaken the one that is waited for."""


class Sequence(Generic[T]):
    """Holds back whatever has overtaken something else."""

    def __init__(self) -> None:
        self._next: int | None = None
        self._starts = {0, 1}
        self._held: dict[int, T] = {}

    def feed(self, number: int, thing: T) -> Iterator[T]:
        """What can be heard now that `thing` has come; nothing when it came before.

        Raises `ChannelError` when too much is held back.
        """
        if self._next is None and number in self._starts:
            self._next = number
        if self._next is not None and number < self._next:
            return
        self._held.setdefault(number, thing)
        if len(self._held) > MOST_HELD:
            raise self._missing()
        while self._next is not None and self._next in self._held:
            thing = self._held.pop(self._next)
            self._next += 1
            yield thing

    def finish(self) -> None:
        """The stream has ended; raises `ChannelError` when something never came.

        The next one counts on, or anew.
        """
        if self._held:
            raise self._missing()
        self._starts = {0, 1} if self._next is None else {0, 1, self._next}
        self._next = None

    def _missing(self) -> ChannelError:
        missing = "0 or 1" if self._next is None else str(self._next)
        held = ", ".join(map(str, sorted(self._held)[:5]))
        return ChannelError(
            "missing",
            f"the event numbered {missing} never came, though {held} did (`bot.receive.order`)",
        )
