"""What only a screen shows: the live region, the field that one writes in, the rest of the page."""

import pytest

from escalation_tests.checks import judge
from escalation_tests.model.finding import Status
from escalation_tests.model.message import Speaker
from tests.checks.records import asked, bench, on_a_screen


def found(record):
    """What is broken, by check, with the evidence."""
    return {one.check: one.evidence for one in judge(record, bench()).findings}


def status(record, name):
    return next(one.status for one in judge(record, bench()).results if one.check == name)


def test_a_page_that_is_well_breaks_nothing() -> None:
    assert found(on_a_screen()) == {}


def test_a_notice_that_no_live_region_holds() -> None:
    record = on_a_screen(announced=frozenset())
    assert found(record).keys() == {"notice.announced"}
    assert found(record)["notice.announced"]["text"] in {
        m.text for m in record.said_by(Speaker.BOT)
    }


@pytest.mark.parametrize("state", ["missing", "hidden", "disabled", "read-only"])
def test_a_field_in_which_nobody_can_write(state) -> None:
    record = on_a_screen(input=state)
    assert found(record) == {"after.input-usable": {"input": state}}


def test_a_page_that_was_gone_shows_nothing() -> None:
    assert status(on_a_screen(input=None), "after.input-usable") is Status.NOT_OBSERVABLE


def test_without_a_handoff_the_field_does_not_matter() -> None:
    record = on_a_screen(asked().bot("What is it about?").record(), input="disabled")
    assert status(record, "after.input-usable") is Status.NOT_APPLICABLE


@pytest.mark.parametrize("part", ["{{queue_name}}", "undefined", "[object Object]"])
def test_a_placeholder_beside_the_messages(part) -> None:
    record = on_a_screen(around=f"You are number 3 with {part}\nSend")
    assert found(record).keys() == {"notice.page-sound"}
    assert found(record)["notice.page-sound"]["found"] == part


def test_what_the_customer_wrote_is_no_placeholder() -> None:
    said = on_a_screen().said_by(Speaker.CUSTOMER)[0].text
    assert found(on_a_screen(around=f"Draft: {said}")) == {}


def test_a_page_with_nothing_beside_the_messages() -> None:
    assert status(on_a_screen(around=""), "notice.page-sound") is Status.NOT_APPLICABLE
