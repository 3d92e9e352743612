"""Pages on bad days: each is named, as the bot's failure, and nothing that was heard is lost."""

import asyncio
import socket
from contextlib import closing

import pytest
from starlette.responses import HTMLResponse

from escalation_tests.channels import browser_channel
from escalation_tests.contract.browser import BrowserBot
from escalation_tests.engine.clock import LoopClock
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Said
from escalation_tests.testing.channels import opening
from tests.channels.visiting import IN_A_BROWSER, heard, texts
from tests.channels.widgets import PAGE, widget

pytestmark = IN_A_BROWSER


async def failure(doing) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        await doing
    return caught.value


async def until_it_fails(session) -> tuple[list[str], ChannelError]:
    said = []
    while True:
        try:
            event = await asyncio.wait_for(session.receive(), 10)
        except ChannelError as error:
            return said, error
        said += [event.text] if isinstance(event, Said) else []


async def test_nobody_listens(visit) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    error = await failure(visit(f"http://127.0.0.1:{port}/"))
    assert (error.trouble.kind, error.trouble.leg) == ("refused", "bot")
    assert f"nothing listens at http://127.0.0.1:{port}/" in error.trouble.message


async def test_the_page_is_an_error(visit, serve) -> None:
    async def answer(_request):
        return HTMLResponse("<p>down for maintenance", 503)

    error = await failure(visit(await serve(answer)))
    assert error.trouble.kind == "status"
    assert "HTTP 503" in error.trouble.message


async def test_the_input_never_appears(visit) -> None:
    async with widget(page="<p>soon</p>%s") as url:
        error = await failure(visit(url, timeout="1s"))
    assert error.trouble.kind == "timeout"
    assert "bot.input" in error.trouble.message


async def test_which_input_is_meant_must_be_said(visit) -> None:
    async with widget("<input aria-label=Search>") as url:
        error = await failure(visit(url))
        assert "2 text boxes are on the page; `bot.input` says which" in error.trouble.message
        session = await visit(url, input="#text")
        await session.send("one")
        assert await texts(session) == ["one"]


async def test_the_page_is_left(visit) -> None:
    leaves = """<script>show = async (each) => {
      if (each === "go") location.href = "/?elsewhere"; else bubble("bot", each); };</script>"""
    async with widget(leaves) as url:
        session = await visit(url)
        await session.send("one go")
        said, error = await until_it_fails(session)
    assert said == ["one"]
    assert error.trouble.kind == "navigated"
    assert "the page was left in the middle of the conversation" in error.trouble.message


async def test_what_was_shown_last_is_heard_before_the_page_is_left(visit) -> None:
    # So much stands on it that looking takes long, and therefore waits for its turn.
    leaves = """<script>
      bubble("bot", "Welcome").insertAdjacentHTML("beforeend", "<span></span>".repeat(5000));
      show = async (each) => { bubble("bot", each); location.href = "/?elsewhere"; };</script>"""
    async with widget(leaves) as url:
        session = await visit(url)
        await session.send("one")
        said, error = await until_it_fails(session)
    assert said[-1] == "one"
    assert error.trouble.kind == "navigated"


async def test_the_page_is_left_for_a_server_that_is_down(visit) -> None:
    leaves = """<script>show = async () => { location.href = "http://127.0.0.1:9/"; };</script>"""
    async with widget(leaves) as url:
        session = await visit(url)
        await session.send("go")
        _, error = await until_it_fails(session)
    assert error.trouble.kind == "navigated"


async def test_the_page_crashes(visit) -> None:
    async with widget() as url:
        session = await visit(url)
        await session.send("one")
        assert await texts(session) == ["one"]
        crash = asyncio.create_task(session._tab.page.goto("chrome://crash"))
        _, error = await until_it_fails(session)
        await asyncio.wait({crash})
        crash.exception()
        await session.close()
    assert error.trouble.kind in {"crashed", "navigated"}


async def test_the_bot_goes_down_in_the_middle(visit) -> None:
    async with widget() as url:
        session = await visit(url)
        await session.send("one")
        assert await texts(session) == ["one"]

    async def goes_on() -> None:
        await session.send("two")
        await session.receive()

    error = await failure(goes_on())
    assert error.trouble.kind == "refused"
    assert "/say" in error.trouble.message


