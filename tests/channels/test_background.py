"""What goes on while nobody waits for it, and who learns when it is over."""

import asyncio

import pytest

from escalation_tests.channels.background import Background
from escalation_tests.errors import ChannelError

pytestmark = pytest.mark.anyio


async def fails() -> None:
    raise ChannelError("cut", "the line was cut")


async def lasts() -> None:
    await asyncio.Event().wait()


async def test_what_is_stopped_before_its_first_step_keeps_nobody_waiting() -> None:
    background = Background()
    waiting = asyncio.create_task(background.begin(lasts()))
    await asyncio.sleep(0)
    await background.stop()
    await waiting
    assert background.over


async def test_what_takes_the_place_of_a_failure_has_not_failed() -> None:
    background = Background()
    with pytest.raises(ChannelError, match="the line was cut"):
        await background.begin(fails())
    again = asyncio.create_task(background.begin(lasts()))
    await asyncio.sleep(0)
    background.begun()
    await again
    background.check()
    await background.stop()


async def test_whoever_waits_learns_that_it_is_over_and_why() -> None:
    background = Background()
    background.start(fails())
    assert await background.pause()
    with pytest.raises(ChannelError):
        await background.pause()
    with pytest.raises(ChannelError):
        await background.ended()
