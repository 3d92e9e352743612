"""A bot that is an ASGI application in this process.

No message is lost or counted twice, for the reasons of the channel `http`, whose requests and
mappings these are; only the server between is left out.
"""

from collections.abc import Mapping
from urllib.parse import urljoin

from escalation_tests.channels.application import Application
from escalation_tests.channels.http import HttpChannel
from escalation_tests.contract.inprocess import AsgiBot
from escalation_tests.ports import Clock, Opening, Session

HOST = "http://localhost/"
"""Where an application believes to be."""


class AsgiChannel:
    """The application, and the way to it."""

    def __init__(self, bot: AsgiBot, clock: Clock) -> None:
        """Raises `UnknownName` and `ChannelError` for what cannot be used in `bot`."""
        self._app = Application(bot.app, clock, bot.startup)
        reached = bot.model_copy(update={"url": urljoin(HOST, bot.url)})
        self._asked = HttpChannel(reached, clock, self._app)
        self.signal_mapped = self._asked.signal_mapped
        self.line = self._asked.line

    async def start(self) -> None:
        await self._asked.start()

    async def open(self, opening: Opening) -> Session:
        return await self._asked.open(opening)

    def strays(self) -> Mapping[str, int]:
        """What the application raised when its reply was complete already, by type."""
        return self._app.strays()

    async def stop(self) -> None:
        await self._asked.stop()
