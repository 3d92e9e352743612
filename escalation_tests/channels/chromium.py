"""The browser: Playwright's own, else a Chromium that is installed."""

import shutil
from typing import TYPE_CHECKING

from escalation_tests.channels.arrived import shown
from escalation_tests.errors import ChannelError

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""Names under which a Chromium is found on a machine, the first of them first."""

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
    "--no-proxy-server",
)
"""It talks to the bot's page and to nobody else, and needs no display."""


async def playwright() -> "Playwright":
    """Playwright, started. Raises `ChannelError` where it is not installed."""
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        raise ChannelError(
            "not-installed",
            "`channel: browser` needs Playwright: pip install 'escalation-tests[browser]'",
        ) from None
    return await async_playwright().start()


async def launched(driver: "Playwright", executable: str | None) -> "Browser":
    """A headless browser. Raises `ChannelError` where there is none, or it does not start."""
    from playwright.async_api import Error

    try:
        return await driver.chromium.launch(
            executable_path=executable,
            args=list(QUIET),
            handle_sigint=False,  # signals belong to the run
            handle_sigterm=False,
            handle_sighup=False,
        )
    except Error as error:
        if executable is None and "playwright install" in error.message:
            return await launched(driver, _installed())
        raise ChannelError(
            "no-browser",
            f"{executable or 'the browser'} does not start; `bot.executable` names another",
            shown(error.message),
        ) from None


def _installed() -> str:
    found = next(filter(None, map(shutil.which, INSTALLED)), None)
    if found is None:
        raise ChannelError(
            "no-browser",
            "no Chromium was found: `playwright install chromium` or `apt-get install chromium` "
            "brings one, and `bot.executable` can name it",
        )
    return found
