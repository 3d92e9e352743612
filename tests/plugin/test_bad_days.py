"""The bot's bad days, as whoever runs pytest sees them."""

import json
import os
import re
import socket
import ssl
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from tests.plugin import aftermath, bad_bots
from tests.plugin.aftermath import FILES, GOOD, HTTP, PROMISE, REPLY, Aftermath, meets
from tests.plugin.bad_bots import Bot, Mood, says


@dataclass(frozen=True)
class Day:
    """What the bot does, and what a tester must read about it."""

    mood: Mood
    kind: str
    told: str
    """Of the sentence that says what happened."""
    next: str
    """Of what to do next."""
    arrived: str


DAYS = {
    "day-400": Day(
        says(b"bad input", 400), "status", "answered HTTP 400", "Look into its log", "bad input"
    ),
    "day-500": Day(
        says(b"so sorry \x1b[31m", 503), "status", "HTTP 503", "Look into its log", "so sorry"
    ),
    "day-redirect": Day(
        bad_bots.moves, "redirect", "redirects to https://elsewhere.example/chat, which is not",
        "put the final address into `bot.url`", "HTTP 307",
    ),
    "day-html": Day(
        says(b"<!doctype html><h1>Please log in</h1>", media="text/html"), "not-json",
        "an HTML page where JSON was expected", "is `bot.url` right?", "Please log in",
    ),
    "day-empty": Day(says(b""), "empty", "without a body", "receive.optional", "HTTP 200 OK"),
    "day-null": Day(
        says(b"null"), "empty", "the bot's reply holds no text", "receive.optional", "null"
    ),
    "day-blank": Day(
        says(b'{"messages": ["", " "]}'), "empty", "the bot's reply holds no text",
        "receive.optional", '{"messages": ["", " "]}',
    ),
    "day-broken-json": Day(
        says(b'{"messages": ["On'), "not-json", "is not JSON", "See whether the address",
        '{"messages": ["On',
    ),
    "day-unmapped": Day(
        says(b'{"replies": ["Hello there"]}'), "no-match", "`messages` matches nothing",
        "keys that did arrive: replies", "Hello there",
    ),
    "day-never": Day(
        bad_bots.never, "timeout", "did not answer within 2 s", "`bot.timeout`", "nothing"
    ),
    "day-stalls": Day(
        bad_bots.stalls, "endless", "had not finished its reply", "`bot.timeout`", "half a"
    ),
    "day-streams": Day(
        bad_bots.streams, "too-large", "more than 1000000 bytes", "`bot.max_reply`", "yyyyyyyy"
    ),
    "day-megabytes": Day(
        says(json.dumps({"messages": ["z" * 3_000_000]}).encode()), "too-large",
        "more than 1000000 bytes", "`bot.max_reply`", "zzzzzzzz",
    ),
    "day-latin1": Day(
        says(b'{"messages": ["caf\xe9"]}'), "not-utf8", "is not UTF-8 text", "JSON is UTF-8",
        r"caf\xe9",
    ),
    "day-breaks-off": Day(
        bad_bots.breaks_off, "closed", "closed the connection", "it may have crashed", "half a"
    ),
    "day-echo": Day(
        bad_bots.echoes, "status", "answered HTTP 500", "Look into its log", "authorization: *** |"
    ),
    "day-escapes": Day(
        bad_bots.escapes, "status", "answered HTTP 403", "Look into its log",
        'not for you: | *** | *** | "***"',
    ),
}  # fmt: skip
PLAYABLE = {
    "odd-nul": says(b'{"messages": ["On its\\u0000 way."]}'),
    "odd-surrogate": says(b'{"messages": ["On its \\ud83d way."]}'),
    "odd-markup": says(b'{"messages": ["<script>alert(1)</script> ]]> \\u001b[2J &amp;"]}'),
}


def _environment(url: str) -> dict[str, str]:
    return {"BOT_URL": url, "BOT_TOKEN": aftermath.TOKEN, "SHOP_API_KEY": aftermath.KEY}


@pytest.fixture
def environment(monkeypatch):
    def lay(url: str) -> None:
        for name, value in _environment(url).items():
            monkeypatch.setenv(name, value)

    return lay


@pytest.fixture
def play(shop, environment):
    """Run pytest against this address as a user would; what is left of it."""

    def run(url: str, *arguments: str, config: str = HTTP + REPLY + PROMISE) -> Aftermath:
        environment(url)
        shop.config(config)
        shop.pytester.makepyfile("def test_of_another_kind():\n    pass\n")
        return Aftermath(shop.path, shop.run(*FILES, *arguments).stdout.str())

    shop.scenarios(GOOD)
    return run


