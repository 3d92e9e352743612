"""Where the small functions under the checks turn from one answer to the other."""

from dataclasses import replace

import pytest

from escalation_tests.checks import judge, reference
from escalation_tests.checks.entry import check
from escalation_tests.checks.foreign import foreign_values
from escalation_tests.checks.glitches import broken_part, failing
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.offers import makes_case
from escalation_tests.checks.outcome import HELD, unexercised
from escalation_tests.checks.texts import cut, folded, key, listed, plain, quoted, spoken, words
from escalation_tests.checks.tongue import elsewhere, language_of, legible, primary, vouched
from escalation_tests.checks.values import holds, shows_masked, verbatim
from escalation_tests.model.finding import Promise, Result, Severity, Status
from escalation_tests.model.handoff import DeskState
from escalation_tests.model.plan import Expectation
from escalation_tests.model.record import Leg, Trouble
from tests.checks.records import (
    NOTICE,
    Chat,
    asked,
    bench,
    handed_over,
    healthy,
    opened,
    policy,
    twin,
)


def outcome(name, record, promise=None):
    """Status and reason of one check."""
    results = judge(record, bench(promise)).results
    return next((one.status, one.reason) for one in results if one.check == name)


# --- texts ---------------------------------------------------------------------------------


def test_a_text_is_cut_at_its_limit() -> None:
    assert cut("x" * 120) == "x" * 120
    assert cut("x" * 121) == "x" * 119 + "…"
    assert cut("ab cd", 5) == "ab cd"
    assert cut("ab cde", 5) == "ab c…"
    assert quoted("x" * 9, 4) == "“xxx…”"
    assert cut(" " * 30 + "abcdefghij", 10) == "abcdefghij"
    assert cut("ab" + " " * 37 + "cdef", 10) == "ab c"


def test_words_are_plain() -> None:
    assert words("It's <b>well-known</b>, snake_case") == [
        "it", "s", "well", "known", "snake", "case",
    ]  # fmt: skip
    assert words("Straße") == ["strasse"]
    assert plain("a<b>c</b> &amp;lt;d&amp;gt; [e](f) ![g](h)") == "a c    e g"
    assert plain("x &amp;amp; y < 3") == "x & y < 3"
    assert folded("Ça va, São-João?") == " ca va sao joao "
    assert folded("plain") == " plain "
    assert spoken("Tech_Support-2") == "tech support 2"
    assert listed(("a", "b, c")) == "a, b and c"
    assert key("Ａ b\u200bc-１") == "abc1"


# --- languages -----------------------------------------------------------------------------


def test_three_small_words_make_a_language() -> None:
    assert language_of("the you our") == "en"
    assert language_of("the you") is None
    assert language_of("the you our wir ich gleich") is None
    assert language_of("the you our wir ich") == "en"


def test_a_languages_words_are_sought_in_the_first_four_hundred() -> None:
    assert language_of("filler " * 397 + "the you our") == "en"
    assert language_of("filler " * 398 + "the you our") is None


def test_legible_is_what_may_be_read() -> None:
    assert legible("OK")
    assert legible("I will look at it for you.")
    assert not legible("Il suo caso è adesso con gli altri, prego")
    assert not legible("ждите, пожалуйста")


def test_another_language_has_twice_the_words_of_its_own() -> None:
    assert elsewhere("wir ich gleich", "en") == "de"
    assert elsewhere("wir ich", "en") is None
    assert elsewhere("wir ich gleich the", "en") == "de"
    assert elsewhere("wir ich gleich the you", "en") is None
    assert elsewhere("wir ich gleich nicht bitte the you", "en") == "de"
    assert elsewhere("wir ich gleich nicht the you", "en") is None


def test_a_language_without_small_words_needs_a_dense_text() -> None:
    assert elsewhere("wir ich gleich nicht", "pl") == "de"
    assert elsewhere("wir ich gleich", "pl") is None
    assert elsewhere("wir ich gleich nicht " + "x " * 12, "pl") == "de"
    assert elsewhere("wir ich gleich nicht " + "x " * 13, "pl") is None
    assert elsewhere("wir ich gleich " + "x " * 40, "ru") == "de"


