"""N4: a name was never filled in."""

from escalation_tests.demo.bot.letters import Letters
from escalation_tests.demo.bot.policy import Transfer
from escalation_tests.demo.faults import Fault, tells


def _raw(text: str, _: Transfer, __: dict[str, Letters]) -> str:
    return f"{text} {{{{conversation.agent.name}}}}"


FAULT = Fault(
    "N4-placeholder", "The notice shows a placeholder that was never filled in.", tells(_raw)
)
