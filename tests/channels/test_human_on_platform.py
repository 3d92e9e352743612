"""A person on the platform that the suite plays: the customer sees them, the bot is told."""

import pytest

from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.event import Said
from escalation_tests.model.message import Speaker
from tests.channels.playing import EVENT
from tests.channels.test_callback import caller, heard, platform

__all__ = ["caller", "platform"]
pytestmark = pytest.mark.anyio
TOLD = {"json": {**EVENT["json"], "text": "{text}", "to": "{queue}", "now": "with people"}}
BACK = {"json": {**EVENT["json"], "text": "", "now": "with the bot"}}


async def silent(bot, event) -> None:
    """Does nothing."""


async def test_what_a_person_says_is_shown_and_told(caller, platform, opening) -> None:
    bot = await caller(silent)
    channel = await platform(bot, human={"says": TOLD, "gives_back": BACK})
    session = await channel.open(opening("c-1"))
    assert channel.human.can == {Does.ACCEPTS, Does.SAYS, Does.GIVES_BACK}
    await channel.human.does(Deed(Does.ACCEPTS), session.conversation, "", "")
    assert bot.events == [], "of what has no event the bot is not told"
    await channel.human.does(Deed(Does.SAYS, text="Ada here."), session.conversation, "", "")
    await channel.human.does(Deed(Does.GIVES_BACK), session.conversation, "", "")
    assert await heard(session, 1) == [Said("Ada here.", Speaker.HUMAN)]
    assert [(one["text"], one["now"]) for one in bot.events] == [
        ("Ada here.", "with people"),
        ("", "with the bot"),
    ]
    assert len({one["id"] for one in bot.events}) == 2, "each event has an id of its own"


async def test_a_platform_without_people_has_nobody_who_acts(caller, platform) -> None:
    assert (await platform(await caller(silent))).human is None
