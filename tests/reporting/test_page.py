import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from escalation_tests.contract.escalation import Goals
from escalation_tests.model.handoff import Line
from escalation_tests.model.message import Message, Speaker
from escalation_tests.reporting.difference import difference, facts
from escalation_tests.reporting.page import context_diff_html, report_html, transcript_html, write
from escalation_tests.reporting.results import RunInfo, results
from tests.reporting.conftest import REACH

INFO = RunInfo(seed=7, started=0.0, seconds=3.0, config="escalation.yaml", bot="http://b.example")
GOALS = Goals(context_loss="0%", misrouted="0%", needless_escalations="0%")
HOSTILE = "</template><script>alert(1)</script><img src=x onerror=alert(2)>\"'><style>*{}</style>"
VOID = {"meta", "input", "img", "br", "hr", "link"}


class Page(HTMLParser):
    """Notes elements, attributes and ids of a page, and refuses one that is not well nested."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.ids, self.open = [], [], [], []
        self.styles, self.scripts, self.texts = [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        place = {"style": self.styles, "script": self.scripts}
        place.get(self.open[-1] if self.open else "", self.texts).append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def report(entries):
    return report_html(results(entries, INFO, GOALS, REACH))


@pytest.fixture
def page(workshop):
    entries = [workshop.outcome(verdict) for verdict in ("passed", "failed", "error", "skipped")]
    for number, entry in enumerate(entries):
        entry["id"] += str(number)
    return Page(report(entries))


@pytest.fixture
def hostile(workshop):
    """A conversation in which everything that others wrote is an attack."""
    said = tuple(
        Message(who, HOSTILE, float(n), 1) for n, who in enumerate((*Speaker, Speaker.BOT))
    )
    entry = workshop.entry(workshop.failed(messages=said), item=HOSTILE, about=HOSTILE)
    (handoff,) = entry["handoffs"]
    for key in ("queue", "priority", "language", "reason", "summary", "raw", "id"):
        handoff[key] = HOSTILE
    handoff["facts"] = {HOSTILE: HOSTILE}
    handoff["transcript"] = [{"speaker": None, "role": HOSTILE, "text": HOSTILE}]
    entry["findings"][0].update(message=HOSTILE, evidence={HOSTILE: [HOSTILE]})
    entry["queue"]["actual"] = entry["persona"] = entry["topic"] = HOSTILE
    entry["judged"][-1]["reason"] = HOSTILE
    return entry


def test_the_page_tells_numbers_promises_goals_and_conversations(page):
    assert "4 conversations were played" in page.text
    assert "The order number never reached the human." in page.text
    assert "You are NOT listening!" in page.text
    assert "context loss 0% 100% 1 not met" in page.text
    assert "needless escalations 0% – 0 not exercised" in page.text
    assert {"c1", "c2", "c3", "c4"} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_page_is_whole_without_any_other_resource(page):
    outside = [
        (name, value)
        for name, value in page.attributes
        if name in {"src", "srcset", "data", "action", "poster"}
        or (name == "href" and not value.startswith("#"))
    ]
    assert outside == []
    assert not any("url(" in style or "@import" in style for style in page.styles)


def test_only_our_own_style_and_script_are_allowed(page):
    policy = next(v for n, v in page.attributes if n == "content" and "default-src" in v)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for text in (*page.styles, *page.scripts):
        digest = b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
        assert f"'sha256-{digest}'" in policy
    assert (len(page.styles), len(page.scripts)) == (1, 1)
    assert not any(name == "style" or name.startswith("on") for name, _ in page.attributes)


def test_landmarks_and_labels_guide_a_screen_reader(page):
    assert {"header", "main", "footer", "h1", "caption"} <= set(page.tags)
    assert page.tags.count("main") == 1
    assert ("lang", "en") in page.attributes
    assert ("aria-live", "polite") in page.attributes
    labelled = [value for name, value in page.attributes if name == "aria-labelledby"]
    assert labelled
    assert set(labelled) <= set(page.ids)


@pytest.mark.parametrize("render", [lambda e: report([e]), transcript_html, context_diff_html])
def test_nothing_that_others_wrote_becomes_markup(hostile, render):
    page = Page(render(hostile))
    assert "img" not in page.tags
    assert page.tags.count("script") <= 1
    assert page.tags.count("style") == 1
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert "<script>alert(1)</script>" in page.text


@pytest.mark.parametrize("render", [lambda e: report([e]), transcript_html, context_diff_html])
def test_control_and_direction_characters_are_shown_as_escapes(workshop, render):
    said = (Message(Speaker.BOT, "a\x1b[31m\u202eb\x00\ud800", 0.4, 1),)
    html = render(workshop.entry(workshop.failed(messages=said)))
    html.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", html)
    assert "a\\x1b[31m\\u202eb" in html


def test_a_megabyte_does_not_swell_the_page(workshop):
    said = (Message(Speaker.BOT, "x" * 1_000_000, 0.4, 1),)
    html = report([workshop.entry(workshop.failed(messages=said))])
    assert len(html) < 200_000
    assert "characters in all" in html


def test_a_thousand_conversations_stay_within_bounds(workshop):
    entry = workshop.outcome("failed")
    entries = [{**entry, "id": f"conversation {n}"} for n in range(1_000)]
    html = report(entries)
    assert html.count('<details class="conversation') == 1_000
    assert len(html) < 12_000_000


def test_the_page_is_written_whole(tmp_path, workshop):
    path = tmp_path / "build" / "report.html"
    write(path, results([workshop.outcome("failed")], INFO, GOALS, REACH))
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert [found.name for found in path.parent.iterdir()] == ["report.html"]


def test_an_empty_run_has_a_page_too():
    assert "0 conversations were played" in Page(report([])).text


def test_a_conversation_without_desk_record_says_so(workshop):
    page = Page(context_diff_html(workshop.outcome("skipped")))
    assert "The desk holds nothing of this conversation." in page.text


def held(entry, *lines):
    """The rows for a desk's transcript, as kind and both texts."""
    transcript = [
        {"speaker": line.speaker, "role": line.role, "text": line.text} for line in lines
    ]
    handoff = {**entry["handoffs"][0], "transcript": transcript, "at": 10.0}
    return [
        (row.kind, row.said and row.said["text"], row.held and row.held["text"])
        for row in difference(entry, handoff)
    ]


