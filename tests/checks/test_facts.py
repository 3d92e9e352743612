"""Where a fact has to stand, and whose facts must not."""

import pytest

from escalation_tests.checks import judge
from escalation_tests.model.fact import Fact
from escalation_tests.model.finding import Blame, Severity
from escalation_tests.model.handoff import DeskState, Line
from escalation_tests.model.message import Speaker
from escalation_tests.model.trigger import Trigger
from tests.checks.records import NOTICE, Chat, bench, handed_over, healthy, opened, policy, twin


def found(chat, promise=None, planted=None, **parts):
    return judge(chat.record(**parts), bench(promise, planted)).findings


def test_a_fact_only_in_the_transcript_is_a_milder_finding() -> None:
    (finding,) = found(handed_over(facts={"amount": "49.9"}).after("Hi?"))
    assert (finding.check, finding.severity) == ("context.facts-carried", Severity.NORMAL)
    assert "only in the transcript" in finding.message
    assert finding.evidence["only_in_transcript"] == {"order_id": "AB-123456"}


def test_a_fact_nowhere_is_critical_and_says_what_stands_there_instead() -> None:
    wrong = {"customer.order_id": "None", "amount": "49.9"}
    none = policy(context={"transcript": "none"})
    (finding,) = found(handed_over(facts=wrong, transcript=None).after("Hi?"), none)
    assert finding.severity is Severity.CRITICAL
    assert "it has order id: 'None' instead" in finding.message


def test_a_fact_in_the_summary_is_carried() -> None:
    chat = handed_over(facts={}, summary="49.90 charged twice for AB-123456").after("Hi?")
    assert found(chat) == ()


def test_without_a_mapping_for_facts_any_place_will_do() -> None:
    unmapped = DeskState(
        observed=True,
        fields=frozenset({"transcript", "attempted", "queue", "priority"}),
        relays=True,
    )
    assert found(handed_over(facts=None).after("Hi?"), desk=unmapped) == ()
    raw = '{"order": "AB-123456", "sum": 49.9}'
    bare = unmapped.fields - {"transcript"}
    none = policy(context={"transcript": "none"})
    chat = handed_over(facts=None, transcript=None, summary=None, raw=raw).after("Hi?")
    assert found(chat, none, desk=DeskState(True, bare | {"summary"}, relays=True)) == ()


def test_a_fact_that_nobody_could_read_is_not_required() -> None:
    chat = Chat().customer("my order: a b won too free", gives=(Fact("order_id", "AB-123"),))
    chat.bot("Pardon?").customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    assert found(chat.signal().desk(facts={}).bot(NOTICE).after("Hi?")) == ()


def test_a_fact_told_only_afterwards_is_not_required() -> None:
    chat = handed_over().after(
        "And my e-mail is ada@example.org", gives=(Fact("email", "ada@example.org"),)
    )
    assert found(chat) == ()


def test_a_declared_mask_is_fine_and_another_one_is_not() -> None:
    masked = policy(context={"masked": {"order_id": "last4"}})
    shown = handed_over(facts={"order_id": "**-**3456", "amount": "49.9"}).after("Hi?")
    assert found(shown, masked) == ()
    (finding,) = found(shown)
    assert finding.check == "context.facts-carried"
    gone = handed_over(facts={"amount": "49.9"}).after("Hi?")
    assert found(gone, policy(context={"masked": {"order_id": "all"}})) == ()


def test_a_corrected_value_under_its_name_is_one_finding() -> None:
    chat = opened().customer("No, AB-654321.", corrects=(Fact("order_id", "AB-654321"),))
    chat.bot("Noted.").customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    chat.signal().desk(facts={"order_id": "AB-123456", "amount": "49.9", "new": "AB-654321"})
    (finding,) = found(chat.bot(NOTICE).after("Hi?"))
    assert finding.check == "context.facts-current"
    assert finding.evidence == {"fact": "order_id", "expected": "AB-654321", "actual": "AB-123456"}


def test_a_summary_may_tell_of_the_correction() -> None:
    chat = opened().customer("No, AB-654321.", corrects=(Fact("order_id", "AB-654321"),))
    chat.bot("Noted.").customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    chat.signal().desk(summary="First gave AB-123456, corrected to AB-654321.")
    assert found(chat.bot(NOTICE).after("Hi?")) == ()


@pytest.mark.parametrize("place", ["summary", "raw", "reason"])
def test_a_foreign_value_is_found_anywhere(place) -> None:
    chat = handed_over(**{place: "see order zz 777777"}).after("Hi?")
    (finding,) = found(chat, planted={"ZZ-777777": "other::case"})
    assert finding.check == "context.nothing-foreign"
    assert finding.severity is Severity.CRITICAL
    assert "other::case" in finding.message


def test_own_short_and_spoken_values_are_not_foreign() -> None:
    planted = {"AB-123456": "b", "age": "c", "49.90 EUR": "d", "1999": "e", "blue jacket": "f"}
    chat = opened().bot("Is it the blue jacket of 1999?")
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal()
    chat.desk(summary="Wants her age, 1999, and a blue jacket.").bot(NOTICE).after("Hi?")
    assert found(chat, planted=planted) == ()


def test_a_long_transcript_is_searched_to_its_end() -> None:
    chat = Chat().customer("chatter " * 5000).bot("I see.")
    chat.customer("Order AB-123456. A human!", due=Trigger.EXPLICIT_REQUEST,
                  gives=(Fact("order_id", "AB-123456"),))  # fmt: skip
    long = (*chat.lines(), Line(Speaker.CUSTOMER, "ZZ-777777", "customer"))
    chat.signal().desk(facts={}, transcript=long).bot(NOTICE).after("Hi?")
    findings = found(chat, planted={"ZZ-777777": "other"})
    assert [one.check for one in findings] == ["context.nothing-foreign", "context.facts-carried"]
    assert "only in the transcript" in findings[1].message


def test_part_of_a_word_is_not_foreign() -> None:
    assert found(healthy(), planted={"B-12345": "b", "9.90 EUR": "c"}) == ()


def test_an_amount_of_another_customer_in_another_spelling_is_no_proof() -> None:
    assert found(handed_over(raw='{"ms": 120}').after("Hi?"), planted={"120 EUR": "b"}) == ()


def test_a_person_who_asks_for_what_the_desk_shows_is_the_desks_failure() -> None:
    (finding,) = found(healthy().human("Could you tell me your order number?"))
    assert finding.blame is Blame.DESK
    lost = handed_over(facts={"amount": "49.9"}, transcript=None).after("Hi?")
    none = policy(context={"transcript": "none", "facts": "optional"})
    (finding,) = found(lost.human("What is your order number?"), none)
    assert finding.blame is Blame.BOT


def test_the_bot_may_ask_before_the_handoff() -> None:
    chat = twin().bot("What is your order number?")
    assert found(chat) == ()
