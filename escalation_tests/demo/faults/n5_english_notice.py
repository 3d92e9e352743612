"""N5: the notice is hard-coded."""

from escalation_tests.demo.bot.letters import Letters
from escalation_tests.demo.bot.policy import Transfer
from escalation_tests.demo.faults import Fault, tells


def _english(_: str, transfer: Transfer, letters: dict[str, Letters]) -> str:
    return letters["en"].notice(transfer)


FAULT = Fault(
    "N5-english-notice",
    "The notice is in English, whatever the customer writes.",
    tells(_english),
)
