"""What is said, and not said, of scripted people at the desk."""

from dataclasses import replace

import pytest

from escalation_tests.checks.hearing import Hearing
from escalation_tests.model.deed import Does, Refusal
from escalation_tests.model.finding import Status
from escalation_tests.model.handoff import DeskState
from tests.checks.looking import found, outcome
from tests.checks.records import FIELDS, NOTICE, asked, bench, healthy, policy
from tests.checks.staffed import PASSED_ON, given_back, passed_on, seen, taken

IDLE, UNSEEN = Status.NOT_APPLICABLE, Status.NOT_OBSERVABLE
QUIET = policy(notice={"passed_on": False})
DEAF = "this channel cannot hear what is said unasked"


@pytest.mark.parametrize(
    ("check", "build", "promise", "told"),
    [
        ("routing.passed-on", lambda: seen(passed_on(), desk=DeskState(True, relays=True)), None,
         (UNSEEN, "the configuration does not say where the desk has the queue")),
        ("notice.passed-on", lambda: seen(passed_on()), QUIET,
         (IDLE, "the policy does not promise it")),
        ("notice.passed-on", lambda: seen(passed_on(), listens=False), None, (UNSEEN, DEAF)),
        ("delivery.follows-people", lambda: seen(healthy().person(Does.SAYS, "Hi.")), None,
         (IDLE, "no person took the conversation or gave it back")),
        ("delivery.follows-people", lambda: seen(asked().person(Does.ACCEPTS)), None,
         (IDLE, "the desk holds no handoff")),
        ("delivery.follows-people",
         lambda: seen(taken(), desk=DeskState(True, FIELDS, relays=True, renews=True)), None,
         (UNSEEN, "the configuration does not show at the desk who has it: desk.handoff.taken")),
        ("after.person-heard", lambda: seen(healthy().person(Does.ACCEPTS)), None,
         (IDLE, "no scripted person said anything")),
        ("after.person-heard", lambda: seen(taken(), listens=False), None, (UNSEEN, DEAF)),
        ("after.takes-up-again", lambda: seen(taken()), None,
         (IDLE, "no person gave the conversation back")),
        ("after.takes-up-again", lambda: seen(taken().person(Does.GIVES_BACK)), None,
         (IDLE, "the customer wrote nothing once they were given back")),
        ("after.takes-up-again", lambda: seen(given_back("").system("Within a week.")), None,
         (Status.PASSED, "")),
    ],
)  # fmt: skip
def test_why_nothing_is_said(check, build, promise, told) -> None:
    assert outcome(check, build(), promise) == told


@pytest.mark.parametrize(("received", "end"), [("", "with 409."), ("no", "with 409 (no).")])
def test_a_refusal_is_told_with_what_the_desk_answered(received, end) -> None:
    chat = healthy().person(Does.ACCEPTS, refused=409)
    chat.deeds[-1] = replace(chat.deeds[-1], refusal=Refusal(409, received))
    assert found(seen(chat))["delivery.can-be-taken"].message.endswith(end)


def test_a_handoff_delivered_anew_shows_what_became_of_it() -> None:
    assert "routing.passed-on" in found(passed_on(queue="billing").record())
    other = passed_on(queue="sales").record()
    assert "routing.passed-on" in found(other)


def test_a_shared_thread_is_not_lost() -> None:
    shared = policy(context={"transcript": "shared"})
    record = seen(passed_on(transcript=()))
    assert "context.kept-when-passed-on" not in found(record, shared)
    assert "context.kept-when-passed-on" in found(record)


def test_what_is_announced_from_a_deed_on_is_news_of_people() -> None:
    after = healthy().person(Does.ACCEPTS).bot(PASSED_ON)
    assert len(Hearing(seen(after), bench()).announcements) == 1
    before = healthy().bot(PASSED_ON).person(Does.ACCEPTS)
    assert len(Hearing(seen(before), bench()).announcements) == 2


def test_a_desk_seen_only_in_its_reply_accepts_nothing() -> None:
    reply = DeskState(observed=False, fields=FIELDS)
    assert Hearing(healthy().record(desk=reply), bench()).accepted == ()
    ticket = "Sorry, we are closed, but I opened a ticket for you: they are unavailable."
    assert Hearing(asked().signal().bot(ticket).record(), bench()).notices == ()
    assert len(Hearing(asked().signal().desk().bot(ticket).record(), bench()).notices) == 1
    assert NOTICE in [told.message.text for told in Hearing(healthy().record(), bench()).notices]


def test_news_of_a_person_from_the_bot_breaks_no_silence() -> None:
    chat = healthy().person(Does.ACCEPTS).bot("You are now connected with Ada.")
    assert found(seen(chat)) == {}
    chat = healthy().bot("You are now connected with Ada.").person(Does.ACCEPTS)
    assert "after.bot-silent" in found(seen(chat))


@pytest.mark.parametrize(
    ("status", "held", "told"),
    [(404, False, IDLE), (409, False, Status.FAILED), (404, True, Status.FAILED)],
)
def test_what_never_reached_the_desk_is_unknown_there(status, held, told) -> None:
    chat = (healthy() if held else asked().signal()).person(Does.ACCEPTS, refused=status)
    result = outcome("delivery.can-be-taken", seen(chat))
    assert result[0] is told
    if told is IDLE:
        assert result[1] == "the desk holds no handoff: delivery.at-desk"


def test_a_customer_passed_on_at_once_is_told_by_later_words_than_the_notice() -> None:
    def at_once(*, late: float, news: str = ""):
        chat = asked().signal().bot(NOTICE).desk()
        at = chat.handoffs[0].at + late
        chat.messages[-1] = replace(chat.messages[-1], at=at)
        chat.person(Does.ACCEPTS).person(Does.TRANSFERS, "invoices", queue="invoices")
        return seen(chat.system(news) if news else chat)

    assert "notice.passed-on" not in found(at_once(late=-0.1, news=PASSED_ON))
    assert "notice.passed-on" in found(at_once(late=-0.1))
    assert "notice.passed-on" in found(at_once(late=0.0))


MOVED = "Your conversation was moved to invoices."


def test_words_that_name_the_queue_tell_a_customer_that_they_were_passed_on() -> None:
    assert "notice.passed-on" not in found(seen(passed_on(MOVED)))
    assert "notice.passed-on" in found(seen(passed_on("Your conversation was moved.")))
    late = passed_on("").bot("Your invoices are late.")  # when the customer has written again
    assert "notice.passed-on" in found(seen(late))
    met = passed_on("").human("Bob of invoices here.")  # who is met unannounced
    assert "notice.passed-on" in found(seen(met))


def test_a_bot_may_tell_where_a_person_has_passed_the_customer_on() -> None:
    chat = taken().person(Does.TRANSFERS, "invoices", queue="invoices")
    assert "after.bot-silent" not in found(seen(chat.bot(MOVED)))
    chat = taken().person(Does.TRANSFERS, "invoices", queue="invoices").bot("Are you there?")
    chat = chat.after("Yes.").bot("Your invoices are late.")
    assert "after.bot-silent" in found(seen(chat))


def test_a_sign_without_words_is_missed_as_well() -> None:
    chat = healthy().person(Does.ACCEPTS).person(Does.SAYS, "👍")
    assert "after.person-heard" in found(seen(chat))
    assert "after.person-heard" not in found(seen(chat.human("👍")))
