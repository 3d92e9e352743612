"""The human's side: one module for each way of seeing it, loaded when it is used."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from escalation_tests.contract.desk import DeskCommon, ReplyDesk, WebhookDesk
from escalation_tests.contract.emulator import EmulatorDesk
from escalation_tests.contract.inprocess import PythonDesk
from escalation_tests.contract.mail import EmailDesk
from escalation_tests.contract.polling import PollDesk
from escalation_tests.ports import Clock, Desk, Human

if TYPE_CHECKING:
    from escalation_tests.desks.email import EmailObserver
    from escalation_tests.desks.hosted import HostedDesk, KeepingDesk
    from escalation_tests.desks.poll import PollObserver
    from escalation_tests.desks.python import PythonObserver
    from escalation_tests.desks.relay import RelayedDesk
    from escalation_tests.desks.webhook import WebhookObserver

__all__ = [
    "email_desk",
    "no_desk",
    "poll_desk",
    "python_desk",
    "relay_desk",
    "reply_desk",
    "scripted_human",
    "webhook_desk",
]


def webhook_desk(desk: WebhookDesk | EmulatorDesk, clock: Clock) -> "WebhookObserver":
    """A server to which the bot posts its handoffs, or that plays a vendor's interface.

    Once started it has `url`, where it listens, and `key`, with which other processes of the
    same run may follow it (see `relay_desk`).
    """
    from escalation_tests.desks.webhook import WebhookObserver

    return WebhookObserver(desk, clock)


def relay_desk(
    url: str, key: str, desk: DeskCommon, clock: Clock, address: str = ""
) -> "RelayedDesk":
    """The desk of another process of this run, seen from here; `address` takes deliveries."""
    from escalation_tests.desks.relay import RelayedDesk

    return RelayedDesk(url, key, desk, clock, address)


def reply_desk(desk: ReplyDesk, clock: Clock) -> Desk:
    """What the bot's replies say of the desk: what was asked for, not what arrived."""
    from escalation_tests.desks.reply import ReplyObserver

    return ReplyObserver(desk, clock)


def email_desk(desk: EmailDesk, clock: Clock) -> "EmailObserver":
    """A mailbox to which the bot sends its handoffs; it has `address` once started."""
    from escalation_tests.desks.email import EmailObserver

    return EmailObserver(desk, clock)


def python_desk(
    desk: PythonDesk, clock: Clock, held: Callable[[str], Any] | None = None
) -> "PythonObserver":
    """A function in this process, `held` or the one that is configured."""
    from escalation_tests.desks.python import PythonObserver

    return PythonObserver(desk, held, clock)


def poll_desk(desk: PollDesk, clock: Clock) -> "PollObserver":
    """A real desk that is asked again and again what it holds."""
    from escalation_tests.desks.poll import PollObserver

    return PollObserver(desk, clock)


def hosted_desk(desk: "KeepingDesk", clock: Clock) -> "HostedDesk":
    """`desk`, so that other processes of this run may follow it by its `url` and `key`."""
    from escalation_tests.desks.hosted import HostedDesk

    return HostedDesk(desk, clock)


def scripted_human(desk: DeskCommon, clock: Clock, listens: Callable[[], str] = str) -> Human:
    """A person at `desk` who does what a test says; `listens` tells where the run's own does."""
    from escalation_tests.desks.human import ScriptedHuman

    return ScriptedHuman(desk, clock, listens)


def no_desk(clock: Clock) -> Desk:
    """Sees nothing, and says so."""
    from escalation_tests.desks.unseen import UnseenDesk

    return UnseenDesk(clock)
