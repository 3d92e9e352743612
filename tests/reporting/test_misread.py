"""A finding that rests on words tells how to teach the suite a shop's own wording."""

from dataclasses import replace

import pytest

from escalation_tests.model.finding import Blame, Finding, Promise, Result, Severity, Status
from escalation_tests.reporting.failure import failure_text
from escalation_tests.reporting.misread import advice
from escalation_tests.reporting.page import report_html
from escalation_tests.reporting.results import results
from escalation_tests.reporting.summary import summary
from tests.reporting.conftest import REACH
from tests.reporting.test_page import GOALS, INFO

SILENT = {"signal": True, "notice": False, "desk": 1}
PROMISED = {"signal": False, "notice": True, "desk": 0}
UNSEEN = {"signal": None, "notice": False, "desk": None}


@pytest.mark.parametrize(
    ("check", "evidence", "seen", "place"),
    [
        ("notice.given", {"replies": ["Tagging in the crew."]}, SILENT, "`patterns.de.announces`"),
        ("notice.given", {"replies": []}, SILENT, ""),
        ("notice.before-transfer", {}, SILENT, "`patterns.de.announces`"),
        ("unavailable.says-so", {"replies": ["All asleep."]}, SILENT, "`patterns.de.unavailable`"),
        ("notice.says", {"missing": ["destination", "next_step"]}, SILENT,
         "`patterns.de.who` and `patterns.de.next`"),
        ("notice.once", {}, SILENT, "`patterns.de.ignored`"),
        ("delivery.at-desk", {}, PROMISED, "`patterns.de.ignored`"),
        ("delivery.at-desk", {}, {**PROMISED, "signal": True}, ""),
        ("trigger.not-needless", {}, PROMISED, "`patterns.de.ignored`"),
        ("trigger.not-needless", {}, SILENT, ""),
        ("trigger.in-time", {}, UNSEEN, "`patterns.de.announces`"),
        ("trigger.in-time", {}, {**UNSEEN, "desk": 0}, ""),
        ("routing.queue", {}, SILENT, ""),
    ],
)  # fmt: skip
def test_where_the_wording_goes(check, evidence, seen, place) -> None:
    told = advice({"check": check, "evidence": evidence}, {"language": "de", "witnesses": seen})
    assert place in told
    assert bool(place) == bool(told)


def test_what_a_bot_says_beside_a_person_may_have_been_news_of_them() -> None:
    finding = {"check": "after.bot-silent", "evidence": {"texts": ["Ada is online."]}}
    entry = {"language": "en", "witnesses": SILENT, "deeds": [{"does": "accepts"}]}
    assert "`patterns.en.announces`" in advice(finding, entry)
    assert advice(finding, {**entry, "deeds": []}) == ""


def test_the_failure_text_and_the_page_say_it(workshop) -> None:
    finding = Finding(
        "notice.given", Promise.NOTICE, Severity.CRITICAL, Blame.BOT,
        "The desk holds a handoff, but the customer was told 'Tagging in the crew.'.",
        {"replies": ["Tagging in the crew."]},
    )  # fmt: skip
    played = workshop.failed()
    result = Result("notice.given", Promise.NOTICE, Status.FAILED, (finding,))
    judged = replace(played.judgement, results=(result,))
    entry = workshop.entry(replace(played, judgement=judged))
    told = "add their wording to `patterns.en.announces`"
    assert told in failure_text(entry, width=200)
    whole = results([entry], INFO, GOALS, REACH)
    assert report_html(whole).count(told) == 2
    assert whole["summary"]["worst"][0]["advice"] == advice(entry["findings"][0], entry)
    assert any(told in line.text for line in summary(whole, strays={}, files=()))
