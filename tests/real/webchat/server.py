"""A page with Bot Framework Web Chat, and nothing else:

    python tests/real/webchat/server.py --bundle build/real/webchat/…/webchat.js \\
        --line http://127.0.0.1:3978/v3/directline
"""

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Help</title>
<style>html, body, #chat { height: 100%%; margin: 0 }</style>
<main id=chat></main>
<script src=webchat.js></script>
<script>
const asked = new URLSearchParams(location.search);
window.line = WebChat.createDirectLine({
  domain: %s, token: "offline", webSocket: false, pollingInterval: 200,
});
WebChat.renderWebChat({
  directLine: line, userID: asked.get("customer"), username: asked.get("name"), locale: "en",
}, document.getElementById("chat"));
</script>
"""


def handler(page: bytes, bundle: bytes) -> type[BaseHTTPRequestHandler]:
    files = {"/": ("text/html", page), "/webchat.js": ("text/javascript", bundle)}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, content = files.get(self.path.partition("?")[0], ("text/plain", b""))
            self.send_response(200 if content else 404)
            self.send_header("content-type", f"{kind}; charset=utf-8")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *told: object) -> None:
            """Nobody reads it."""

    return Handler


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", required=True, type=Path)
    parser.add_argument("--line", required=True)
    given = parser.parse_args()
    page = (PAGE % json.dumps(given.line)).encode()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(page, given.bundle.read_bytes()))
    print(json.dumps({"listening": f"http://127.0.0.1:{server.server_port}/"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
