"""`escalation-tests doctor` against bots and desks that are well, and that are not."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from escalation_tests.cli import main
from escalation_tests.cli.demo import process

TOKEN = "s3cr3t-token-of-the-desk"
Answer = Callable[[str, dict], tuple[int, str, str]]
"""Path and body → status, content type, body."""

POLICY = """
policy:
  triggers: {explicit_request: {within: 0}}
  routing: {default: general}
  after: {bot_silent: 100ms}
topics:
  order_status: {scope: in, facts: [order_id], ask: ["Where is my order {order_id}?"]}
"""


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """A server on loopback that answers as it is told to."""

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            sent = self.rfile.read(int(self.headers.get("content-length", "0")))
            status, kind, body = answer(self.path, json.loads(sent or b"{}"))
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_POST = _any  # noqa: N815 # the names that the server calls

        def log_message(self, *_: object) -> None:
            """Tests read what the doctor says."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def other_names(
    desk: list[str], words: str = "I am transferring you to a colleague now."
) -> Answer:
    """A bot whose fields have other names, and which delivers to `desk` under other names, too."""

    def answer(_: str, sent: dict) -> tuple[int, str, str]:
        asked = re.search(r"human|person|someone|agent|people|colleague", sent["text"].lower())
        turns = [{"sender": "user", "body": sent["text"]}]
        turns.append({"sender": "assistant", "body": words if asked else "What else can I do?"})
        reply = {"id": "r-1", "turns": turns, "needs_human": bool(asked)}
        if asked:
            case = {
                "chat": sent["conversation"],
                "team": "general",
                "history": [{"author": "customer", "text": sent["text"]}],
            }
            post(desk[0], case)
        return 200, "application/json", json.dumps(reply)

    return answer


def post(url: str, body: dict) -> None:
    request = Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    with urlopen(request, timeout=5) as answered:
        assert answered.status < 300


def written(folder: Path, bot: str, desk: str = "") -> Path:
    file = folder / "escalation.yaml"
    file.write_text(f"bot: {{channel: http, url: {bot}}}\n{desk}{POLICY}", encoding="utf-8")
    return file


def told(capsys: pytest.CaptureFixture[str], file: Path, *more: str) -> tuple[int, str]:
    status = main(["doctor", "--config", str(file), *more])
    return status, capsys.readouterr().out


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_bot_that_is_well(tmp_path, capsys, monkeypatch) -> None:
    from importlib import resources

    config = (
        resources.files("escalation_tests.demo").joinpath("escalation.yaml").read_text("utf-8")
    )
    file = tmp_path / "escalation.yaml"
    file.write_text(config.replace("bot_silent: 5s", "bot_silent: 100ms"), encoding="utf-8")
    port = free_port()
    forward = ("--forward", f"http://127.0.0.1:{port}/handoffs")
    with (
        process("desk", "--port", "0", *forward) as desk,
        process("bot", "--port", "0", "--desk", f"{desk}/handoffs") as bot,
    ):
        monkeypatch.setenv("BOT_URL", f"{bot}/chat")
        status, said = told(capsys, file, "--listen", f"127.0.0.1:{port}")
    assert status == 0, said
    assert "nothing to mend" in said
    assert "a planted token was posted and came back" in said
    assert "-> POST http://127.0.0.1" in said
    assert "read as the signal of a handoff" in said
    assert "read as queue: " in said
    assert re.search(r"signal  yes\n  words   yes\n  desk    yes", said)


