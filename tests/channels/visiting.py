"""A real browser, and conversations in it: the marks of such tests, and how what was said is read."""

import asyncio

import pytest

from escalation_tests.engine.clock import LoopClock
from escalation_tests.engine.tape import Tape
from escalation_tests.model.message import Speaker
from tests.channels.widgets import browser_missing

IN_A_BROWSER = [
    pytest.mark.anyio,
    pytest.mark.slow,
    pytest.mark.skipif(bool(browser_missing()), reason=browser_missing() or "there is one"),
]


async def heard(session, quiet: float = 0.6) -> list[tuple[Speaker, str]]:
    """What stands in the record once nothing has moved for a while, as the engine has it."""
    tape = Tape(LoopClock())
    tape.begin()
    while True:
        try:
            tape.hear(await asyncio.wait_for(session.receive(), quiet))
        except TimeoutError:
            if not tape.typing:
                return [(message.speaker, message.text) for message in tape.messages]


async def texts(session) -> list[str]:
    return [text for _, text in await heard(session)]
