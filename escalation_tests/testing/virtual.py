"""An event loop whose time jumps: waits of hours take no time, and every run is the same."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.BaseSelector):
    """Looks at the real files without waiting; where it would wait, moves the time forward."""

    def __init__(self, alone: bool) -> None:
        self._real, self._alone = selectors.DefaultSelector(), alone
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready now; otherwise nothing, `timeout` seconds later."""
        ready = self._real.select(0)
        if ready:
            return ready
        if timeout is None:
            if self._alone:
                raise RuntimeError("everything waits, and nothing is due at any time")
            return self._real.select(None)
        self.now += max(0.0, timeout)
        return []

    def register(self, fileobj: Any, events: int, data: object = None) -> selectors.SelectorKey:
        """As of the real selector."""
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        """As of the real selector."""
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: object = None) -> selectors.SelectorKey:
        """As of the real selector."""
        return self._real.modify(fileobj, events, data)

    def get_key(self, fileobj: Any) -> selectors.SelectorKey:
        """As of the real selector."""
        return self._real.get_key(fileobj)

    def get_map(self) -> Any:
        """As of the real selector."""
        return self._real.get_map()

    def close(self) -> None:
        """As of the real selector."""
        self._real.close()


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop that never waits: when everything on it does, its time jumps ahead.

    Its time begins at 0. Work in threads or in other processes takes no time by this clock, so
    that waits for it with a time limit run out at once: use it for code on the loop alone.

    Args:
        alone: nothing but the loop's own tasks can wake it; that nothing ever will is an error
            then. False waits for other threads, as a loop in a background thread must.
    """

    def __init__(self, alone: bool = True) -> None:
        self._jumping = _Jumping(alone)
        super().__init__(self._jumping)

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._jumping.now


def run_virtual(work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns or raises, run on a virtual loop of its own."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
