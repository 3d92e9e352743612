"""N5: the notice is hard-coded."""

from escalation_tests.demo.bot.letters import Letters
from escalation_tests.demo.bot.policy import Transfer
from escalation_tests.demo.faults import Fault, changed


def _english(text: str, transfer: Transfer, letters: dict[str, Letters]) -> str:
    return letters["en"].notice(transfer) if text else text


FAULT = Fault(
    "N5-english-notice",
    "The notice is in English, whatever the customer writes.",
    changed(notice=_english),
)
