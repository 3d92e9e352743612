"""A bot behind a page, in a real browser: what is on the screen is what was said."""

import asyncio
import zipfile
from pathlib import Path

from escalation_tests.engine.clock import LoopClock
from escalation_tests.engine.tape import Tape
from escalation_tests.model.event import Said
from escalation_tests.model.message import Speaker
from tests.channels.visiting import IN_A_BROWSER, heard, texts
from tests.channels.widgets import widget

pytestmark = IN_A_BROWSER

TYPES = """<script>
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
show = async (each) => {
  const made = bubble("bot", "");
  for (const part of each.match(/.{1,3}/g)) { made.textContent += part; await wait(60); }
};
</script>"""


async def test_each_bubble_in_order_and_two_equal_ones_twice(visit) -> None:
    async with widget() as url:
        session = await visit(url)
        await session.send("one two two three")
        assert await texts(session) == ["one", "two", "two", "three"]


async def test_late_bubbles_and_streamed_ones_are_whole(visit) -> None:
    async with widget(TYPES, lambda text: [f"You said: {text}", "And that was all of it."]) as url:
        session = await visit(url)
        await session.send("hello")
        assert await texts(session) == ["You said: hello", "And that was all of it."]


async def test_a_turn_is_not_over_while_the_bot_is_busy(visit) -> None:
    slow = """<script>show = async (each) => {
      log.setAttribute("aria-busy", "true");
      await new Promise((done) => setTimeout(done, 1200));
      bubble("bot", each); log.setAttribute("aria-busy", "false");
    };</script>"""
    async with widget(slow) as url:
        session = await visit(url)
        await session.send("one two")
        assert await texts(session) == ["one", "two"]


async def test_a_page_that_draws_itself_anew_says_nothing_twice(visit) -> None:
    anew = """<script>show = async (each) => {
      bubble("bot", each); await 0; log.innerHTML = log.innerHTML;
      setTimeout(() => { const all = log.innerHTML; log.innerHTML = "";
        setTimeout(() => { log.innerHTML = all; }, 30); }, 30);
      await new Promise((done) => setTimeout(done, 120));
    };</script>"""
    async with widget(anew) as url:
        session = await visit(url)
        await session.send("one one two")
        assert await texts(session) == ["one", "one", "two"]


async def test_a_bubble_that_is_drawn_twice_under_one_id_is_one(visit) -> None:
    twice = """<script>let n = 0; show = async (each) => {
      n += 1; for (const _ of [1, 2]) bubble("bot", each).dataset.id = n;
    };</script>"""
    async with widget(twice) as url:
        session = await visit(url, receive={"id": "data-id"})
        await session.send("one two")
        assert await texts(session) == ["one", "two"]


async def test_a_bubble_that_is_changed_in_a_later_turn_is_read_again(visit) -> None:
    async with widget("""<script>show = async (each) => {
      const first = log.querySelector(".bot");
      if (first) first.textContent = "changed"; else bubble("bot", each);
    };</script>""") as url:
        session = await visit(url)
        await session.send("one")
        assert await texts(session) == ["one"]
        tape = Tape(LoopClock())
        tape.begin()
        tape.hear(Said("one", id="bubble-2"))
        tape.begin()
        await session.send("two")
        tape.hear(await asyncio.wait_for(session.receive(), 5))
        assert [(message.text, message.turn) for message in tape.messages] == [
            ("one", 1),
            ("changed", 2),
        ]


async def test_what_nobody_can_see_is_not_said(visit) -> None:
    hidden = """<style>.bot.b { opacity: 0 } .bot.c { visibility: hidden }
      .bot.d { position: absolute; width: 1px; height: 1px; overflow: hidden }</style>
    <script>show = async (each) => {
      const made = bubble("bot", each); made.classList.add(each === "a" ? "off" : each);
    };</script>"""
    async with widget(hidden) as url:
        session = await visit(url)
        await session.send("a b c d e")
        assert await texts(session) == ["e"]


SHADOWS = """<button onclick="made()">Chat</button><script>
const made = () => {
  const host = document.createElement("chat-box"); document.body.append(host);
  const root = host.attachShadow({mode: "open"});
  root.innerHTML = "<div role=log></div><input aria-label=Message>";
  const [log, text] = root.children;
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const words = text.value; text.value = "";
    for (const [who, word] of [["you", words], ...words.split(" ").map((w) => ["bot", w])]) {
      const item = document.createElement("chat-line"); log.append(item);
      item.attachShadow({mode: "open"}).innerHTML =
        `<article data-author="${who}"><b>${word}</b><button>copy</button></article>`;
    } });
};
</script>"""


async def test_shadow_roots_behind_a_launcher(visit) -> None:
    async with widget(page="%s", more=SHADOWS) as url:
        session = await visit(url, open=["role=button[name=Chat]"])
        await session.send("one two two")
        assert await texts(session) == ["one", "two", "two"]


async def test_a_chat_in_a_frame(visit) -> None:
    outer = "<iframe title=chat srcdoc='<main></main>' hidden></iframe><iframe id=in srcdoc='%s'></iframe>"
    async with widget(page="%s", more=outer % SHADOWS.replace("'", "&#39;").replace("made()", "0")
                      .replace("</script>", "made();</script>")) as url:  # fmt: skip
        session = await visit(url, frame="#in")
        await session.send("one two")
        assert await texts(session) == ["one", "two"]


async def test_people_and_the_page_itself_are_told_from_the_bot(visit) -> None:
    said = """<script>show = async (each) => { bubble(each, "from " + each); };</script>"""
    async with widget(said) as url:
        session = await visit(url, receive={"customer": ".user", "human": [".ana", ".ben"], "system": ".note"})  # fmt: skip
        await session.send("bot ana note ben user")
        assert await heard(session) == [
            (Speaker.BOT, "from bot"),
            (Speaker.HUMAN, "from ana"),
            (Speaker.SYSTEM, "from note"),
            (Speaker.HUMAN, "from ben"),
        ]


async def test_what_the_screen_shows_at_the_end_is_kept(visit) -> None:
    silent = """<script>log.removeAttribute("role"); log.id = "talk";
      show = async (each) => { bubble("bot", each); text.readOnly = true; };</script>
      <aside>Your place is {{place}}</aside>"""
    async with widget(silent) as url:
        session = await visit(
            url, receive={"messages": "#talk p"}, headers={"X-Key": "hunter2"},
            keep=["screenshot", "trace"],
        )  # fmt: skip
        await session.send("one")
        assert await texts(session) == ["one"]
        await session.close()
    assert session.screen.announced == frozenset()
    assert session.screen.input == "read-only"
    assert session.screen.around == "Send\nYour place is {{place}}"
    picture, trace = (Path(one.path) for one in session.screen.kept)
    assert picture.read_bytes().startswith(b"\x89PNG")
    with zipfile.ZipFile(trace) as found:
        assert not any(b"hunter2" in found.read(name) for name in found.namelist())
