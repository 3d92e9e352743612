"""R1: everything lands in the default queue."""

from dataclasses import replace

from escalation_tests.demo.bot.policy import Transfer
from escalation_tests.demo.faults import Fault, decides


def _default(transfer: Transfer) -> Transfer:
    return replace(transfer, queue="general")


FAULT = Fault("R1-default-queue", "Every handoff goes to the default queue.", decides(_default))
