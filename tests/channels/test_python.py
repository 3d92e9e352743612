"""Bots that are functions."""

import asyncio
import functools
import sys
import threading
import types

import pytest

from escalation_tests.channels import python_channel
from escalation_tests.contract.bot import PythonBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Confided, Replied, Said, Signalled

pytestmark = pytest.mark.anyio


@pytest.fixture
def talk(clock, opening, drained):
    async def talked(call, *texts: str, **bot):
        module = types.ModuleType("some_shop_bot")
        module.answer = call
        sys.modules["some_shop_bot"] = module
        try:
            config = PythonBot(channel="python", call="some_shop_bot:answer", **bot)
            channel = python_channel(config, clock)
            await channel.start()
        finally:
            del sys.modules["some_shop_bot"]
        session = await channel.open(opening())
        events = []
        for text in texts:
            await session.send(text)
            events += await drained(session)
        await session.close()
        await channel.stop()
        return events

    return talked


def plain(conversation, text):
    return f"{conversation}: {text}"


async def awaited(conversation, text):
    await asyncio.sleep(0)
    return [f"{conversation}", text]


class Shop:
    async def __call__(self, message):
        return f"{message.turn} {message.text} {message.customer_name} {message.token}"

    def method(self, conversation, text, *, loud=False):
        return text.upper()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (plain, ["c-1: hi"]),
        (awaited, ["c-1", "hi"]),
        (Shop(), ["1 hi Ana López-K7F3 k7f3"]),
        (Shop().method, ["HI"]),
        (functools.partial(plain, "p"), ["p: hi"]),
        (lambda conversation, text: awaited(conversation, text), ["c-1", "hi"]),
        (lambda *both: "|".join(both), ["c-1|hi"]),
        (lambda _c, _t: None, []),
        (lambda _c, _t: "a\ud800\x00", ["a\ufffd\ufffd"]),
    ],
)
async def test_functions_of_many_shapes_answer(talk, call, said) -> None:
    if isinstance(call, functools.partial):
        call = functools.partial(lambda who, message: f"{who}: {message.text}", "p")
    assert [event.text for event in await talk(call, "hi")] == said


async def test_a_mapping_is_read_as_configured(talk) -> None:
    reply = {"say": ["one", "two"], "go": True, "sure": 0.5}
    events = await talk(
        lambda _c, _t: reply,
        "hi",
        receive={"messages": "say", "signal": "go", "confidence": "sure"},
    )
    assert events == [
        Confided(0.5), Said("one"), Said("two"), Signalled(None, "true"), Replied(None)
    ]  # fmt: skip
    assert events[-1].body == reply


async def test_a_function_given_itself_needs_no_name(clock, opening, drained) -> None:
    channel = python_channel(plain, clock)
    await channel.start()
    session = await channel.open(opening("c-9"))
    await session.send("hi")
    assert await drained(session) == [Said("c-9: hi")]
    assert not session.listens


async def test_an_exception_is_told_in_the_bots_own_words(talk) -> None:
    def looks_up(_conversation, text):
        return {}[text]

    with pytest.raises(ChannelError) as caught:
        await talk(looks_up, "order")
    found = caught.value.trouble
    assert found.kind == "raised"
    assert found.message.startswith("the bot raised KeyError: 'order' (test_python.py:")
    assert found.received.endswith("in looks_up\nKeyError: 'order'")
    assert "threads.py" not in found.received
    assert "/" not in found.received


async def _exits(_c, _t):
    raise SystemExit(3)


async def _cancels(_c, _t):
    raise asyncio.CancelledError


def _stops(_c, _t):
    raise StopIteration


def _quits(_c, _t):
    sys.exit("bye")


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (_exits, "SystemExit: 3"),
        (_cancels, "asyncio.exceptions.CancelledError"),
        (_stops, "StopIteration"),
        (_quits, "SystemExit: bye"),
    ],
)
async def test_exceptions_that_would_end_the_run_do_not(talk, call, what) -> None:
    with pytest.raises(ChannelError, match=what):
        await talk(call, "hi")


async def test_a_bot_that_returns_something_else_is_told_what_was_expected(talk) -> None:
    with pytest.raises(ChannelError, match="returned a int; expected a text") as caught:
        await talk(lambda _c, _t: 42, "hi")
    assert caught.value.trouble.kind == "wrong-type"
    assert caught.value.trouble.received == "42"


async def test_a_plain_bot_that_never_returns_times_out(talk) -> None:
    release = threading.Event()
    try:
        with pytest.raises(ChannelError, match=r"did not answer within 0\.05 s"):
            await talk(lambda _c, _t: release.wait(), "hi", timeout="50ms")
    finally:
        release.set()


async def test_an_async_bot_that_never_returns_times_out(talk) -> None:
    async def waits(_c, _t):
        await asyncio.Event().wait()

    with pytest.raises(ChannelError) as caught:
        await talk(waits, "hi", timeout="50ms")
    assert caught.value.trouble.kind == "timeout"


async def test_a_time_out_of_the_bots_own_is_its_own(talk) -> None:
    def gives_up(_c, _t):
        raise TimeoutError("upstream")

    with pytest.raises(ChannelError, match="the bot raised TimeoutError: upstream"):
        await talk(gives_up, "hi")


async def test_only_so_many_threads_run_at_once(clock, opening) -> None:
    from escalation_tests.channels.python import AT_ONCE

    lock, running, most = threading.Lock(), set(), [0]

    def counts(conversation, _text):
        with lock:
            running.add(conversation)
            most[0] = max(most[0], len(running))
        with lock:
            running.discard(conversation)
        return conversation

    channel = python_channel(counts, clock)
    await channel.start()
    sessions = [await channel.open(opening(f"c{number}")) for number in range(200)]
    await asyncio.gather(*(session.send("hi") for session in sessions))
    heard = [(await session.receive()).text for session in sessions]
    assert heard == [f"c{number}" for number in range(200)]
    assert 1 <= most[0] <= AT_ONCE


@pytest.mark.parametrize(
    ("call", "part"),
    [
        ("json:dump_s", "no 'dump_s' in it; did you mean 'dumps'?"),
        ("json", "expected `module:function`"),
        ("no_such_module_here:f", "cannot be imported: ModuleNotFoundError"),
        ("json:__name__", "is no function but a str"),
        ("json:decoder.JSONDecoder.decod", "no 'decod' in it"),
    ],
)
async def test_a_name_that_leads_nowhere(clock, call, part) -> None:
    with pytest.raises(ChannelError) as caught:
        await python_channel(PythonBot(channel="python", call=call), clock).start()
    assert caught.value.trouble.kind == "import"
    assert part in caught.value.trouble.message


async def test_a_module_that_fails_while_it_is_imported(clock, tmp_path, monkeypatch) -> None:
    (tmp_path / "broken_shop_bot.py").write_text("raise RuntimeError('no database')\n")
    monkeypatch.syspath_prepend(tmp_path)
    channel = python_channel(PythonBot(channel="python", call="broken_shop_bot:f"), clock)
    with pytest.raises(ChannelError, match="RuntimeError: no database"):
        await channel.start()
