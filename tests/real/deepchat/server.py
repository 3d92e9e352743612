"""The embedded shop's bot behind the web component deep-chat, on a page of its own:

    python tests/real/deepchat/server.py --bundle build/real/deepchat/…/deepChat.bundle.js \\
        --desk http://127.0.0.1:8766/ --fault N1-silent-handoff
"""

import argparse
import json
import logging
import socket
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse
from starlette.routing import Route

from escalation_tests.demo.bot.delivery import DeskClient
from escalation_tests.demo.bot.service import Bot
from escalation_tests.demo.faults import broken
from escalation_tests.demo.understanding import Understanding

PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Help</title>
<main aria-live=%s><h1>Help</h1><deep-chat style="width: 600px; height: 500px"></deep-chat></main>
<script type=module src=deep-chat.js></script>
<script>
const conversation = new URLSearchParams(location.search).get("conversation");
const handler = async (body, signals) => {
  const text = body.messages[0].text;
  const reply = await fetch("say", {method: "POST", body: JSON.stringify({conversation, text})});
  const said = (await reply.json()).messages.map((text) => ({text}));
  signals.onResponse(said.length ? said : {html: "<!-- -->"});  // an empty text is shown as a dot
};
customElements.whenDefined("deep-chat").then(() => {
  document.querySelector("deep-chat").connect = {handler};
});
</script>
"""


def application(bot: Bot, bundle: Path, live: str) -> Starlette:
    async def page(_request: Request) -> HTMLResponse:
        return HTMLResponse(PAGE % live)

    async def script(_request: Request) -> FileResponse:
        return FileResponse(bundle, media_type="text/javascript")

    async def say(request: Request) -> JSONResponse:
        told = json.loads(await request.body())
        reply = await bot.hear(told["conversation"], told["text"], "", {})
        return JSONResponse({"messages": list(reply.texts)})

    routes = [Route("/", page), Route("/deep-chat.js", script)]
    return Starlette(routes=[*routes, Route("/say", say, methods=["POST"])])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", required=True, type=Path)
    parser.add_argument("--desk", required=True)
    parser.add_argument("--fault", action="append", default=[])
    parser.add_argument("--silent", action="store_true", help="no live region holds the chat")
    given = parser.parse_args()
    logging.disable()
    bot = Bot(Understanding(), DeskClient(given.desk), broken(given.fault))
    app = application(bot, given.bundle, "off" if given.silent else "polite")
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    print(json.dumps({"listening": url}), flush=True)
    config = uvicorn.Config(app, log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
