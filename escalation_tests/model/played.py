"""One play of a plan, and what was made of it."""

from dataclasses import dataclass

from escalation_tests.model.finding import Judgement
from escalation_tests.model.record import Record


@dataclass(frozen=True, slots=True)
class Played:
    """A record and its judgement; a test with several trials has one for each."""

    record: Record
    judgement: Judgement
