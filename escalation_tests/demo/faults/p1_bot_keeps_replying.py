"""P1: the bot talks on."""

from escalation_tests.demo.bot.conversation import Conversation
from escalation_tests.demo.bot.letters import Letters
from escalation_tests.demo.faults import Fault, changed


def _talkative(conversation: Conversation, letters: Letters) -> str:
    return letters.answer(conversation)


FAULT = Fault(
    "P1-bot-keeps-replying",
    "The bot goes on answering while the customer waits for the human.",
    changed(waiting=_talkative),
)