def test_the_proposed_mapping_fits_once_it_is_pasted(tmp_path, capsys) -> None:
    address: list[str] = []
    port = free_port()
    address.append(f"http://127.0.0.1:{port}/handoffs")
    desk = f"desk: {{kind: webhook, listen: '127.0.0.1:{port}'}}\n"
    with serving(other_names(address)) as bot:
        status, said = told(capsys, written(tmp_path, bot, desk))
        assert status == 1
        assert "!! no-match: `messages[].text` matches nothing" in said
        assert "(played with it: it fits)" in said
        proposed = pasted(said)
        assert proposed["bot"] == {
            "messages": "turns[]",
            "text": "body",
            "speaker": "sender",
            "signal": "needs_human",
        }
        assert proposed["desk"] == {
            "conversation": "chat",
            "queue": "team",
            "transcript": "history[].{role: author, text: text}",
        }
        file = tmp_path / "escalation.yaml"
        file.write_text(
            f"bot: {{channel: http, url: {bot}, receive: {json.dumps(proposed['bot'])}}}\n"
            f"desk: {{kind: webhook, listen: '127.0.0.1:{port}', "
            f"handoff: {json.dumps(proposed['desk'])}}}\n{POLICY}",
            encoding="utf-8",
        )
        status, said = told(capsys, file)
    assert status == 0, said
    assert "proposed" not in said
    assert "read as queue: general" in said


def pasted(said: str) -> dict[str, dict[str, str]]:
    """The proposed lines of YAML, by side."""
    found: dict[str, dict[str, str]] = {}
    for side, lines in re.findall(
        r"^(bot|desk):\n  (?:receive|handoff):\n((?:    .*\n)+)", said, re.MULTILINE
    ):
        pairs = (line.strip().split(": ", 1) for line in lines.splitlines())
        found[side] = {key: json.loads(value) for key, value in pairs}
    return found


def test_a_bot_that_is_down(tmp_path, capsys) -> None:
    status, said = told(capsys, written(tmp_path, f"http://127.0.0.1:{free_port()}/chat"))
    assert status == 1
    assert "to mend\n  1. bot: refused: nothing listens at" in said
    assert "nothing to mend" not in said


def test_a_page_where_json_was_expected(tmp_path, capsys) -> None:
    page = "<html>\x1b[31m" + "x" * 90_000 + "</html>"
    with serving(lambda *_: (200, "text/html", page)) as bot:
        status, said = told(capsys, written(tmp_path, bot))
    assert status == 1
    assert "answered with an HTML page" in said
    assert "\x1b" not in said
    assert len(said) < 10_000


def test_a_desk_that_does_not_let_us_in(tmp_path, capsys) -> None:
    def answer(path: str, sent: dict) -> tuple[int, str, str]:
        if path.startswith("/tickets"):
            return 401, "application/json", json.dumps({"error": f"bad token {TOKEN}"})
        return 200, "application/json", json.dumps({"messages": [{"text": "Hello there."}]})

    with serving(answer) as both:
        desk = (
            f"desk:\n  kind: poll\n  url: {both}\n  auth: {{kind: bearer, token: {TOKEN}}}\n"
            "  list: {url: /tickets, items: tickets, id: id}\n"
        )
        status, said = told(capsys, written(tmp_path, f"{both}/chat", desk))
    assert status == 1
    assert "desk: unauthorized: " in said
    assert "the desk does not let us in" in said
    assert "read as bot says 'Hello there.'" in said, "the other leg is examined all the same"
    assert TOKEN not in said


def test_a_delivery_without_the_secret_of_the_desk(tmp_path, capsys) -> None:
    port = free_port()
    desk = f"desk: {{kind: webhook, listen: '127.0.0.1:{port}', secret: {TOKEN}}}\n"

    def answer(_: str, sent: dict) -> tuple[int, str, str]:
        with pytest.raises(OSError, match="401"):
            post(f"http://127.0.0.1:{port}/", {"conversation": sent["conversation"]})
        words = {"text": "I am transferring you to a colleague now."}
        return 200, "application/json", json.dumps({"messages": [words]})

    with serving(answer) as bot:
        status, said = told(capsys, written(tmp_path, bot, desk))
    assert status == 1
    assert "a planted token was posted and came back" in said
    assert "desk: deliveries that were unauthorized: " in said
    assert TOKEN not in said


def test_a_configuration_that_cannot_be_used(tmp_path, capsys) -> None:
    file = tmp_path / "escalation.yaml"
    file.write_text("bot: {channel: htp}\n", encoding="utf-8")
    assert main(["doctor", "--config", str(file)]) == 2
    assert "escalation.yaml:1" in capsys.readouterr().err


def test_no_configuration(tmp_path, capsys) -> None:
    assert main(["doctor", "--config", str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capsys.readouterr().err
