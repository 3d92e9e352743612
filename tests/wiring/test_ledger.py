"""Which values are looked for in what a desk was handed."""

from dataclasses import replace

from escalation_tests.checks.reading import Remembering
from escalation_tests.model.fact import Fact
from escalation_tests.model.handoff import Handoff, Source
from escalation_tests.model.reading import Reading, Reads
from escalation_tests.model.record import Record
from escalation_tests.wiring.ledger import Ledger
from tests.checks.records import healthy

RECORD = healthy().record()


def _held(text: str) -> Record:
    return replace(RECORD, handoffs=(Handoff("c", Source.WEBHOOK, raw=text),))


def _ledger(*values: str) -> Ledger:
    ledger = Ledger()
    for number, value in enumerate(values):
        facts = (Fact("order_id", value),)
        whose = replace(
            RECORD.plan, id=f"plan {number}", token=f"t{number}", facts=facts, visits=()
        )
        ledger.add(whose)
    return ledger


def test_a_value_is_found_however_it_is_written() -> None:
    ledger = _ledger("AB-123456", "CD-999999")
    assert ledger.planted_in(_held("order ab 123 456, please"))["AB-123456"] == "plan 0"


def test_what_two_plans_share_belongs_to_nobody() -> None:
    assert (
        _ledger("AB-123456", "AB-123456").planted_in(_held("AB-123456")).get("AB-123456") is None
    )


def test_values_of_few_letters_are_always_looked_for() -> None:
    assert _ledger("A - - - - 1").planted_in(_held("nothing"))["A - - - - 1"] == "plan 0"


def test_where_nothing_was_handed_over_nothing_is_looked_for() -> None:
    assert _ledger("AB-123456").planted_in(replace(RECORD, handoffs=())) == {}


class _Counting:
    def __init__(self) -> None:
        self.read_so_far = 0

    def read(self, text: str, language: str | None = None) -> Reading:
        self.read_so_far += 1
        return Reading(Reads.ANNOUNCES if "human" in text else Reads.NONE)


def test_a_line_is_read_once_for_each_language_and_long_ones_are_not_remembered() -> None:
    counting = _Counting()
    reader = Remembering(counting)
    assert [reader.read("a human", code).reads for code in ("en", "en", "de")] == [
        Reads.ANNOUNCES
    ] * 3
    assert counting.read_so_far == 2
    assert reader.read("x" * 3_000) == reader.read("x" * 3_000)
    assert counting.read_so_far == 4


def test_a_value_that_is_being_added_can_be_looked_for_meanwhile() -> None:
    """As conversations are judged in several threads, and begun in another."""

    class Looking(list):
        def append(self, value: str) -> None:
            super().append(value)
            assert ledger.planted_in(_held(value)) == {value: "plan 0"}

    ledger = Ledger(_anchored={"ab12": Looking()})
    facts = (Fact("order_id", "AB-123456"),)
    ledger.add(replace(RECORD.plan, id="plan 0", facts=facts, visits=()))