async def test_a_message_that_the_page_does_not_take(visit) -> None:
    locked = """<script>document.getElementById("form").addEventListener("submit",
      (event) => { event.stopImmediatePropagation(); event.preventDefault(); }, true);</script>"""
    async with widget(locked) as url:
        session = await visit(url, timeout="1s")
        error = await failure(session.send("hello"))
    assert error.trouble.kind == "not-taken"
    assert "`bot.send` names the button" in error.trouble.message


async def test_an_input_that_is_locked_after_a_while(visit) -> None:
    async with widget("<script>show = async () => { text.disabled = true; };</script>") as url:
        session = await visit(url, timeout="1s")
        await session.send("one")
        error = await failure(session.send("two"))
        await session.close()
    assert error.trouble.kind == "timeout"
    assert session.screen.input == "disabled"


async def test_hostile_texts_are_texts(visit) -> None:
    said = ["<img src=x onerror=alert(1)>", "{{name}}\u202e\x07", "'];//", "\U0001f600"]
    async with widget(answer=lambda _: said) as url:
        session = await visit(url)
        await session.send("<script>window.close()</script>\n[a](b)")
        assert await texts(session) == said


async def test_a_huge_bubble_is_an_error(visit) -> None:
    async with widget(answer=lambda _: ["x" * 200_000]) as url:
        session = await visit(url)
        await session.send("hello")
        _, error = await until_it_fails(session)
    assert error.trouble.kind == "too-large"
    assert len(error.trouble.received) < 2_100


async def test_more_bubbles_than_anybody_reads_are_an_error(visit) -> None:
    async with widget(answer=lambda _: ["x"] * 2_100) as url:
        session = await visit(url)
        await session.send("hello")
        _, error = await until_it_fails(session)
    assert error.trouble.kind in {"flood", "selector"}
    assert "more than 2000 bubbles" in error.trouble.message


async def test_a_page_that_forges_reports_is_named(visit) -> None:
    forged = "<script>show = async (each) => { window.__escalation_tell(each); };</script>"
    async with widget(forged) as url:
        session = await visit(url)
        await session.send("[]")
        _, error = await until_it_fails(session)
    assert error.trouble.kind == "garbled"


async def test_a_selector_that_is_none_is_named(visit) -> None:
    async with widget() as url:
        error = await failure(visit(url, receive={"messages": "p[["}))
    assert error.trouble.kind == "selector"


async def test_blank_messages_are_not_sent(visit) -> None:
    async with widget() as url:
        session = await visit(url)
        await session.send(" \t\n")
        assert await session.receive() is None
        await session.send("one")
        assert await heard(session) != []


async def test_headers_go_where_the_page_comes_from_and_nowhere_else(visit, serve) -> None:
    seen = {}

    async def answer(request):
        seen.setdefault(request.url.path, dict(request.headers))
        return HTMLResponse(PAGE % f'<img src="{other}/other">')

    async def elsewhere(request):
        seen["elsewhere"] = dict(request.headers)
        return HTMLResponse("")

    other = await serve(elsewhere)
    await visit(await serve(answer) + "/", headers={"X-Key": "hunter2"}, basic="ann:secret")
    assert seen["/"]["x-key"] == "hunter2"
    assert seen["/"]["authorization"].startswith("Basic ")
    assert "x-key" not in seen["elsewhere"]


async def test_without_a_browser_it_says_how_to_get_one() -> None:
    bot = BrowserBot(
        channel="browser", url="http://127.0.0.1/", executable="/nonexistent/chromium"
    )
    channel = browser_channel(bot, LoopClock())
    error = await failure(channel.start())
    await channel.stop()
    assert error.trouble.kind == "no-browser"


async def test_a_browser_that_ended_is_started_again(visit) -> None:
    async with widget() as url:
        channel = browser_channel(BrowserBot(channel="browser", url=url, keep=[]), LoopClock())
        await channel.start()
        await channel._browser.close()
        session = await channel.open(opening("again"))
        await session.send("one")
        assert await texts(session) == ["one"]
        await channel.stop()


async def test_a_video_without_what_records_it_says_how_to_get_that() -> None:
    from playwright.async_api import Error

    from escalation_tests.channels.page import translated

    message = "BrowserContext.new_page: Executable doesn't exist at /x/ffmpeg-linux"
    with pytest.raises(ChannelError) as caught, translated("http://127.0.0.1/", "opening", str):
        raise Error(message)
    assert caught.value.trouble.kind == "not-installed"
    assert "playwright install ffmpeg" in caught.value.trouble.message
