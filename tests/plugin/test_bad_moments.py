"""What breaks in the middle of a run: the bot's process, patience, hooks, files."""

import re
import signal
import socket
import subprocess
import sys
import threading

import pytest

from tests.plugin import aftermath, bad_bots
from tests.plugin.aftermath import FILES, GOOD, HTTP, PROMISE, REPLY, Aftermath, meets
from tests.plugin.bad_bots import Asked, Bot

AFTER = "---" + GOOD.replace("asks-for", "again-for")


@pytest.fixture
def lay(shop, monkeypatch):
    """A project whose bot is at this address and has a minute for each answer."""

    def laid(url: str, scenarios: str) -> None:
        monkeypatch.setenv("BOT_URL", url)
        monkeypatch.setenv("BOT_TOKEN", aftermath.TOKEN)
        monkeypatch.setenv("SHOP_API_KEY", aftermath.KEY)
        shop.config(HTTP.replace("2s", "60s") + REPLY + PROMISE)
        shop.scenarios(scenarios)

    return laid


def test_a_bot_that_is_killed_takes_no_verdict_with_it(shop, lay) -> None:
    bot = subprocess.Popen(
        [sys.executable, bad_bots.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def kill_when_it_lingers() -> None:
        assert bot.stdout.readline() == "LINGERING\n"
        bot.kill()

    with bot:
        lay(bot.stdout.readline().strip(), GOOD + meets("LINGER") + AFTER)
        watcher = threading.Thread(target=kill_when_it_lingers)
        watcher.start()
        result = shop.run(*FILES, "--escalation-concurrency=1")
        watcher.join()
    told = Aftermath(shop.path, result.stdout.str())
    told.check("asks-for-a-human", "LINGER", "again-for-a-human")
    assert told.verdicts == {
        "asks-for-a-human": "passed",
        "LINGER": "error",
        "again-for-a-human": "error",
    }
    kinds = [told.entries[name]["error"] for name in ("LINGER", "again-for-a-human")]
    (first, then) = [(error["kind"], error["turn"]) for error in kinds]
    assert first == ("closed", 2)
    # While the process dies its socket may still take a connection, only to drop it.
    assert then in {("refused", 1), ("closed", 1)}
    assert "it may have crashed" in told.block("LINGER")
    advice = {"refused": "is the bot running", "closed": "it may have crashed"}[then[0]]
    assert advice in told.block("again-for-a-human")


def test_ctrl_c_while_a_bot_hangs_leaves_every_file(shop, lay) -> None:
    hanging = threading.Event()

    def hangs(asked: Asked) -> None:
        hanging.set()
        asked.hang()

    with Bot({"hang": hangs}) as bot:
        lay(bot.url, GOOD + meets("hang") + AFTER)
        command = [sys.executable, "-m", "pytest", "-v", *FILES, "--escalation-concurrency=1"]
        running = subprocess.Popen(
            command, cwd=shop.path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        shown = []
        for line in running.stdout:
            shown.append(line)
            if "PASSED" in line:
                break
        assert hanging.wait(60)
        running.send_signal(signal.SIGINT)
        rest, _ = running.communicate(timeout=60)
    assert running.returncode == pytest.ExitCode.INTERRUPTED
    place = re.compile(r"^\S*: KeyboardInterrupt$", re.MULTILINE)  # where pytest says it came
    told = Aftermath(shop.path, place.sub("", "".join(shown) + rest))
    told.check("asks-for-a-human")
    assert told.verdicts == {"asks-for-a-human": "passed"}
    assert "1 passed" in told.terminal
    assert "escalation promises" in told.terminal


HOOKS = {
    "bot": "def pytest_escalation_bot(config):\n    raise ValueError('hook of bots')\n",
    "checks": "def pytest_escalation_checks(config):\n    raise ValueError('hook of checks')\n",
    "conversation": (
        "def pytest_escalation_conversation(entry, config):\n"
        "    if entry['scenario'] == 'asks-for-a-human':\n"
        "        raise ValueError('hook of conversations')\n"
    ),
}


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_that_raises_is_told_with_its_place_and_the_rest_goes_on(shop, lay, hook) -> None:
    shop.pytester.makeconftest(HOOKS[hook])
    shop.pytester.makepyfile("def test_of_another_kind():\n    pass\n")
    with Bot() as bot:
        lay(bot.url, GOOD + AFTER)
        result = shop.run(*FILES)
    told = Aftermath(shop.path, result.stdout.str() + result.stderr.str())
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert not re.search(r"INTERNALERROR|escalation_tests/\S*\.py|pluggy/", told.terminal)
    assert f"ValueError: hook of {hook}" in told.terminal
    assert re.search(r"conftest\.py:\d+: raise ValueError", told.terminal)
    assert f"the hook pytest_escalation_{hook} raised" in told.terminal
    assert told.junit["asks-for-a-human"] == "error"
    assert told.junit["test_of_another_kind"] == "passed"
    if hook == "conversation":
        assert told.junit["again-for-a-human"] == "passed"
        assert told.verdicts["again-for-a-human"] == "passed"


RAISES = (
    "from escalation_tests.model.finding import Promise\n"
    "def broken(record, bench):\n    return {}['no such thing']\n"
    "def pytest_escalation_checks(config):\n"
    "    return {'shop.broken': (Promise.NOTICE, broken)}\n"
)


def test_a_check_of_the_shop_s_own_that_raises_is_an_error_with_its_name(shop, lay) -> None:
    shop.pytester.makeconftest(RAISES)
    with Bot() as bot:
        lay(bot.url, GOOD)
        result = shop.run(*FILES)
    told = Aftermath(shop.path, result.stdout.str())
    assert result.parseoutcomes() == {"errors": 1}
    assert "shop.broken" in told.terminal
    assert "KeyError: 'no such thing'" in told.terminal


BROKEN = """scenario: first
topic: order_statsu
conversation: [{customer: hi}]
---
scenario: second
personas: [furius]
conversation: [{customer: "{no_fact}"}]
---
scenario: third
conversation: [{customer: hi, colour: red}]
"""


def test_all_mistakes_of_a_broken_file_are_told_before_anything_is_played(shop, lay) -> None:
    with Bot() as bot:
        lay(bot.url, GOOD)
        shop.scenarios(BROKEN, "broken.yaml")
        shop.scenarios("scenario: [unclosed\n", "torn.yaml")
        (shop.path / "scenarios" / "bytes.yaml").write_bytes(b"scenario: caf\xe9\n")
        result = shop.run("--junitxml=junit.xml")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines_random(
        [
            "*broken.yaml:2*order_statsu*order_status*",
            "*broken.yaml:6*furius*furious*",
            "*broken.yaml:7*no_fact*",
            "*broken.yaml:10*colour*",
            "*torn.yaml:*",
            "*bytes.yaml*UTF-8*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*escalation_tests/*.py*")
    assert bot.heard == []


def test_the_good_files_can_still_be_played_when_one_is_broken(shop, lay) -> None:
    with Bot() as bot:
        lay(bot.url, GOOD)
        shop.scenarios(BROKEN, "broken.yaml")
        result = shop.run(*FILES, "--continue-on-collection-errors")
    told = Aftermath(shop.path, result.stdout.str())
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert told.verdicts == {"asks-for-a-human": "passed"}


TALKS = """
def test_talks(escalation):
    with escalation.conversation(topic="order_status") as talk:
        talk.say("Where is my order {order_id} ?")
        talk.say("It says echo.")

def test_talks_on(escalation_conversation):
    assert escalation_conversation.say("Hello") == ["Your order is on its way."]
"""


def test_a_python_test_is_an_error_too_when_the_bot_fails(shop, lay) -> None:
    shop.pytester.makepyfile(test_talks=TALKS)
    with Bot({"echo": bad_bots.echoes}) as bot:
        lay(bot.url, GOOD)
        result = shop.run(*FILES, "--showlocals", "-vv", "--tb=long")
    assert result.parseoutcomes() == {"passed": 2, "errors": 1}
    told = Aftermath(shop.path, result.stdout.str())
    told.check("asks-for-a-human")
    assert told.junit["test_talks"] == "error"
    assert told.allure["test_talks#test_talks"]["status"] == "broken"
    result.stdout.fnmatch_lines(
        [
            "could not be judged: the bot's side failed after turn 2: *",
            "*answered HTTP 500*",
            "*what did arrive:*",
            "*authorization: [*][*][*]*",
            "*next step: Look into its log*",
            "*customer: Where is my order *",
            "*bot: Your order is on its way.*",
            '*test_talks.py:4: talk.say("It says echo.")',
        ]
    )


def test_a_python_test_is_an_error_when_the_desk_cannot_be_started(shop, lay) -> None:
    shop.pytester.makepyfile(test_talks=TALKS)
    with Bot() as bot, socket.create_server(("127.0.0.1", 0)) as taken:
        lay(bot.url, GOOD)
        desk = aftermath.WEBHOOK.replace(":0", f":{taken.getsockname()[1]}")
        shop.config(HTTP + desk + PROMISE)
        result = shop.run(*FILES)
    assert result.parseoutcomes() == {"errors": 3}
    told = Aftermath(shop.path, result.stdout.str())
    told.check("asks-for-a-human")
    texts = told.terminal.partition("short test summary info")[0]  # where CI is, it repeats them
    assert texts.count("could not be judged: the desk's side failed before the") == 3
    assert told.terminal.count("configuration or the option --escalation-listen") >= 3
