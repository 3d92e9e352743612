"""Names become channels, desks and paces."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from escalation_tests.contract.desk import WebhookDesk
from escalation_tests.contract.material import Material
from escalation_tests.ports import Channel, Clock, Desk
from escalation_tests.registry import Registry

if TYPE_CHECKING:
    from escalation_tests.engine.pace import Pace


from escalation_tests.wiring.settings import Settings


def channel(material: Material, clock: Clock, bot: Callable[..., Any] | None) -> Channel:
    from escalation_tests import channels

    known: Registry[Channel] = Registry(
        "channel", {"http": channels.http_channel, "python": channels.python_channel}
    )
    written = material.config.bot
    if bot is not None:
        return channels.python_channel(bot, clock)
    return known[written.channel](written, clock)


def desk(material: Material, settings: Settings, clock: Clock) -> Desk:
    from escalation_tests import desks

    known: Registry[Desk] = Registry(
        "desk", {"webhook": desks.webhook_desk, "reply": desks.reply_desk}
    )
    written = material.config.desk
    if written is None:
        return desks.no_desk(clock)
    if settings.relay is not None and isinstance(written, WebhookDesk):
        return desks.relay_desk(settings.relay.url, settings.relay.key, written, clock)
    return known[written.kind](written, clock)


def pace(material: Material) -> "Pace":
    from escalation_tests.engine.pace import Pace

    config = material.config
    return Pace(
        timeout=config.bot.timeout,
        quiet=config.bot.quiet,
        within=config.desk.within if config.desk else 0.0,
        settle=config.desk.settle if config.desk else 0.0,
        bot_silent=config.policy.after.bot_silent,
    )
