"""A small chat page of our own, in several makes, served on loopback with its bot."""

import asyncio
import json
import shutil
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

from escalation_tests.channels.chromium import INSTALLED
from escalation_tests.desks.address import Address, bound
from escalation_tests.serving import Server


def browser_missing() -> str:
    """Why there is no browser to test with, in a sentence; empty when there is one."""
    from playwright.sync_api import sync_playwright

    if any(map(shutil.which, INSTALLED)):
        return ""
    with sync_playwright() as driver:
        found = Path(driver.chromium.executable_path).exists()
    return "" if found else "no Chromium on this machine; `make browser` installs one"


PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>chat</title>
<style>.off { display: none }</style>
<main><div role=log id=log></div>
<form id=form><input id=text autocomplete=off aria-label=Message><button>Send</button></form></main>
<script>
const room = new URLSearchParams(location.search).get("room");
const log = document.getElementById("log"), text = document.getElementById("text");
const bubble = (who, words) => {
  const made = document.createElement("p");
  made.className = who; made.textContent = words; log.append(made); return made;
};
const ask = async (words) => {
  const reply = await fetch("say", {method: "POST", body: JSON.stringify({room, text: words})});
  return (await reply.json()).messages;
};
document.getElementById("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = text.value; text.value = "";
  bubble("user", words);
  for (const each of await ask(words)) await show(each);
});
let show = async (each) => { bubble("bot", each); };
</script>
%s
"""


@asynccontextmanager
async def widget(more: str = "", answer=None, page: str = PAGE):
    """The address of a page whose bot answers each bubble with its words; `more` is HTML at its
    end, which may define `show` anew.
    """

    async def say(request: Request):
        body = json.loads(await request.body())
        found = (answer or str.split)(body["text"])
        return JSONResponse({"messages": await found if asyncio.iscoroutine(found) else found})

    async def chat(_request: Request):
        return HTMLResponse(page % more)

    routes = [Route("/", chat), Route("/say", say, methods=["POST"])]
    listening = await bound(Address("127.0.0.1", 0), allow_remote=False)
    server = Server(Starlette(routes=routes), listening)
    await server.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/?room={{conversation_id}}"
    finally:
        await server.stop()
