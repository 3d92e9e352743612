"""What every channel owes the run, checked on yours: `await check_channel(make_channel)`."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from escalation_tests.model.event import Event, Said
from escalation_tests.ports import Channel, Opening, Session

MakeChannel = Callable[[], Channel]

PATIENCE = 60.0
"""Seconds after which a bot that only answers should have answered, however busy the machine."""


async def check_channel(
    make_channel: MakeChannel, conversations: int = 50, turns: int = 3, quiet: float = 0.5
) -> None:
    """Raise `AssertionError` with a plain sentence where a channel breaks its port's promises.

    Args:
        make_channel: gives a new channel, not started, to a bot that answers each bubble with
            its words, one message per word: `red green` is answered by `red` and `green`.
        conversations: how many are held at once.
        turns: how many each of them has.
        quiet: seconds after which a listening session has nothing more to say.
    """
    channel = make_channel()
    await channel.start()
    try:
        await _check_closing(channel)
        await _check_order(channel, quiet)
        await _check_independence(channel, conversations, turns, quiet)
        await _check_cancelling(channel, quiet)
    finally:
        await channel.stop()
    await _check_stopping(make_channel, channel)


def opening(name: str) -> Opening:
    """A customer whose every value is made from `name`."""
    return Opening(
        conversation=name,
        customer=f"customer-{name}",
        name=f"Kim {name}",
        email=f"{name}@example.test",
        language="en",
        token=name.replace("-", ""),
    )


async def heard(session: Session, quiet: float) -> list[str]:
    """What the bot says until nothing more can come, or, where it listens, has been `quiet`."""
    texts: list[str] = []
    limit = quiet if session.listens else PATIENCE
    try:
        while (event := await asyncio.wait_for(session.receive(), limit)) is not None:
            texts += _text(event)
    except TimeoutError:
        assert session.listens, f"a session that does not listen kept `receive` for {limit:g} s"
    return texts


def _text(event: Event) -> list[str]:
    return [event.text] if isinstance(event, Said) else []


async def _check_order(channel: Channel, quiet: float) -> None:
    session = await channel.open(opening("order-1"))
    assert session.conversation, "an open session has no conversation id"
    words = [f"word{number}" for number in range(12)]
    await session.send(" ".join(words))
    found = await heard(session, quiet)
    assert sorted(found) == sorted(words), (
        f"of the twelve messages of one reply, each must come exactly once; came: {found}"
    )
    assert found == words, f"messages come out of order: {found}"
    for bubble in ("first", "second", "third"):
        await session.send(bubble)
    found = await heard(session, quiet)
    assert found == ["first", "second", "third"], f"answers to a burst come as {found}"
    await session.close()


async def _check_independence(
    channel: Channel, conversations: int, turns: int, quiet: float
) -> None:
    names = [f"many-{number}" for number in range(conversations)]
    ids: list[str] = []

    async def talk(name: str) -> None:
        session = await channel.open(opening(name))
        ids.append(session.conversation)
        for turn in range(turns):
            wanted = [f"{name}.{turn}.a", f"{name}.{turn}.b"]
            await session.send(" ".join(wanted))
            found = await heard(session, quiet)
            assert found == wanted, (
                f"with {conversations} conversations at once, {name} said {wanted} and heard "
                f"{found}"
            )
        await session.close()

    await asyncio.gather(*map(talk, names))
    assert len(set(ids)) == conversations, "two open conversations share an id"


async def _check_cancelling(channel: Channel, quiet: float) -> None:
    session = await channel.open(opening("cancel-1"))
    waiting = asyncio.create_task(session.receive())
    await asyncio.sleep(0)
    if not waiting.done():
        waiting.cancel()
    await asyncio.wait({waiting})
    await session.send("still here")
    for _ in range(3):
        cut = asyncio.create_task(session.receive())
        cut.cancel()
        await asyncio.wait({cut})
    found = await heard(session, quiet)
    assert found == ["still", "here"], f"cancelling a waiting receive lost or doubled: {found}"
    await session.close()


async def _check_closing(channel: Channel) -> None:
    session = await channel.open(opening("close-1"))
    other = await channel.open(opening("close-2"))
    waiting = asyncio.create_task(session.receive())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    for _ in range(2):
        await _never_raises("Session.close", session.close())
    await other.send("alive")
    await _never_raises("Session.close with unheard messages", other.close())


async def _check_stopping(make_channel: MakeChannel, stopped: Channel) -> None:
    await _never_raises("a second Channel.stop", stopped.stop())
    await _never_raises("Channel.stop before any start", make_channel().stop())
    channel = make_channel()
    await channel.start()
    session = await channel.open(opening("stop-1"))
    await _never_raises("Channel.stop with an open session", channel.stop())
    await _never_raises("Session.close after Channel.stop", session.close())


async def _never_raises(what: str, doing: Coroutine[Any, Any, None]) -> None:
    try:
        await doing
    except Exception as error:
        raise AssertionError(f"{what} must never raise; it raised {error!r}") from error
