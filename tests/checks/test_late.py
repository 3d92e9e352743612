"""A handoff that comes only once the customer has written again, and what only looks like one."""

import pytest

from escalation_tests.checks import judge
from escalation_tests.model.handoff import Source
from tests.checks.faults import late_desk
from tests.checks.records import NOTICE, asked, bench

AT_DESK = "delivery.at-desk"


def accused(chat) -> bool:
    return AT_DESK in {one.check for one in judge(chat.record(), bench()).findings}


def test_what_comes_after_the_customers_next_message_is_late() -> None:
    assert accused(late_desk())


@pytest.mark.parametrize(
    "chat",
    [
        late_desk(waited=False),
        late_desk(source=Source.POLL),
        late_desk(source=Source.EMAIL),
        late_desk(NOTICE + " What is your order number?"),
        late_desk(NOTICE + " All right?"),
        late_desk(at=3.5, turn=2),
        asked().bot(NOTICE).later(8).desk().after("Hi?"),
        asked().refuse(503).bot(NOTICE).after("Hi?").desk(),
    ],
    ids=[
        "not-waited",
        "polled",
        "mailed",
        "asked",
        "asked-anything",
        "between",
        "in-its-turn",
        "refused-first",
    ],
)
def test_no_bot_is_accused_where_that_is_not_certain(chat) -> None:
    assert not accused(chat)
