"""Whose words are whose, and what the desk holds, where a person acts at it."""

from dataclasses import replace

import pytest

from escalation_tests.engine.clock import LoopClock
from escalation_tests.engine.tape import Tape
from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.event import Said
from escalation_tests.model.handoff import Handoff, Source
from escalation_tests.model.message import Speaker

pytestmark = pytest.mark.anyio


class Desk:
    """What the tape looks at, its times on the run's clock."""

    def __init__(self) -> None:
        self.holds: list[Handoff] = []

    def handoffs(self):
        return tuple(self.holds)

    def relayed(self):
        return ()


@pytest.mark.parametrize(
    ("words", "shown", "who"),
    [
        ("Hi", "Your shipping is under way.", Speaker.BOT),
        ("Ok.", "I am looking into it.", Speaker.BOT),
        ("Hi", "Ada: hi", Speaker.HUMAN),
        ("Hello,  Ada here.", "hello, Ada here. (Ada, billing)", Speaker.HUMAN),
        ("👍", "Ada 👍", Speaker.HUMAN),
        ("", "Anything.", Speaker.BOT),
        ("Hello.\nAda here.", "ada here.", Speaker.HUMAN),
        ("Hello.\nAda here.", "Ada", Speaker.BOT),
        ("Hello.\n\nAda here.", "", Speaker.BOT),
    ],
)
async def test_words_of_a_person_are_known_whole(words, shown, who) -> None:
    tape = Tape(LoopClock())
    tape.begin()
    tape.did(Deed(Does.SAYS, text=words))
    tape.hear(Said(shown, Speaker.BOT))
    assert [one.speaker for one in tape.messages] == [who]


async def test_what_a_person_passed_on_keeps_its_time_when_it_changes() -> None:
    tape, desk = Tape(LoopClock()), Desk()
    zero = LoopClock().now()
    tape.begin()
    desk.holds.append(Handoff("c", Source.WEBHOOK, at=zero, id="1"))
    tape.look(desk)
    tape.did(Deed(Does.TRANSFERS, queue="billing"))
    desk.holds.append(Handoff("c", Source.WEBHOOK, at=zero + 2, id="2", queue="billing"))
    tape.look(desk)
    arrived = tape.current
    desk.holds[1] = replace(desk.holds[1], queue="sales")
    tape.look(desk)
    assert arrived is not None
    assert tape.current == replace(arrived, queue="sales")
    assert arrived.turn == 1
