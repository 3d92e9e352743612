"""Which words are the notice, and what has to be in it."""

import pytest

from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.wording import notice_text
from escalation_tests.model.finding import Status
from escalation_tests.model.message import Speaker
from escalation_tests.model.trigger import Trigger
from tests.checks.looking import demanding, found, outcome
from tests.checks.records import NOTICE, Chat, asked, bench, handed_over, healthy, opened, policy

ONCE, BEFORE = "notice.once", "notice.before-transfer"
LANGUAGE, SAYS = "notice.language", "notice.says"
FORETOLD = "I will be connecting you with an agent soon. Please stay here."


# --- how often -----------------------------------------------------------------------------


def test_what_foretold_the_handoff_in_other_words_is_no_second_notice() -> None:
    chat = opened().bot(FORETOLD).customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    chat.signal().desk().bot(NOTICE)
    assert found(chat.after("Hi?")) == {}


def test_what_was_foretold_twice_and_never_said_again_is_told_twice() -> None:
    chat = Chat().customer("Useless", due=Trigger.FRUSTRATION, within=2).bot(FORETOLD)
    chat.customer("Useless!").bot(FORETOLD).customer("USELESS").signal().desk().bot("Thanks.")
    assert found(chat.after("Hi?")).keys() == {ONCE}


def test_a_notice_that_breaks_the_silence_is_reported_for_that() -> None:
    assert found(healthy().bot(NOTICE)).keys() == {"after.bot-silent"}
    talks = policy(after={"bot_silent": None})
    assert found(healthy().bot(NOTICE), talks).keys() == {ONCE}


def test_what_the_system_repeats_is_no_second_notice() -> None:
    assert ONCE not in found(handed_over().system(NOTICE).after("Hi?"))


def test_the_last_of_many_notices_is_told() -> None:
    said = [f"I am connecting you with an agent, attempt {n}. Stay here." for n in range(3)]
    chat = opened().customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal().desk()
    for text in said:
        chat.bot(text).after("Hi?")
    finding = found(chat, policy(after={"bot_silent": None}))[ONCE]
    assert "is allowed; the last time “I am connecting you with an agent, attempt 2" in (
        finding.message
    )
    assert finding.evidence["turns"] == [2, 3, 4]


# --- which words ---------------------------------------------------------------------------


def text_of(chat: Chat) -> str:
    return notice_text(Hearing(chat.record(), bench()))


def test_the_notice_is_what_was_said_along_with_it() -> None:
    chat = asked().signal().desk().bot("I see.", "One moment.", NOTICE, "Bye.")
    assert text_of(chat) == f"One moment.\n{NOTICE}\nBye."


def test_a_notice_in_two_turns_has_all_of_the_later_one() -> None:
    chat = opened().bot("I see.", "One moment.", FORETOLD)
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal().desk()
    assert text_of(chat.bot("So.", "Well.", NOTICE)) == (
        f"One moment.\n{FORETOLD}\nSo.\nWell.\n{NOTICE}"
    )


def test_another_speaker_and_later_turns_are_no_part_of_the_notice() -> None:
    chat = asked().signal().desk().bot(NOTICE).system("Maria joined.").after("Hi?").bot(FORETOLD)
    assert text_of(chat) == NOTICE


def test_a_stand_in_named_by_its_name_alone_says_who_takes_over() -> None:
    overflows = policy(
        routing={"by_topic": {"double_charge": "billing"}, "also": {"billing": ["overflow"]}}
    )
    told = "I am connecting you with overflow. Please stay here."
    assert found(handed_over(told, queue="overflow").after("Hi?"), overflows) == {}
    assert SAYS in found(handed_over("I am connecting you with x. Stay here.").after("Hi?"))


# --- in which language ---------------------------------------------------------------------

ENGLISH = "I am connecting you with an agent. Please stay here, they will answer next."
SPANISH = "Te paso con un compañero del equipo, espera aquí por favor."


