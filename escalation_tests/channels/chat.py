"""One conversation on a page: what the script in the page tells → what the bot did."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from escalation_tests.channels.gallery import Gallery, Seen
from escalation_tests.channels.roles import speaker_of
from escalation_tests.channels.tab import Tab
from escalation_tests.contract.browser import BrowserBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Edited, Event, Said, Signalled, Typing
from escalation_tests.model.message import Speaker
from escalation_tests.model.screen import Kept, Screen
from escalation_tests.ports import Clock

if TYPE_CHECKING:
    from playwright.async_api import Browser, Frame, Request

T = TypeVar("T")

LAST_LOOK = 4.0
"""Seconds that looking at a conversation's end may take."""

_OWN = frozenset({"you", "me", "mine", "own", "self", "outgoing", "sent"})
"""Words that pages have for the customer beside those that platforms have."""


class Chat:
    """A session; see `ports.Session`."""

    listens = True

    def __init__(
        self,
        bot: BrowserBot,
        tab: Tab,
        conversation: str,
        clock: Clock,
        left: Callable[["Chat"], None],
    ) -> None:
        """`left` is called once, when the conversation is closed."""
        self.conversation = conversation
        self.screen: Screen | None = None
        """How it looked; known when it is closed."""
        self._bot, self._tab, self._clock, self._left = bot, tab, clock, left
        self._gallery = Gallery()
        self._events: deque[Event | None] = deque()
        self._news = asyncio.Event()
        self._error: ChannelError | None = None
        self._states: dict[int, Seen] = {}
        self._document, self._number = "", 0
        self._busy, self._signal = False, False
        self._ending: asyncio.Task[None] | None = None

    async def begin(self, browser: "Browser", url: str, values: Mapping[str, object]) -> None:
        """Open the page. Raises `ChannelError`."""
        await self._tab.open(browser, str(values["language"]), self._report)
        await self._tab.go(url, values)
        page = self._tab.page
        page.on("crash", lambda _: self._fail("crashed", "the page crashed"))
        page.on("close", lambda _: self._fail("closed", "the page closed itself"))
        page.on("framenavigated", self._navigated)
        page.on("framedetached", self._detached)
        page.on("requestfailed", self._unreached)
        await self._tab.look()
        if self._bot.conversation:
            self.conversation = await self._tab.identity(self._bot.conversation)

    async def send(self, text: str) -> None:
        self._check()
        if not text.strip():  # no page sends what is blank, so nothing comes of it
            self._events.append(None)
            return
        typed = await self._tab.write(text)
        self._gallery.wrote(typed)
        before = self._gallery.echoes
        await self._tab.press()
        await self._taken(typed, before)

    async def receive(self) -> Event | None:
        while not self._events:
            self._check()
            self._news.clear()
            await self._news.wait()
        return self._events.popleft()

    async def close(self) -> None:
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        await asyncio.shield(self._ending)

    # --- what the page tells

    def _report(self, frame: "Frame", told: str) -> None:
        if self._error or frame is not self._tab.frame:
            return
        try:
            self._take(json.loads(told))
        except ChannelError as error:
            self._raise(error)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"the page told something that is no report: {type(error).__name__}"
            self._fail("garbled", message, told)

    def _take(self, told: dict[str, Any]) -> None:
        if "broken" in told:
            message = f"the page cannot be read: {self._tab.show(told['broken'])} (bot.receive)"
            raise ChannelError("selector", message)
        if told["whole"] and not self._document:
            self._document, self._number = told["document"], told["number"] - 1
        if not self._document:
            return
        if told["document"] != self._document:
            raise ChannelError("navigated", self._elsewhere())
        self._number += 1
        if told["number"] != self._number:
            raise ChannelError("missing", "a report of the page never came")
        self._states |= {int(n): self._seen(int(n), state) for n, state in told["fresh"].items()}
        for event in self._gallery.show([self._states[n] for n in told["order"]]):
            self._put(event)
        self._stand(told["busy"], told["signal"], told["queue"])

    def _seen(self, element: int, state: dict[str, Any]) -> Seen:
        text = str(state["text"])
        if len(text) > self._bot.max_reply:
            raise ChannelError(
                "too-large",
                f"a bubble has more than {self._bot.max_reply} characters; `bot.max_reply` sets "
                "how much is read",
                self._tab.show(text[:300]),
            )
        who = Speaker(state["who"]) if state["who"] else _marked(state["marks"])
        return Seen(element, text, str(state["name"]), who, bool(state["live"]))

    def _stand(self, busy: bool, signal: str | None, queue: str | None) -> None:
        if busy != self._busy:
            self._busy = busy
            self._put(Typing(busy))
        if signal is not None and not self._signal:
            self._put(Signalled(queue or None, self._tab.show(signal)))
        self._signal = signal is not None

    def _put(self, event: Event) -> None:
        """Keep an event; of what changes faster than anybody hears it, the last."""
        last = self._events[-1] if self._events else None
        if isinstance(event, Edited) and isinstance(last, Said | Edited) and last.id == event.id:
            speaker = getattr(last, "speaker", None)
            self._events[-1] = Said(event.text, speaker, event.id) if speaker else event
        else:
            self._events.append(event)
        self._news.set()

    # --- what goes wrong

    def _navigated(self, frame: "Frame") -> None:
        if frame is self._tab.frame and frame.url.startswith("chrome-error:"):
            self._fail("navigated", self._elsewhere())

    def _detached(self, frame: "Frame") -> None:
        if frame is self._tab.frame:
            self._fail("closed", "the iframe of the chat was taken out of the page")

    def _elsewhere(self) -> str:
        where = self._tab.show(self._tab.frame.url.partition("?")[0])[:200]
        return f"the page was left in the middle of the conversation, for {where}"

    def _unreached(self, request: "Request") -> None:
        """What the page asked for cannot be reached: where it is the bot, it is down."""
        why = request.failure or ""
        where = self._tab.show(request.url.partition("?")[0])[:200]
        self._tab.notes.append(f"{request.method} {where}: {self._tab.show(why)[:100]}")
        asks = request.resource_type in {"fetch", "xhr", "eventsource", "websocket"}
        if asks and "REFUSED" in why and _origin(request.url) == _origin(self._bot.url):
            self._fail("refused", f"nothing listens any more at {where}, which the page asked")

    def _fail(self, kind: str, message: str, received: str = "") -> None:
        if self._ending is None:
            notes = self._tab.show("\n".join(self._tab.notes))
            self._raise(ChannelError(kind, message, self._tab.show(received) or notes))

    def _raise(self, error: ChannelError) -> None:
        self._error = self._error or error
        self._news.set()

    def _check(self) -> None:
        if self._error is not None:
            raise self._error

    # --- sending and leaving

    async def _taken(self, typed: str, before: int) -> None:
        """Return when the page has taken what was typed; raises `ChannelError` if it does not."""
        emptied = asyncio.create_task(self._tab.emptied(typed))
        try:
            while not emptied.done() and self._gallery.echoes == before:
                if self._error and self._events:
                    return  # what came is heard before what went wrong
                self._check()
                self._news.clear()
                moved = asyncio.create_task(self._news.wait())
                await asyncio.wait({emptied, moved}, return_when=asyncio.FIRST_COMPLETED)
                moved.cancel()
            if emptied.done():
                emptied.result()
        except ChannelError as error:
            self._check()
            raise self._untaken(error) from None
        finally:
            emptied.cancel()
            self._news.set()

    def _untaken(self, error: ChannelError) -> ChannelError:
        if error.trouble.kind != "timeout":
            return error
        return ChannelError(
            "not-taken",
            f"the page did not take a message within {self._bot.timeout:g} s: it still stands in "
            "the input field; `bot.send` names the button that sends it",
            self._tab.show("\n".join(self._tab.notes)),
        )

    async def _end(self) -> None:
        try:
            async with self._clock.timeout(LAST_LOOK):
                await self._look_last()
        except TimeoutError:
            return
        finally:
            await self._tab.close()
            self._left(self)

    async def _look_last(self) -> None:
        tab = self._tab
        self.screen = Screen(
            frozenset(self._gallery.announced),
            await _if_there(tab.around()) or "",
            await _if_there(tab.input_state()),
        )
        for name, keep in (("screenshot", tab.screenshot), ("trace", tab.trace)):
            if name in self._bot.keep:
                self._keep(await _if_there(keep()))
        if "video" in self._bot.keep:
            await tab.close()
            self._keep(await _if_there(tab.video()))

    def _keep(self, kept: Kept | None) -> None:
        if kept is not None and self.screen is not None:
            self.screen = replace(self.screen, kept=(*self.screen.kept, kept))


async def _if_there(look: Awaitable[T]) -> T | None:
    """What `look` finds; None of a page that is gone."""
    from playwright.async_api import Error

    try:
        return await look
    except (Error, OSError):
        return None


def _marked(words: object) -> Speaker | None:
    """Whom the attributes of a bubble name; None where they name nobody."""
    for word in words if isinstance(words, list) else ():
        if str(word).lower() in _OWN:
            return Speaker.CUSTOMER
        if (speaker := speaker_of(str(word), {})) is not None:
            return speaker
    return None


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme), parts.netloc
