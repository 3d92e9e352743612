"""A bot behind a page, used in a browser as its customers use it.

No message is lost or counted twice: a script in the page looks at all bubbles whenever anything
in it changes, and tells what it sees in numbered reports; one that is missing is an error. What
was told waits in order of arrival, whoever waits for it. A bubble is recognised from one look to
the next (see `gallery`), so that one that is drawn anew counts once, and two that say the same
count twice. What has been typed is sent once, and is known to be taken when it has left the input
field or stands in a bubble of the customer.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

from escalation_tests.channels.arrived import shown
from escalation_tests.channels.chat import Chat
from escalation_tests.channels.chromium import launched, playwright
from escalation_tests.channels.session import values_of
from escalation_tests.channels.tab import Tab
from escalation_tests.channels.templates import template
from escalation_tests.channels.way import OPENING
from escalation_tests.contract.browser import BrowserBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.secrets import Secrets
from escalation_tests.ports import Clock, Opening, Session

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright


class BrowserChannel:
    """One browser, and in it a context of its own for each conversation."""

    def __init__(self, bot: BrowserBot, clock: Clock) -> None:
        """Raises `UnknownName` for an unknown placeholder and `ChannelError` for a bad address."""
        self.signal_mapped = bot.receive.signal is not None
        self._bot, self._clock = bot, clock
        self._secrets = secrets_of(bot)
        if urlsplit(bot.url).scheme not in {"http", "https"}:
            raise ChannelError("url", f"bot.url {shown(bot.url)[:200]!r} is no address of a page")
        self._url = template(bot.url, OPENING, partial(quote, safe=""))
        self._room = asyncio.Semaphore(bot.at_once)
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._folder: Path | None = None
        self._chats: set[Chat] = set()
        self._starting = asyncio.Lock()

    async def start(self) -> None:
        self._driver = await playwright()
        self._folder = Path(tempfile.mkdtemp(prefix="escalation-tests-"))
        await self._ready()

    async def open(self, opening: Opening) -> Session:
        await self._room.acquire()
        try:
            chat = await self._chat(opening)
        except BaseException:
            self._room.release()
            raise
        return chat

    async def stop(self) -> None:
        await asyncio.gather(*(chat.close() for chat in [*self._chats]))
        browser, self._browser = self._browser, None
        driver, self._driver = self._driver, None
        if browser is not None:
            await _quietly(browser.close())
        if driver is not None:
            await _quietly(driver.stop())
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _ready(self) -> "Browser":
        """The browser; another one where it has ended."""
        assert self._driver is not None, "a channel is started before it is used"
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                self._browser = await launched(self._driver, self._bot.executable)
        return self._browser

    async def _chat(self, opening: Opening) -> Chat:
        assert self._folder is not None, "a channel is started before it is used"
        values = values_of(opening)
        tab = Tab(self._bot, self._secrets, self._folder / uuid4().hex)
        chat = Chat(self._bot, tab, opening.conversation, self._clock, self._left)
        self._chats.add(chat)
        try:
            await chat.begin(await self._ready(), self._url(values), values)
        except BaseException:
            self._chats.discard(chat)
            await tab.close()
            raise
        return chat

    def _left(self, chat: Chat) -> None:
        if chat in self._chats:
            self._chats.discard(chat)
            self._room.release()


def secrets_of(bot: BrowserBot) -> Secrets:
    """Every value of `bot` that must not be shown."""
    values = {secret.get_secret_value() for secret in bot.headers.values()}
    values |= {value.partition(" ")[2] for value in values}
    if bot.basic:
        pair = bot.basic.get_secret_value()
        values |= {pair, pair.partition(":")[2]}
    return Secrets(frozenset(values - {""}))


async def _quietly(doing: Coroutine[Any, Any, None]) -> None:
    """Whatever `doing` raises is nobody's business any more: it is the end."""
    with suppress(Exception):
        await doing