def _told(text: str, language: str, *more: str) -> Chat:
    chat = Chat(topic=None, queue="general", priority=None, language=language)
    chat.customer("Una persona", due=Trigger.EXPLICIT_REQUEST).signal().desk()
    return chat.bot(text, *more).after("¿Hola?")


def _language(promised: str) -> dict:
    return {"notice": {"language": promised}, "routing": {"by_language": {}}}


@pytest.mark.parametrize(
    ("promised", "text", "language", "demanded", "told"),
    [
        ("customer", ENGLISH, "es", False, "es"),
        ("customer", SPANISH, "es", False, None),
        ("any", ENGLISH, "es", False, "the policy promises no language"),
        ("any", ENGLISH, "es", True, "es"),
        ("any", SPANISH, "es", True, None),
        ("en", SPANISH, "es", False, "en"),
        ("en", SPANISH, "es", True, "en"),
        ("en", ENGLISH, "es", True, None),
        ("en", SPANISH, "it", False, "en"),
        ("customer", ENGLISH, "it", False, "the bot does not serve the customer's language (it)"),
        ("customer", ENGLISH, "it", True, "it"),
    ],
)
def test_the_language_is_the_customers_or_the_policys(
    promised, text, language, demanded, told
) -> None:
    chat, promise = _told(text, language), policy(**_language(promised))
    record = chat.record(demanding(LANGUAGE)) if demanded else chat.record()
    if told is None:
        assert outcome(LANGUAGE, record, promise) == (Status.PASSED, "")
    elif len(told) > 2:
        assert outcome(LANGUAGE, record, promise) == (Status.NOT_APPLICABLE, told)
    else:
        assert found(record, promise)[LANGUAGE].evidence["expected"] == told


# --- when ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "checks"), [("any", set()), ("transfer", {BEFORE})])
def test_a_demand_makes_up_for_a_policy_without_a_moment(before, checks) -> None:
    promise = policy(notice={"before": before}, after={"bot_silent": None})
    chat = asked().signal().desk().bot("One moment.").after("Hi?").bot(NOTICE)
    assert found(chat, promise).keys() == checks
    assert found(chat.record(demanding(BEFORE)), promise).keys() == {BEFORE}


def test_a_person_who_spoke_before_the_notice() -> None:
    promise = policy(notice={"before": "human"})
    chat = asked().signal().desk().human("Maria here.").bot(NOTICE)
    finding = found(chat.after("Hi?"), promise)[BEFORE]
    assert finding.message.startswith("A person spoke in turn 2 (“Maria here.”) before")
    later = asked().signal().desk().bot(NOTICE).human("Maria here.")
    assert found(later.after("Hi?"), promise) == {}


# --- true and sound ------------------------------------------------------------------------


def test_words_of_failure_beside_a_notice_are_about_something_else() -> None:
    sorry = "Sorry, something went wrong with your last order."
    assert found(asked().signal().desk().bot(sorry, NOTICE).after("Hi?")) == {}
    assert found(handed_over(f"{sorry} I am connecting you with our billing team. Stay here.")
                 .after("Hi?")) == {}  # fmt: skip
    failed = asked().signal().desk().bot("An error occurred.").after("Hi?")
    assert found(failed).keys() == {"notice.no-placeholder"}


def test_a_failed_order_is_no_failed_bot() -> None:
    silent = asked().signal().desk().bot("Something went wrong with your order.").after("Hi?")
    assert found(silent).keys() == {"notice.given"}


def test_what_a_customer_quotes_is_no_placeholder() -> None:
    chat = asked().customer("It says {{name}}.").signal().desk()
    assert "notice.no-placeholder" not in found(chat.bot(f"{NOTICE} {{{{name}}}}?").after("Hi?"))
    assert [one.speaker for one in chat.messages[-2:]] == [Speaker.BOT, Speaker.CUSTOMER]
