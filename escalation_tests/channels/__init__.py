"""The bot's side: one module for each way by which a bot is reached, loaded when it is used."""

from collections.abc import Callable

from escalation_tests.contract.bot import HttpBot, PythonBot
from escalation_tests.contract.browser import BrowserBot
from escalation_tests.contract.callback import CallbackBot
from escalation_tests.contract.completions import ChatBot
from escalation_tests.contract.inprocess import AsgiBot
from escalation_tests.contract.socket import SocketBot
from escalation_tests.contract.streaming import SseBot
from escalation_tests.errors import ChannelError
from escalation_tests.ports import Channel, Clock

__all__ = [
    "asgi_channel",
    "browser_channel",
    "callback_channel",
    "http_channel",
    "openai_channel",
    "python_channel",
    "sse_channel",
    "websocket_channel",
]


def http_channel(bot: HttpBot, clock: Clock) -> Channel:
    """The way to a bot behind an HTTP endpoint.

    Raises `UnknownName` for an unknown placeholder and `ChannelError` for an expression or
    address that cannot be used.
    """
    from escalation_tests.channels.http import HttpChannel

    return HttpChannel(bot, clock)


def asgi_channel(bot: AsgiBot, clock: Clock) -> Channel:
    """The way to an ASGI application in this process; raises as `http_channel` does."""
    from escalation_tests.channels.asgi import AsgiChannel

    return AsgiChannel(bot, clock)


def sse_channel(bot: SseBot, clock: Clock) -> Channel:
    """The way to a bot that answers by server-sent events; raises as `http_channel` does."""
    from escalation_tests.channels.sse import SseChannel

    return SseChannel(bot, clock)


def openai_channel(bot: ChatBot, clock: Clock) -> Channel:
    """The way to a bot behind chat completions; raises as `http_channel` does."""
    from escalation_tests.channels.openai import OpenaiChannel

    return OpenaiChannel(bot, clock)


def websocket_channel(bot: SocketBot, clock: Clock) -> Channel:
    """The way to a bot that speaks over a WebSocket; raises as `http_channel` does, and when the
    library is not installed.
    """
    try:
        import websockets  # noqa: F401 - it is an extra
    except ImportError:
        raise ChannelError(
            "library",
            "`channel: websocket` needs websockets: pip install 'escalation-tests[websocket]'",
        ) from None
    from escalation_tests.channels.websocket import SocketChannel

    return SocketChannel(bot, clock)


def callback_channel(bot: CallbackBot, clock: Clock) -> Channel:
    """The way to a bot that calls the platform back, which the channel plays.

    Raises as `http_channel` does.
    """
    from escalation_tests.channels.callback import CallbackChannel

    return CallbackChannel(bot, clock)


def browser_channel(bot: BrowserBot, clock: Clock) -> Channel:
    """The way to a bot behind a page, in a browser; raises as `http_channel` does."""
    from escalation_tests.channels.browser import BrowserChannel

    return BrowserChannel(bot, clock)


def python_channel(bot: PythonBot | Callable[..., object], clock: Clock) -> Channel:
    """The way to a function in this process, named by `bot.call` or given itself."""
    from escalation_tests.channels.python import PythonChannel, named_after

    if isinstance(bot, PythonBot):
        return PythonChannel(bot, None, clock)
    return PythonChannel(named_after(bot), bot, clock)
