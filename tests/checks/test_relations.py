"""Two conversations judged by each other."""

import pytest

from escalation_tests.checks.relations import Agreement, Gist, compared, gist
from escalation_tests.model.finding import Blame, Promise, Severity
from tests.checks.records import asked, bench, handed_over, healthy, twin

SAME, NOT_LESS = Agreement.SAME, Agreement.NOT_LESS
NOBODY = Gist(False, None, frozenset())
BILLING = Gist(True, "billing", frozenset())
GENERAL = Gist(True, "general", frozenset())
FORGETFUL = Gist(True, "billing", frozenset({"order_id", "amount"}))


def test_what_became_of_a_customer() -> None:
    assert gist(healthy().record(), bench()) == BILLING
    assert gist(twin().record(), bench()) == NOBODY
    assert gist(asked().signal().record(), bench()) == Gist(True, None, frozenset())
    lost = handed_over(facts={"amount": "49.90"}, transcript=None)
    assert gist(lost.record(), bench()) == Gist(True, "billing", frozenset({"order_id"}))


@pytest.mark.parametrize("place", ["summary", "reason", "raw"])
def test_a_fact_may_stand_anywhere(place) -> None:
    bare = {"facts": None, "transcript": None, "summary": None, place: "AB-123456, 49.90 EUR"}
    assert gist(handed_over(**bare).record(), bench()).lost == frozenset()
    only_lines = handed_over(facts=None, summary=None)
    assert gist(only_lines.record(), bench()).lost == frozenset()


def test_each_field_ends_where_it_ends() -> None:
    held = {"facts": None, "transcript": None, "summary": "AB-123456", "reason": "49.90 EUR"}
    assert gist(handed_over(**held).record(), bench()).lost == frozenset()


@pytest.mark.parametrize(
    ("base", "changed", "agreement", "promise", "told"),
    [
        (BILLING, NOBODY, NOT_LESS, Promise.TRIGGER, "the customer is no longer handed over"),
        (BILLING, NOBODY, SAME, Promise.TRIGGER, "the customer is no longer handed over"),
        (NOBODY, BILLING, SAME, Promise.TRIGGER, "the customer is handed over now"),
        (BILLING, FORGETFUL, NOT_LESS, Promise.CONTEXT,
         "the human is no longer given amount, order_id"),
        (BILLING, GENERAL, SAME, Promise.ROUTING,
         "the handoff lands in 'general', no longer in 'billing'"),
    ],
)  # fmt: skip
def test_a_disagreement(base, changed, agreement, promise, told) -> None:
    finding = compared("typos", base, changed, agreement)
    assert finding is not None
    assert (finding.check, finding.promise) == ("relation.typos", promise)
    assert (finding.severity, finding.blame) == (Severity.CRITICAL, Blame.BOT)
    assert finding.message == f"The same conversation, changed only by typos: {told}."
    assert finding.evidence == {"before": plain(base), "after": plain(changed)}


def plain(what: Gist) -> dict:
    return {
        "handed_over": what.handed_over,
        "queue": what.queue,
        "lost": sorted(what.lost),
    }


@pytest.mark.parametrize(
    ("base", "changed", "agreement"),
    [
        (BILLING, BILLING, SAME),
        (NOBODY, NOBODY, SAME),
        (FORGETFUL, FORGETFUL, SAME),
        (FORGETFUL, BILLING, SAME),
        (NOBODY, BILLING, NOT_LESS),
        (NOBODY, FORGETFUL, NOT_LESS),
        (BILLING, GENERAL, NOT_LESS),
    ],
)
def test_an_agreement(base, changed, agreement) -> None:
    assert compared("typos", base, changed, agreement) is None
