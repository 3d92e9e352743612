"""The desk's bad days, as whoever runs pytest sees them."""

import http.client
import json
import os
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from tests.plugin import aftermath
from tests.plugin.aftermath import FILES, GOOD, HTTP, PROMISE, WEBHOOK, Aftermath
from tests.plugin.bad_bots import Asked, Bot, post

TWO = GOOD + "---" + GOOD.replace("asks-for", "again-for")
POURED = 2000


@pytest.fixture
def play(shop, monkeypatch):
    """Run pytest against this bot with a webhook desk; what is left of it, and the exit code."""
    monkeypatch.setenv("ESCALATION_DESK_URL", "nowhere")  # and put back what the run sets

    def run(bot: Bot, *arguments: str, desk: str = WEBHOOK) -> tuple[Aftermath, int]:
        monkeypatch.setenv("BOT_URL", bot.url)
        monkeypatch.setenv("BOT_TOKEN", aftermath.TOKEN)
        monkeypatch.setenv("SHOP_API_KEY", aftermath.KEY)
        shop.config(HTTP.replace("2s", "30s") + desk + PROMISE)
        shop.pytester.makepyfile("def test_of_another_kind():\n    pass\n")
        result = shop.run(*FILES, *arguments)
        return Aftermath(shop.path, result.stdout.str()), int(result.ret)

    shop.scenarios(TWO)
    return run


