"""The browser channel keeps what its port promises."""

import pytest

from escalation_tests.channels import browser_channel
from escalation_tests.contract.browser import BrowserBot
from escalation_tests.engine.clock import LoopClock
from escalation_tests.testing.channels import check_channel
from tests.channels.widgets import browser_missing, widget


@pytest.mark.anyio
@pytest.mark.slow
@pytest.mark.skipif(bool(browser_missing()), reason=browser_missing() or "there is one")
async def test_browser_channel() -> None:
    async with widget() as url:
        bot = BrowserBot(channel="browser", url=url, keep=[])
        await check_channel(lambda: browser_channel(bot, LoopClock()), 4, 2, quiet=0.8)