ASKED = "I was charged twice for AB-100001."
ANSWERED = "Please read our help article."
ANGRY = "You are NOT listening!"


@pytest.fixture
def entry(workshop):
    entry = workshop.outcome("failed")
    entry["transcript"] = entry["transcript"][:3]
    return entry


def test_equal_lines_stand_side_by_side_whatever_their_markup(entry):
    rows = held(
        entry,
        Line(Speaker.CUSTOMER, "<p>I was  charged twice for AB-100001.</p>"),
        Line(Speaker.BOT, ANSWERED),
        Line(None, ANGRY),
    )
    assert [row[0] for row in rows] == ["same", "same", "same"]


def test_a_missing_line_and_one_that_was_never_said_are_told_apart(entry):
    rows = held(entry, Line(Speaker.CUSTOMER, ASKED), Line(Speaker.BOT, "Totally other words 123"))
    assert [row[0] for row in rows] == ["same", "missing", "missing", "added"]


def test_a_changed_line_stands_beside_what_was_said(entry):
    rows = held(
        entry,
        Line(Speaker.CUSTOMER, "I was charged twice for [masked]."),
        Line(Speaker.BOT, ANSWERED),
        Line(Speaker.CUSTOMER, "You are NOT"),
    )
    assert [row[0] for row in rows] == ["changed", "same", "changed"]


def test_swapped_speakers_show(entry):
    rows = held(entry, Line(Speaker.BOT, ASKED), Line(Speaker.BOT, ANSWERED))
    assert [row[0] for row in rows] == ["speaker", "same", "missing"]


def test_what_was_said_after_the_delivery_is_not_missing(workshop):
    entry = workshop.outcome("failed")
    rows = difference(entry, entry["handoffs"][0])
    assert [row.kind for row in rows] == ["same", "same", "missing", "later", "later"]


def test_facts_say_where_they_stand(workshop):
    entry = workshop.outcome("failed")
    (row,) = facts(entry, entry["handoffs"][0])
    assert (row.name, row.held, row.places) == ("order_id", None, ("transcript",))


def test_the_bots_own_words_in_the_reply_that_hands_over_are_not_missing(workshop):
    entry = workshop.outcome("failed")
    handoff = {**entry["handoffs"][0], "at": 2.0}
    assert [row.kind for row in difference(entry, handoff)][2:] == ["missing", "later", "later"]
