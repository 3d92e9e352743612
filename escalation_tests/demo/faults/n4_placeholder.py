"""N4: a name was never filled in."""

from escalation_tests.demo.bot.letters import Letters
from escalation_tests.demo.bot.policy import Transfer
from escalation_tests.demo.faults import Fault, changed


def _raw(text: str, *_: Transfer | dict[str, Letters]) -> str:
    return f"{text} {{{{conversation.agent.name}}}}"


FAULT = Fault(
    "N4-placeholder", "The notice shows an unrendered placeholder.", changed(notice=_raw)
)
