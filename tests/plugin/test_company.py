"""Together with other plugins: xdist, rerunfailures, allure."""

import json
import signal
import subprocess
import sys

import pytest

WEBHOOK = """
bot: {channel: python, call: "shopbot:reply", receive: {messages: messages, signal: handoff, queue: handoff.queue}}
desk:
  kind: webhook
  listen: 127.0.0.1:0
  handoff: {conversation: conversation, queue: queue, transcript: transcript, facts: customer}
policy:
  triggers: {explicit_request: {within: 0}}
  routing: {default: general}
  context: {attempted_steps: optional}
  after: {bot_silent: 5s, customer_messages: any}
topics:
  order_status: {queue: general, facts: [order_id], ask: ["Where is my order {order_id} ?"]}
suite: {matrix: "off", library: false}
"""
POSTS = """
import os, urllib.request
_reply = reply
def reply(conversation, text):
    answer = _reply(conversation, text)
    if answer.get("handoff"):
        body = json.dumps(answer["handoff"]).encode()
        request = urllib.request.Request(os.environ["ESCALATION_DESK_URL"], body,
                                         {"content-type": "application/json"})
        urllib.request.urlopen(request, timeout=10).read()
    return answer
"""


def _posting(shop) -> None:
    from tests.plugin.conftest import BOT

    shop.config(WEBHOOK)
    shop.bot(source=BOT + POSTS)


def test_a_webhook_desk_receives_what_the_bot_posts(shop) -> None:
    _posting(shop)
    shop.run().assert_outcomes(passed=3)


def test_xdist_workers_share_one_desk(shop) -> None:
    _posting(shop)
    shop.run("-n", "2", "--escalation-json=out.json").assert_outcomes(passed=3)
    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    assert sorted(entry["witnesses"]["desk"] for entry in entries) == [0, 1, 1]


def test_xdist_plays_each_conversation_once(shop) -> None:
    shop.run("-n", "2").assert_outcomes(passed=3)
    assert len({conversation for conversation, _ in shop.calls()}) == 3


def test_xdist_tells_failures_in_full(shop) -> None:
    shop.bot(queue="billing")
    result = shop.run("-n", "2")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["*who says that a handoff took place*", "*routing.queue*"])


def test_reruns_play_anew(shop) -> None:
    shop.bot(queue="billing")
    result = shop.run("--reruns=1", "-k", "furious")
    assert len({conversation for conversation, _ in shop.calls()}) == 2
    assert result.parseoutcomes() == {"failed": 1, "rerun": 1, "deselected": 2}


def _until(lines, words):
    """The lines up to the one by which all words have been said, in whatever order."""
    missing = set(words)
    for line in lines:
        missing -= {word for word in missing if word in line}
        yield line
        if not missing:
            return


def test_ctrl_c_keeps_what_was_recorded(shop) -> None:
    from tests.plugin.conftest import BOT

    hangs = BOT + (
        "\n_quick = reply\nasync def reply(conversation, text):\n"
        "    import asyncio\n"
        "    answer = _quick(conversation, text)\n"
        "    if 'human' in text:\n"
        "        print('HANGING', flush=True)\n"
        "        await asyncio.sleep(600)\n"
        "    return answer\n"
    )
    shop.bot(source=hangs)
    text = (shop.path / "escalation.yaml").read_text()
    shop.config(text.replace("receive: {messages", "timeout: 900s, receive: {messages"))
    names = ["only-asks[plain]", "asks-for-a-human[plain]"]
    command = [sys.executable, "-m", "pytest", "-s", "-v", "--escalation-json=out.json"]
    command += [f"scenarios/orders.yaml::{name}" for name in names]
    running = subprocess.Popen(command, cwd=shop.path, stdout=subprocess.PIPE, text=True)
    told = list(_until(running.stdout, ["HANGING", "PASSED"]))
    running.send_signal(signal.SIGINT)
    rest, _ = running.communicate(timeout=60)
    out = "".join(told) + rest
    assert running.returncode == pytest.ExitCode.INTERRUPTED
    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    assert [entry["scenario"] for entry in entries] == ["only-asks"]
    assert "1 passed" in out


def test_allure_results_lie_beside_the_others(shop) -> None:
    shop.bot(queue="billing")
    shop.run("--alluredir=allure", "-n", "2").assert_outcomes(passed=1, failed=2)
    results = [json.loads(p.read_text()) for p in (shop.path / "allure").glob("*-result.json")]
    assert sorted(result["status"] for result in results) == ["failed", "failed", "passed"]
    assert (shop.path / "allure" / "categories.json").is_file()
