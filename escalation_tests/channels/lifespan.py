"""The start and the end of an ASGI application, as a server goes through them with it."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from escalation_tests.channels.arrived import shown
from escalation_tests.channels.foreign import raised_by_bot
from escalation_tests.errors import ChannelError
from escalation_tests.ports import Clock

App = Callable[..., Awaitable[object]]
"""An ASGI application: `(scope, receive, send)`."""
VERSION = {"version": "3.0", "spec_version": "2.4"}
LAST_WORDS = 5.0
"""Seconds that an application has to end."""


class Lifespan:
    """Runs an application's start and end, in one task, and keeps the state that it made.

    An application that does not know of lifespans raises before it asks for anything; that is no
    failure. One that has asked, and raises then, has failed to start.
    """

    def __init__(self, app: App) -> None:
        self.state: dict[str, Any] = {}
        self._app = app
        self._task: asyncio.Task[None] | None = None
        self._up, self._ending = asyncio.Event(), asyncio.Event()
        self._asked = self._began = False
        self._failure: ChannelError | None = None

    async def start(self, clock: Clock, seconds: float) -> None:
        """Return when the application has started; raises `ChannelError` when it cannot."""
        self._task = asyncio.create_task(self._run())
        try:
            async with clock.timeout(seconds):
                await self._up.wait()
        except TimeoutError:
            raise ChannelError(
                "timeout",
                f"the bot's application had not started after {seconds:g} s; `bot.startup` sets "
                "how long is waited",
            ) from None
        if self._failure is not None:
            raise self._failure

    async def stop(self) -> None:
        """Let the application end; never raises."""
        task, self._task = self._task, None
        if task is None:
            return
        self._ending.set()
        if self._began:
            await asyncio.wait({task}, timeout=LAST_WORDS)
        task.cancel()

    async def _run(self) -> None:
        scope = {"type": "lifespan", "asgi": VERSION, "state": self.state}
        try:
            await self._app(scope, self._receive, self._send)
        except (KeyboardInterrupt, asyncio.CancelledError):
            raise
        except BaseException as error:  # noqa: BLE001 - the bot is foreign code
            if self._asked and not self._began:
                self._failure = self._failure or raised_by_bot(error)
        finally:
            self._up.set()

    async def _receive(self) -> dict[str, str]:
        if not self._asked:
            self._asked = True
            return {"type": "lifespan.startup"}
        await self._ending.wait()
        return {"type": "lifespan.shutdown"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "lifespan.startup.complete":
            self._began = True
            self._up.set()
        elif message["type"] == "lifespan.startup.failed":
            told = str(message.get("message", "")).strip()
            last = shown(told.splitlines()[-1] if told else "it does not say why")[:500]
            self._failure = ChannelError(
                "startup", f"the bot's application failed to start: {last}", shown(told[-2000:])
            )
