"""A video of a conversation is kept where an ffmpeg is at hand, Playwright's or the machine's."""

import json
import shutil
from pathlib import Path

import pytest

from escalation_tests.channels.browser import BrowserChannel
from escalation_tests.contract.browser import BrowserBot
from escalation_tests.engine.clock import LoopClock
from escalation_tests.errors import ChannelError
from tests.channels.conftest import customer
from tests.channels.visiting import IN_A_BROWSER
from tests.channels.widgets import widget

pytestmark = IN_A_BROWSER
EBML = b"\x1a\x45\xdf\xa3"
"""How a WebM begins."""


def revision() -> str:
    """The ffmpeg that this Playwright asks for."""
    import playwright

    listed = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"
    browsers = json.loads(listed.read_text("utf-8"))["browsers"]
    return next(one["revision"] for one in browsers if one["name"] == "ffmpeg")


async def filmed(url: str) -> BrowserChannel:
    bot = BrowserBot(channel="browser", url=url, keep=["video"], timeout="10s")
    channel = BrowserChannel(bot, LoopClock())
    await channel.start()
    return channel


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
async def test_the_ffmpeg_of_the_machine_serves(tmp_path, monkeypatch) -> None:
    """As docs/channels.md says: a link under the name that Playwright looks for."""
    folder = tmp_path / f"ffmpeg-{revision()}"
    folder.mkdir()
    (folder / "ffmpeg-linux").symlink_to(shutil.which("ffmpeg"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    async with widget("<script>show = async (each) => { bubble('bot', each); };</script>") as url:
        channel = await filmed(url)
        session = await channel.open(customer("filmed"))
        await session.send("one")
        await session.close()
        (video,) = session.screen.kept
        assert (video.name, video.type) == ("video", "video/webm")
        assert Path(video.path).read_bytes().startswith(EBML)
        await channel.stop()


async def test_without_any_it_is_told_how_to_get_one(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    async with widget("") as url:
        channel = await filmed(url)
        with pytest.raises(ChannelError) as told:
            await channel.open(customer("unfilmed"))
        await channel.stop()
    assert told.value.trouble.kind == "not-installed"
    assert "playwright install ffmpeg" in told.value.trouble.message