def test_scripts() -> None:
    assert language_of("안녕하세요 상담원") == "ko"
    assert language_of("请稍等 客服") == "ja"
    assert elsewhere("请稍等", "zh") is None
    assert elsewhere("请稍等", "ko") == "ja"
    assert language_of("abc где") is None
    assert language_of("ab где") == "be"
    assert vouched("где", "ru-RU")
    assert not vouched("где", "el")
    assert vouched("it is", "en_GB")
    assert not vouched("it is", "pl")
    assert [primary(one) for one in ("pt-BR", "pt_BR", " PT ")] == ["pt", "pt", "pt"]


# --- glitches and offers -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We could not generate a reply", "could not generate"),
        ("Es ist ein Fehler aufgetreten", "es ist ein fehler"),
        ("Es ist ein Fehlen der Unterlagen zu beklagen", None),
        ("I could connect you", None),
        ("Something went wrongly", None),
        ("Sorry, something went wrong.", "something went wrong"),
    ],
)
def test_words_of_failure(text, words) -> None:
    assert failing(text) == words


def test_what_is_broken_is_shown_in_short() -> None:
    assert broken_part("Hi {{" + "x" * 78 + "}}!") == "{{" + "x" * 78
    assert broken_part("x" * 19_992 + " {{name}}") is None
    assert broken_part("x" * 19_991 + " {{name}}") == "{{name}}"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("We will call you back.", True),
        ("I opened a ticket.", True),
        ("Shall we call you back?", False),
        ("You get a callback?", False),
        ("We could open a ticket.", False),
        ("We open again tomorrow.", False),
        ("Leave us your phone number and we will call you back.", False),
        ("Hinterlassen Sie Ihre Nummer, dann rufen wir Sie zurück.", False),
        ("I opened a ticket, so leave us your phone number and we will call you back.", True),
        ("I opened a ticket. Leave us your phone number and we will call you back.", True),
        ("We will call you back, please leave us your phone number.", True),
        ("May I help? I opened a ticket.", True),
    ],
)
def test_a_case_is_made_or_only_offered(text, made) -> None:
    assert makes_case(text) is made


# --- values --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text", "there"),
    [
        ("12 EUR", "12", True),
        ("12", "12.00", True),
        ("12.5", "12,50", True),
        ("1.234 EUR", "1234", True),
        ("1,234,567.8 EUR", "1.234.567,80", True),
        ("EUR 0.50", ".50", False),
        ("-5.00 EUR", "5.00", False),
        ("2026-01-05", "5.1.2026", True),
        ("2026-01-05", "1/5/2026", True),
        ("2026-01-05", "5/1/2026", True),
        ("2026-01-05", "01/05/2026", True),
        ("0151 1234567", "+49 151 1234567", True),
        ("0151 1234567", "+49 1511 234568", False),
        ("123456", "12 34 56", True),
        ("12-3456", "012-3456", False),
        ("555-1234", "call 555 1234 now", True),
        ("ab", "ab", True),
        ("ab cd", "xab cd, ab cd", True),
        ("   ", "x", False),
    ],
)
def test_a_value_in_a_text(value, text, there) -> None:
    assert holds(text, value) is there


def test_words_of_a_value_follow_each_other() -> None:
    assert verbatim("a bc d", "ab-cd")
    assert not verbatim("xab cd", "ab cd")
    assert not verbatim("ab cdx", "ab cd")
    assert verbatim("aab ab", "ab")
    assert not verbatim("", "ab")


def test_a_mask_counts_letters_of_the_whole_value() -> None:
    assert shows_masked("** 3456", "AB 12 3456", "last_4")
    assert not shows_masked("** 2345", "AB 12 3456", "last4")
    assert shows_masked("AB1****", "AB 12 3456", "first3")
    assert not shows_masked("AB*", "AB 12 3456", "first3")
    assert not shows_masked("anything", "--", "last4")


# --- what belongs to somebody else ---------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("mint", "mint", True),
        ("min", "min", False),
        ("1999", "1999", False),
        ("19999", "19999", True),
        ("B2-x", "b2x", True),
        ("--------", "--------", False),
        ("to be blue", "nothing blue here", False),
    ],
)
def test_a_foreign_value_is_long_enough_to_tell(value, text, found) -> None:
    hearing = Hearing(twin().record(), bench(planted={value: "other"}))
    assert dict(foreign_values(hearing, text)) == ({value: "other"} if found else {})


# --- judging -------------------------------------------------------------------------------


