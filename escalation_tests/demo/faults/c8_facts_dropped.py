"""C8: the customer's details are not handed over."""

from escalation_tests.demo.bot.seams import Case
from escalation_tests.demo.faults import Fault, sends


def _forgetful(case: Case) -> Case:
    return {**case, "customer": {}}


FAULT = Fault(
    "C8-facts-dropped",
    "Order number, amount and other details reach the human only in the transcript, if at all.",
    sends(_forgetful),
)
