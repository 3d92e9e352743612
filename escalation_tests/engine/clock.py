"""The only place where time is read or waited for."""

import asyncio
import time


class LoopClock:
    """The clock of the event loop that is running; follows a virtual loop as well as a real one.

    Args:
        epoch: Unix time at which the loop's own time was zero; None reads the machine's clock.
    """

    def __init__(self, epoch: float | None = None) -> None:
        self._epoch = epoch

    def now(self) -> float:
        """Seconds on the running loop's clock."""
        return asyncio.get_running_loop().time()

    def wall(self) -> float:
        """Unix time in seconds."""
        return time.time() if self._epoch is None else self._epoch + self.now()

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        await asyncio.sleep(seconds)

    def timeout(self, seconds: float) -> asyncio.Timeout:
        """A block that is cancelled after `seconds` with `TimeoutError`."""
        return asyncio.timeout(seconds)
