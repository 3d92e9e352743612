"""Bot and desk as processes of their own, over loopback."""

import signal
import subprocess
import sys

import httpx
import pytest

from escalation_tests.cli.demo import process


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "escalation_tests.demo", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_faults_are_listed() -> None:
    assert "N1-silent-handoff" in _run("faults").stdout


def test_an_unknown_fault_ends_with_the_known_ones() -> None:
    done = _run("bot", "--port", "0", "--fault", "Z9")
    assert done.returncode == 2
    assert "T1-explicit-ignored" in done.stderr


@pytest.mark.slow
def test_a_handoff_goes_from_the_bot_to_the_desk() -> None:
    with (
        process("desk", "--port", "0") as desk,
        process("bot", "--port", "0", "--desk", f"{desk}/handoffs") as bot,
    ):
        say = {"conversation": "c1", "text": "Let me talk to a human, please."}
        reply = httpx.post(f"{bot}/chat", json=say).json()
        assert reply["handoff"]["queue"] == "general"
        assert httpx.post(f"{bot}/chat", json={**say, "text": "Hello?"}).json()["messages"] == []
        (case,) = httpx.get(f"{desk}/handoffs").json()
        assert [one["event"] for one in case["deliveries"]] == ["handoff", "message"]
        assert "<main" in httpx.get(f"{desk}/").text
        assert 'role="log"' in httpx.get(f"{bot}/").text
        assert httpx.get(f"{bot}/health").json() == {"ok": True}


@pytest.mark.slow
def test_a_closed_desk_is_told_to_the_customer() -> None:
    with (
        process("desk", "--port", "0", "--closed") as desk,
        process("bot", "--port", "0", "--desk", f"{desk}/handoffs") as bot,
    ):
        reply = httpx.post(
            f"{bot}/chat", json={"conversation": "c1", "text": "A human, please!"}
        ).json()
        assert reply["handoff"] is None
        assert "none of our colleagues is available" in reply["messages"][0]["text"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "garbage",
    [b"", b"[1]", b"\xff\xfe", b'{"conversation": 1}', b'{"conversation": "c", "text": 7}'],
)
def test_garbage_is_refused_in_words(garbage) -> None:
    with process("bot", "--port", "0", "--desk", "http://127.0.0.1:9/") as bot:
        answer = httpx.post(f"{bot}/chat", content=garbage)
        assert answer.status_code == 400
        assert answer.json()["error"]


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_process_ends_when_told(end) -> None:
    command = [sys.executable, "-m", "escalation_tests.demo", "desk", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert "listening" in running.stdout.readline()
        running.send_signal(end)
        assert running.wait(timeout=20) == 0


def test_the_page_shows_text_as_text() -> None:
    from importlib import resources

    for page in ("bot/chat.html", "desk/desk.html"):
        source = resources.files("escalation_tests.demo").joinpath(page).read_text("utf-8")
        assert "innerHTML" not in source
        assert "insertAdjacentHTML" not in source
