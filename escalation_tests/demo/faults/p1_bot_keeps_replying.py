"""P1: the bot talks on."""

from escalation_tests.demo.faults import Fault, changed

FAULT = Fault(
    "P1-bot-keeps-replying",
    "The bot goes on answering while the customer waits for the human.",
    changed(talks_on=True),
)
