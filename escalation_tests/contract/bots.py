"""All ways by which a bot is reached, as one."""

from typing import Annotated

from pydantic import Field

from escalation_tests.contract.bot import HttpBot, PythonBot
from escalation_tests.contract.browser import BrowserBot
from escalation_tests.contract.callback import CallbackBot
from escalation_tests.contract.completions import ChatBot
from escalation_tests.contract.inprocess import AsgiBot
from escalation_tests.contract.socket import SocketBot
from escalation_tests.contract.streaming import SseBot

BotConfig = Annotated[
    HttpBot | SseBot | SocketBot | ChatBot | CallbackBot | AsgiBot | BrowserBot | PythonBot,
    Field(discriminator="channel"),
]
"""How the bot is reached; `channel` says by which way."""