def test_a_shops_own_result_is_filed_under_its_own_name() -> None:
    def rude(record, bench):
        return Result("what.ever", Promise.NOTICE, Status.PASSED)

    own = {"own.polite": (Promise.CONTEXT, rude)}
    result = judge(healthy().record(), bench(), own=own).results[-1]
    assert (result.check, result.promise) == ("own.polite", Promise.CONTEXT)


def test_what_a_void_conversation_leaves_says_why() -> None:
    bad = asked().bot("Pardon?").record()
    judgement = judge(healthy().record(baseline=bad), bench())
    assert {one.reason for one in judgement.results} == {judgement.reason}
    assert {one.status for one in judgement.results} == {Status.NOT_APPLICABLE}


def test_what_a_broken_off_conversation_leaves_says_where() -> None:
    trouble = Trouble(Leg.BOT, "gone", "gone", turn=3)
    results = judge(asked().record(trouble=trouble), bench()).results
    reasons = {one.reason for one in results if one.status is Status.NOT_APPLICABLE}
    assert reasons == {"the conversation broke off in turn 3"}


def test_the_latest_of_equal_visits_speaks_for_all() -> None:
    idle = Chat().customer("Hello").record()
    judgement = judge(replace(healthy().record(), visit=2, earlier=(idle,)), bench())
    told = {one.check: one.status for one in judgement.results}
    assert told["routing.queue"] is Status.PASSED
    assert told["context.facts-current"] is Status.NOT_APPLICABLE


def test_a_demand_to_see_names_each_reason_once() -> None:
    demanded = Expectation(demanded=frozenset({"routing.queue", "delivery.once"}))
    record = healthy().record(demanded, desk=DeskState(), handoffs=(), relayed=())
    judgement = judge(record, bench())
    assert judgement.reason == (
        "not observable: delivery.once (nothing observes the desk); routing.queue (the "
        "configuration does not say where the desk has the queue)"
    )


def test_rules_that_are_not_written_yet() -> None:
    assert unexercised("why").reason == "why"
    assert unexercised("why").status is Status.NOT_EXERCISED

    @check("own.rule", Promise.NOTICE)
    def rule(hearing):
        return HELD

    @check("own.strict", Promise.NOTICE, Severity.MINOR, stands=True)
    def strict(hearing):
        """Looks.

        And more.
        """
        return HELD

    assert (rule.severity, rule.stands, rule.about) == (Severity.NORMAL, False, "")
    assert (strict.severity, strict.stands) == (Severity.MINOR, True)
    assert strict.about == "Looks.\n\nAnd more."


def test_the_reference_has_the_first_paragraph() -> None:
    about = {one.name: one.about for one in reference()}
    assert about["delivery.once"] == (
        "One cause makes one handoff at the desk, also after retries."
    )
    assert about["delivery.honest-when-refused"] == (
        "When the desk refuses a handoff, the customer is not told that all is well."
    )


# --- notices -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "held"),
    [
        (lambda: handed_over().after("Hi?"), True),
        (lambda: handed_over().after("Hi?").human("Maria here."), True),
        (lambda: asked().signal().desk().human("Maria here.").bot(NOTICE).after("Hi?"), False),
    ],
)
def test_a_notice_before_a_person_speaks(build, held) -> None:
    promise = policy(notice={"before": "human"})
    status, _ = outcome("notice.before-transfer", build().record(), promise)
    assert status is (Status.PASSED if held else Status.FAILED)


def test_italian_answers_cannot_be_judged() -> None:
    said = "Il suo caso è adesso con gli altri, prego"
    status, reason = outcome("notice.given", asked().signal().desk().bot(said).record())
    assert status is Status.NOT_OBSERVABLE
    assert reason == "the bot answered in a language that the suite cannot read"


def test_a_handoff_that_only_the_reply_shows_and_refuses_is_none() -> None:
    refused = asked().signal().refuse().bot("Hm.").record(desk=DeskState(fields=frozenset({"id"})))
    assert not Hearing(refused, bench()).took_place
    taken = asked().signal().desk().bot("Hm.").record(desk=DeskState(fields=frozenset({"id"})))
    assert Hearing(taken, bench()).took_place
    both = asked().signal().refuse().desk().record(desk=DeskState(fields=frozenset({"id"})))
    assert Hearing(both, bench()).took_place


def test_greetings_are_not_told() -> None:
    hearing = Hearing(opened().greeted("Hello!").record(), bench())
    assert [one.place for one in hearing.told] == [2]
