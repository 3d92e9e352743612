"""Names become channels, desks and paces."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation_tests.contract.bot import HttpBot, PythonBot
from escalation_tests.contract.bots import BotConfig
from escalation_tests.contract.desk import WebhookDesk
from escalation_tests.contract.mail import EmailDesk
from escalation_tests.contract.material import Material
from escalation_tests.contract.polling import PollDesk
from escalation_tests.ports import Channel, Clock, Desk
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
            "callback": channels.callback_channel,
            "python": channels.python_channel,
        },
    )
    written = material.config.bot
    if bot is not None:
        return channels.python_channel(bot, clock)
    if isinstance(written, PythonBot):
        _importable(Path(material.file).parent)
    return known[written.channel](written, clock)


def desk(material: Material, settings: Settings, clock: Clock) -> Desk:
    from escalation_tests import desks

    known: Registry[Desk] = Registry(
        "desk",
        {
            "webhook": desks.webhook_desk,
            "reply": desks.reply_desk,
            "poll": desks.poll_desk,
            "email": desks.email_desk,
        },
    )
    written = material.config.desk
    if written is None:
        return desks.no_desk(clock)
    relay = settings.relay
    if relay is not None and isinstance(written, WebhookDesk | PollDesk | EmailDesk):
        return desks.relay_desk(relay.url, relay.key, written, clock, relay.address)
    return known[written.kind](written, clock)


def pace(material: Material) -> "Pace":
    from escalation_tests.engine.pace import Pace

    config = material.config
    return Pace(
        timeout=config.bot.timeout,
        quiet=_quiet(config.bot),
        within=config.desk.within if config.desk else 0.0,
        settle=config.desk.settle if config.desk else 0.0,
        bot_silent=config.policy.after.bot_silent,
    )


def _quiet(bot: BotConfig) -> float:
    """The quiet that ends a turn; with polling, long enough for one more question."""
    poll = bot.poll if isinstance(bot, HttpBot) else None
    return max(bot.quiet, 1.5 * poll.every) if poll else bot.quiet


def _importable(folder: Path) -> None:
    """Let `bot.call` name a module beside the configuration, as people expect."""
    place = str(folder.resolve())
    if place not in sys.path:
        sys.path.insert(0, place)
