"""Names become channels, desks and paces."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation_tests.contract.bot import AnsweringBot, PythonBot
from escalation_tests.contract.bots import BotConfig
from escalation_tests.contract.completions import ChatBot
from escalation_tests.contract.desk import DeskCommon, ServedDesk
from escalation_tests.contract.inprocess import AsgiBot, PythonDesk
from escalation_tests.contract.mail import EmailDesk
from escalation_tests.contract.material import Material
from escalation_tests.contract.polling import PollDesk
from escalation_tests.model.deed import Deed, Refusal
from escalation_tests.ports import Channel, Clock, Desk, Human
from escalation_tests.registry import Registry

if TYPE_CHECKING:
    from escalation_tests.engine.pace import Pace


from escalation_tests.wiring.settings import Settings


def channel(material: Material, clock: Clock, bot: Callable[..., Any] | None) -> Channel:
    from escalation_tests import channels

    known: Registry[Channel] = Registry(
        "channel",
        {
            "http": channels.http_channel,
            "sse": channels.sse_channel,
            "websocket": channels.websocket_channel,
            "openai": channels.openai_channel,
            "callback": channels.callback_channel,
            "asgi": channels.asgi_channel,
            "browser": channels.browser_channel,
            "python": channels.python_channel,
        },
    )
    written = material.config.bot
    if bot is not None:
        return channels.python_channel(bot, clock)
    if isinstance(written, PythonBot | AsgiBot):
        _importable(Path(material.file).parent)
    return known[written.channel](written, clock)


def desk(
    material: Material,
    settings: Settings,
    clock: Clock,
    held: Callable[[str], Any] | None = None,
) -> Desk:
    from escalation_tests import desks

    known: Registry[Desk] = Registry(
        "desk",
        {
            "webhook": desks.webhook_desk,
            "emulator": desks.webhook_desk,
            "reply": desks.reply_desk,
            "poll": desks.poll_desk,
            "email": desks.email_desk,
            "python": desks.python_desk,
        },
    )
    written = material.config.desk
    if held is not None:
        return desks.python_desk(_in_process(written), clock, held)
    if written is None:
        return desks.no_desk(clock)
    if isinstance(written, PythonDesk):
        _importable(Path(material.file).parent)
    relay = settings.relay
    if relay is not None and isinstance(written, ServedDesk | PollDesk | EmailDesk):
        return desks.relay_desk(relay.url, relay.key, written, clock, relay.address)
    return known[written.kind](written, clock)


def human(
    material: Material, clock: Clock, channel: Channel | None = None, desk: Desk | None = None
) -> Human | None:
    """The person at the desk; None where the configuration does not say how they act. What the
    desk is not told of is done on the platform, where the suite plays that.
    """
    from escalation_tests import desks

    written = material.config.desk
    at_desk: Human | None = None
    if written is not None and written.human is not None:
        if any(one.call for one in written.human.told.values()):
            _importable(Path(material.file).parent)
        at_desk = desks.scripted_human(written, clock, lambda: getattr(desk, "address", ""))
    on_platform: Human | None = getattr(channel, "human", None)
    people = [one for one in (at_desk, on_platform) if one is not None]
    return Staff(people) if people else None


class Staff:
    """Whoever of these people can do it does."""

    def __init__(self, people: Sequence[Human]) -> None:
        self._people = people
        self.can = frozenset(does for one in people for does in one.can)

    async def does(
        self, deed: Deed, conversation: str, handoff: str, token: str
    ) -> Refusal | None:
        who = next(one for one in self._people if deed.does in one.can)
        return await who.does(deed, conversation, handoff, token)


def _in_process(written: DeskCommon | None) -> PythonDesk:
    """What a desk that a hook gives is read by: as written for whatever desk was configured."""
    common = {name: getattr(written, name) for name in DeskCommon.model_fields} if written else {}
    return PythonDesk.model_validate(
        {"kind": "python", "call": "pytest_escalation_desk", **common, "preset": None}
    )


def pace(material: Material, held: Callable[[str], Any] | None = None) -> "Pace":
    from escalation_tests.engine.pace import Pace

    config = material.config
    desk = _in_process(config.desk) if held is not None else config.desk
    return Pace(
        timeout=config.bot.timeout,
        quiet=_quiet(config.bot),
        within=desk.within if desk else 0.0,
        settle=desk.settle if desk else 0.0,
        bot_silent=config.policy.after.bot_silent,
    )


def _quiet(bot: BotConfig) -> float:
    """The quiet that ends a turn; with polling, long enough for one more question."""
    if isinstance(bot, ChatBot):
        return 0.0  # it never speaks unasked
    poll = bot.poll if isinstance(bot, AnsweringBot) else None
    return max(bot.quiet, 1.5 * poll.every) if poll else bot.quiet


def _importable(folder: Path) -> None:
    """Let `bot.call` name a module beside the configuration, as people expect."""
    place = str(folder.resolve())
    if place not in sys.path:
        sys.path.insert(0, place)