@pytest.fixture(scope="module")
def week(tmp_path_factory) -> Aftermath:
    """One run in which every day of the bot's occurs, between good conversations."""
    folder: Path = tmp_path_factory.mktemp("week")
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    (folder / "escalation.yaml").write_text(HTTP + REPLY + PROMISE)
    (folder / "test_plain.py").write_text("def test_of_another_kind():\n    pass\n")
    (folder / "scenarios").mkdir()
    written = (
        GOOD + "".join(map(meets, [*DAYS, *PLAYABLE])) + "---" + GOOD.replace("asks", "again")
    )
    (folder / "scenarios" / "week.yaml").write_text(written)
    moods = {name: day.mood for name, day in DAYS.items()} | PLAYABLE
    with Bot(moods) as bot:
        command = [sys.executable, "-m", "pytest", *FILES, "-rA", "--showlocals"]
        command += ["--tb=long", "--log-level=DEBUG", "--escalation-concurrency=8"]
        environment = {**os.environ, **_environment(bot.url)}
        ran = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
        )
    return Aftermath(folder, ran.stdout + ran.stderr)


@pytest.mark.parametrize("name", DAYS)
def test_a_bad_day_is_told_from_end_to_end(week, name) -> None:
    day, entry = DAYS[name], week.entries[name]
    assert entry["verdict"] == "error"
    error = entry["error"]
    assert (error["leg"], error["kind"], error["turn"]) == ("bot", day.kind, 2)
    told = re.sub(r"\s+", " ", week.block(name))
    assert "the bot's side failed after turn 2" in told
    assert day.told in told
    assert day.next in told
    assert day.arrived in told.partition("what did arrive:")[2]


@pytest.mark.parametrize("name", DAYS)
def test_what_was_said_before_the_bad_day_is_kept(week, name) -> None:
    said = [(line["speaker"], line["text"]) for line in week.entries[name]["transcript"]]
    assert [who for who, text in said if text.strip()] == ["customer", "bot", "customer"]
    assert said[1] == ("bot", bad_bots.ANSWER)
    assert said[2] == ("customer", f"It says {name}.")


@pytest.mark.parametrize("name", PLAYABLE)
def test_odd_text_is_played_and_shown_harmlessly(week, name) -> None:
    assert week.entries[name]["verdict"] == "passed"
    assert week.junit[name] == "passed"
    last = week.entries[name]["transcript"][-1]
    assert last["speaker"] == "bot"
    assert not re.search("[\x00\ud800-\udfff]", last["text"])
    assert "<script>alert" not in (week.folder / "out.html").read_text("utf-8")


def test_the_others_go_on_and_every_file_is_written(week) -> None:
    good = {"asks-for-a-human", "again-for-a-human"}
    week.check(*good, *DAYS, *PLAYABLE)
    assert {n for n, verdict in week.verdicts.items() if verdict == "passed"} == good | {*PLAYABLE}
    assert {name for name, told in week.junit.items() if told == "error"} == {*DAYS}
    broken = {name for name, one in week.allure.items() if one["status"] == "broken"}
    assert broken == {*DAYS}
    assert week.junit["test_of_another_kind"] == "passed"
    counts = f"{len(good) + len(PLAYABLE) + 1} passed, {len(DAYS)} errors"
    assert counts in week.terminal


def test_the_summary_counts_the_bad_days_by_kind(week) -> None:
    assert f"could not be judged: {len(DAYS)} conversations" in week.terminal
    assert "4 × the bot's side, status" in week.terminal


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def _unreached(told: Aftermath, kind: str, *sentences: str) -> None:
    """The one conversation is an error before or in its first turn; the other test passed."""
    told.check("asks-for-a-human")
    error = told.entries["asks-for-a-human"]["error"]
    assert (error["leg"], error["kind"]) == ("bot", kind)
    words = re.sub(r"\s+", " ", told.block("asks-for-a-human"))
    for sentence in ("the bot's side failed", *sentences):
        assert sentence in words
    assert told.junit == {"asks-for-a-human": "error", "test_of_another_kind": "passed"}
    assert "1 passed, 1 error in" in told.terminal


def test_a_bot_that_is_down(play) -> None:
    told = play(f"http://127.0.0.1:{_free_port()}/chat")
    _unreached(told, "refused", "nothing listens at http://127.0.0.1", "is the bot running")


def test_a_wrong_address(play) -> None:
    with Bot(path="/v2/chat") as bot:
        told = play(bot.url)
    _unreached(told, "status", "answered HTTP 404", "address, token or body", "no such page")


def test_a_host_that_does_not_exist(play) -> None:
    told = play("http://bot.shop.invalid/chat")
    _unreached(told, "dns", "bot.shop.invalid", "cannot be resolved", "is `bot.url` spelled right")


def test_a_certificate_that_nobody_knows(play) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with Bot(tls=context) as bot:
        told = play(bot.url)
    _unreached(told, "tls", "no secure connection to https://127.0.0.1", "`bot.verify_tls`")


def test_a_short_timeout_is_the_configured_one(play) -> None:
    with Bot({"order": bad_bots.never}) as bot:
        config = (HTTP + REPLY + PROMISE).replace("timeout: 2s", "timeout: 300ms")
        told = play(bot.url, config=config)
    _unreached(told, "timeout", "after turn 1", "did not answer within 0.3 s", "`bot.timeout`")