def _all_are_errors_of_the_desk(told: Aftermath, kind: str) -> str:
    """Every conversation is, and the other test passed; the text of one of them."""
    told.check("asks-for-a-human", "again-for-a-human")
    for entry in told.entries.values():
        error = entry["error"]
        assert (error["leg"], error["kind"], error["turn"]) == ("desk", kind, 0)
    assert told.junit["test_of_another_kind"] == "passed"
    return re.sub(r"\s+", " ", told.block("asks-for-a-human"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@pytest.mark.parametrize(
    "workers",
    [
        pytest.param((), id="alone"),
        pytest.param(("-n", "2"), id="xdist", marks=pytest.mark.slow),
    ],
)
def test_a_taken_port_names_the_option_that_changes_it(play, workers, monkeypatch) -> None:
    with Bot(posts=True) as bot, socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        desk = WEBHOOK.replace("127.0.0.1:0", address)
        told, code = play(bot, *workers, desk=desk)
        assert code == pytest.ExitCode.TESTS_FAILED
        words = _all_are_errors_of_the_desk(told, "port-taken")
        assert "the desk's side failed before the first turn" in words
        assert f"cannot listen at {address}" in words
        assert "desk.listen in the configuration or the option --escalation-listen" in words
        assert bot.heard == []
        free = f"127.0.0.1:{_free_port()}"
        monkeypatch.setenv("ESCALATION_DESK_URL", f"http://{free}")
        told, code = play(bot, *workers, f"--escalation-listen={free}", desk=desk)
    assert code == pytest.ExitCode.OK
    assert set(told.verdicts.values()) == {"passed"}


def test_other_machines_reach_the_desk_only_with_leave(play) -> None:
    everywhere = "--escalation-listen=0.0.0.0:0"
    with Bot(posts=True) as bot:
        told, code = play(bot, everywhere)
        assert code == pytest.ExitCode.TESTS_FAILED
        words = _all_are_errors_of_the_desk(told, "remote")
        assert "can be reached by other machines" in words
        assert "desk.allow_remote: true" in words
        leave = WEBHOOK.replace("within:", "allow_remote: true\n  within:")
        told, code = play(bot, everywhere, desk=leave)
    assert code == pytest.ExitCode.OK


def test_such_an_address_in_the_file_is_refused_at_collection(play) -> None:
    with Bot(posts=True) as bot:
        told, code = play(bot, desk=WEBHOOK.replace("127.0.0.1:0", "0.0.0.0:8766"))
    assert code == pytest.ExitCode.INTERRUPTED
    assert re.search(r"escalation\.yaml:\d+: desk\.listen: .*desk\.allow_remote", told.terminal)
    assert bot.heard == []


def test_the_desk_listens_on_loopback_alone(play) -> None:
    tried = []

    def elsewhere(_: Asked) -> None:
        port = urlsplit(os.environ["ESCALATION_DESK_URL"]).port
        for host in ("127.0.0.1", "127.0.0.2"):
            with socket.socket() as caller:
                tried.append((host, caller.connect_ex((host, port)) == 0))

    with Bot(posts=True, before=elsewhere) as bot:
        _, code = play(bot)
    assert code == pytest.ExitCode.OK
    assert set(tried) == {("127.0.0.1", True), ("127.0.0.2", False)}


def _pour(_: int) -> list[int]:
    """A tenth of the flood over one connection; what was answered."""
    address = urlsplit(os.environ["ESCALATION_DESK_URL"])
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    answered = []
    for number in range(POURED // 10):
        connection.request("POST", "/", json.dumps({"conversation": f"x-{number}"}))
        answer = connection.getresponse()
        answer.read()
        answered.append(answer.status)
    connection.close()
    return answered


def test_a_flood_and_rubbish_are_answered_counted_and_shown(play) -> None:
    answered: list[int] = []

    def pours(asked: Asked) -> None:
        if "human" in asked.text and not answered:
            answered.append(post(b"{nonsense")[0])
            answered.append(post(b'"' + b"x" * 1_200_000 + b'"')[0])
            answered.append(post(b"[]", method="PUT")[0])
            with ThreadPoolExecutor(10) as pool:
                answered.extend(status for part in pool.map(_pour, range(10)) for status in part)

    with Bot(posts=True, before=pours) as bot:
        config = ("--escalation-concurrency=1",)
        told, code = play(bot, *config, desk=WEBHOOK)
    assert answered[:2] == [400, 413]
    assert answered[3:] == [201] * POURED
    assert code == pytest.ExitCode.OK
    assert set(told.verdicts.values()) == {"passed"}
    told.check(*told.entries)
    words = "deliveries at the desk that belong to no conversation: "
    line = next(line for line in told.terminal.splitlines() if line.startswith(words))
    counts = {reason: int(n) for n, reason in re.findall(r"(\d+) ([\w-]+)", line)}
    assert sum(counts.values()) == len(answered)
    assert counts["oversized"] == 1
    assert counts["unknown"] >= POURED


CHAOS = GOOD + "chaos: [{desk: unavailable, times: 2}]\n"


def test_a_desk_that_is_unavailable_twice_gets_exactly_one_handoff(play, shop) -> None:
    shop.scenarios(CHAOS)
    with Bot(posts=True, tries=3) as bot:
        told, code = play(bot)
    assert bot.statuses == [201, 503, 503, 201]
    assert code == pytest.ExitCode.OK
    told.check("asks-for-a-human")
    entry = told.entries["asks-for-a-human"]
    assert (entry["witnesses"]["desk"], entry["witnesses"]["refused"]) == (1, 2)
    assert entry["checks"]["delivery.once"] == "passed"


def test_a_bot_that_does_not_try_again_is_found_out(play, shop) -> None:
    shop.scenarios(CHAOS)
    with Bot(posts=True, tries=1) as bot:
        told, code = play(bot)
    assert bot.statuses == [201, 503]
    assert code == pytest.ExitCode.TESTS_FAILED
    entry = told.entries["asks-for-a-human"]
    assert entry["verdict"] == "failed"
    assert entry["witnesses"]["desk"] == 0
    assert {finding["promise"] for finding in entry["findings"]} >= {"delivery"}


def test_chaos_says_so_when_the_bot_fails_without_it(play, shop) -> None:
    shop.scenarios(CHAOS.replace('"Let me talk to a human"', '"Let me talk to a person"'))
    with Bot(posts=True, tries=3) as bot:
        told, code = play(bot)
    assert code == pytest.ExitCode.TESTS_FAILED
    told.check("asks-for-a-human")
    entry = told.entries["asks-for-a-human"]
    assert (entry["verdict"], entry["error"]["kind"]) == ("error", "baseline-failed")
    words = told.block("asks-for-a-human")
    assert "Make the same conversation pass without disturbance first" in words
