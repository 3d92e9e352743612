"""One conversation's own corner of the browser: its cookies, its page, and what is kept of it."""

import json
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from escalation_tests.channels.arrived import shown
from escalation_tests.channels.keepsakes import redact_archive
from escalation_tests.channels.page import has_left, translated
from escalation_tests.channels.templates import template
from escalation_tests.channels.way import OPENING
from escalation_tests.contract.browser import BrowserBot, Bubbles, Filled
from escalation_tests.errors import ChannelError
from escalation_tests.model.screen import Input, Kept
from escalation_tests.model.secrets import Secrets

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Frame, Locator, Page, Request, Route

TELL = "__escalation_tell"
WIDE, HIGH = 1000, 800
LAST_LOOK = 3000
"""Milliseconds that a last picture may take."""

Heard = Callable[["Frame", str], None]
"""Is given what the script in the page tells, with the frame that it tells it of."""


class Tab:
    """A page in a context of its own. Methods raise `ChannelError`, unless they say otherwise."""

    def __init__(self, bot: BrowserBot, secrets: Secrets, folder: Path) -> None:
        """`folder` takes what is kept; it need not exist."""
        self._bot, self._secrets, self._folder = bot, secrets, folder
        self.show = partial(shown, secrets=secrets)
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._frame: Frame | None = None
        self._box: Locator | None = None
        self.notes: deque[str] = deque(maxlen=5)
        """What the page complained about last."""

    @property
    def page(self) -> "Page":
        """The page, once it is open."""
        assert self._page is not None, "a tab is opened before it is used"
        return self._page

    @property
    def frame(self) -> "Frame":
        """Where the chat is: in the page itself, or in an iframe."""
        return self._frame or self.page.main_frame

    async def open(self, browser: "Browser", language: str, heard: Heard) -> None:
        """An empty page, watched from its first moment on."""
        bot, video = self._bot, self._folder if "video" in self._bot.keep else None
        with translated(bot.url, "opening a page", self.show):
            self._context = await browser.new_context(
                locale=language,
                viewport={"width": WIDE, "height": HIGH},
                ignore_https_errors=not bot.verify_tls,
                record_video_dir=video,
            )
            self._context.set_default_timeout(bot.timeout * 1000)
            await self._identify(self._context)
            await self._context.expose_binding(TELL, lambda at, told: heard(at["frame"], told))
            await self._context.add_init_script(_eye(bot.receive, bot.max_reply))
            if "trace" in bot.keep:
                pictures = not self._secrets.values  # a picture cannot be redacted
                await self._context.tracing.start(screenshots=pictures, snapshots=True)
            self._page = await self._context.new_page()
            self._page.on("pageerror", lambda error: self.notes.append(self.show(str(error))))

    async def go(self, url: str, values: Mapping[str, object]) -> None:
        """Open the chat and find where the customer writes."""
        with translated(url, "opening the page", self.show):
            response = await self.page.goto(url, wait_until="domcontentloaded")
        if response is not None and response.status >= 400:
            status = f"HTTP {response.status} {response.status_text}".strip()
            raise ChannelError("status", f"the page answered {self.show(status)}")
        for step in self._bot.open:
            await self._do(step, values)
        await self._enter_frame()
        self._box = await self._found()

    async def look(self) -> None:
        """Have all that is on the screen told once more."""
        with translated(self._bot.url, "looking at the page", self.show):
            await self.frame.evaluate("() => window.__escalation_eye.again()")

    async def identity(self, script: str) -> str:
        """What `script` says once it says anything."""
        with translated(self._bot.url, "`bot.conversation`", self.show):
            value = await self.frame.wait_for_function(script)
            return str(await value.json_value())

    async def write(self, text: str) -> str:
        """Type a message; returns it as the input field has it."""
        with translated(self._bot.url, "writing a message", self.show):
            box = self._writable()
            await box.fill(text)
            return str(await box.evaluate("(box) => box.value ?? box.textContent"))

    async def press(self) -> None:
        """Send what has been typed."""
        with translated(self._bot.url, "sending a message", self.show):
            if self._bot.send:
                await self.frame.locator(self._bot.send).first.click()
            else:
                await self._writable().press("Enter")

    async def emptied(self, text: str) -> None:
        """Return when `text` no longer stands in the input field, or the field's page is left."""
        from playwright.async_api import Error

        with translated(self._bot.url, "sending a message", self.show):
            box = await self._writable().element_handle()
            try:
                await self.frame.wait_for_function(
                    "([box, text]) => !box.isConnected || (box.value ?? box.textContent) !== text",
                    arg=[box, text],
                    polling=20,
                )
            except Error as error:
                if not has_left(error):
                    raise

    async def input_state(self) -> Input:
        """What a customer can do with the input field now; raises what Playwright raises."""
        box = self._writable()
        if await box.count() == 0:
            return "missing"
        if not await box.is_visible():
            return "hidden"
        if not await box.is_enabled(timeout=LAST_LOOK):
            return "disabled"
        return "usable" if await box.is_editable(timeout=LAST_LOOK) else "read-only"

    async def around(self) -> str:
        """What can be read beside the bubbles; raises what Playwright raises."""
        return str(await self.frame.evaluate("() => window.__escalation_eye.around()"))

    async def screenshot(self) -> Kept:
        """A picture of the page, secrets covered; raises what Playwright raises."""
        path = self._place("screen.png")
        secret = [self.frame.get_by_text(each) for each in self._secrets.values]
        await self.page.screenshot(
            path=path, animations="disabled", mask=secret, timeout=LAST_LOOK
        )
        return Kept("screenshot", "image/png", str(path))

    async def trace(self) -> Kept:
        """What Playwright's trace viewer shows; raises what Playwright raises."""
        assert self._context is not None, "a tab is opened before it is used"
        path = self._place("trace.zip")
        await self._context.tracing.stop(path=path)
        redact_archive(path, self._secrets)
        return Kept("trace", "application/zip", str(path))

    async def video(self) -> Kept:
        """The moving picture, once the tab is closed; raises what Playwright raises."""
        assert self.page.video is not None, "it is recorded where it is kept"
        return Kept("video", "video/webm", str(await self.page.video.path()))

    async def close(self) -> None:
        """Leave; never raises."""
        from playwright.async_api import Error

        context, self._context = self._context, None
        if context is not None:
            with suppress(Error):
                await context.close()

    async def _identify(self, context: "BrowserContext") -> None:
        """Sign in where the page comes from, and nowhere else."""
        parts = urlsplit(self._bot.url)
        own = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        headers = {name: value.get_secret_value() for name, value in self._bot.headers.items()}
        if self._bot.basic:
            headers["authorization"] = f"Basic {_base64(self._bot.basic.get_secret_value())}"

        async def signed(route: "Route", request: "Request") -> None:
            await route.continue_(headers={**request.headers, **headers})

        if headers:
            await context.route(lambda url: url.startswith(f"{own}/"), signed)

    async def _do(self, step: str | Filled, values: Mapping[str, object]) -> None:
        selector = step if isinstance(step, str) else step.fill
        with translated(self._bot.url, f"bot.open: {selector}", self.show):
            target = self.page.locator(selector).first
            if isinstance(step, str):
                await target.click()
            else:
                await target.fill(template(step.text, OPENING)(values))

    async def _enter_frame(self) -> None:
        if self._bot.frame is None:
            return
        with translated(self._bot.url, f"bot.frame: {self._bot.frame}", self.show):
            holder = await self.page.locator(self._bot.frame).first.element_handle()
            self._frame = await holder.content_frame()
        if self._frame is None:
            raise ChannelError("no-frame", f"bot.frame: {self._bot.frame} is no iframe")

    async def _found(self) -> "Locator":
        """The field that the customer writes in."""
        named = self._bot.input
        boxes = self.frame.locator(named) if named else self.frame.get_by_role("textbox")
        doing = f"bot.input: {named}" if named else "no text box is on the page (`bot.input`)"
        with translated(self._bot.url, doing, self.show):
            seen = boxes.locator("visible=true")
            await seen.first.wait_for(state="visible")
            count = await seen.count()
        if count > 1 and not named:
            message = f"{count} text boxes are on the page; `bot.input` says which one it is"
            raise ChannelError("no-input", message)
        return boxes if named else seen

    def _writable(self) -> "Locator":
        assert self._box is not None, "a tab goes somewhere before it is used"
        return self._box.first

    def _place(self, name: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / name


@cache
def _source() -> str:
    return files("escalation_tests.channels").joinpath("eye.js").read_text("utf-8")


def _eye(bubbles: Bubbles, most: int) -> str:
    """The script that watches a page, told what to look for."""
    how: dict[str, Any] = {"most": most}
    for name in type(bubbles).model_fields:
        value = getattr(bubbles, name)
        how[name] = ",".join(value) if isinstance(value, tuple) else value
    return f"({_source()})({json.dumps(how)})"


def _base64(text: str) -> str:
    from base64 import b64encode

    return b64encode(text.encode()).decode()
