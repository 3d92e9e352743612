"""What a scenario's author demands goes before what the policy says."""

import pytest

from escalation_tests.checks import judge
from escalation_tests.model.finding import Verdict
from escalation_tests.model.plan import Expectation
from escalation_tests.model.trigger import Trigger
from tests.checks.records import NOTICE, Chat, asked, bench, handed_over, healthy, opened, policy

PLAIN = "I am connecting you with an agent. Please stay here."


def found(chat, promise=None, **expect):
    """Names of the broken checks."""
    judgement = judge(chat.record(Expectation(**expect)), bench(promise))
    return [one.check for one in judgement.findings]


def test_no_handoff_although_the_policy_has_one() -> None:
    assert found(healthy(), handoff=False) == ["trigger.not-needless"]
    assert found(asked().bot("Let me help."), handoff=False) == []


def test_a_handoff_although_the_policy_has_none() -> None:
    calm = opened().customer("Thanks, that is all.")
    assert found(calm.bot("Bye!"), handoff=True) == ["trigger.in-time"]
    calm = opened().customer("Thanks, that is all.").signal().desk().bot(NOTICE).after("Hi?")
    assert found(calm, handoff=True) == []
    assert found(calm) == ["trigger.not-needless"]


def test_an_earlier_or_a_later_turn() -> None:
    def late():
        chat = Chat().customer("Useless", due=Trigger.FRUSTRATION, within=1).bot("Pardon?")
        return chat.customer("Useless!").signal().desk().bot(NOTICE).after("Hi?")

    assert found(late()) == []
    assert found(late(), by_turn=1) == ["trigger.in-time"]
    assert found(asked().bot("Hm?").customer("!").signal().desk().bot(NOTICE).after("Hi?"),
                 by_turn=3) == []  # fmt: skip


def test_a_turn_for_which_the_author_forbids_it() -> None:
    chat = opened().customer("A human!", due=Trigger.EXPLICIT_REQUEST, forbids_handoff=True)
    chat.signal().desk().bot(NOTICE).after("Hi?")
    assert found(chat) == ["trigger.not-needless"]


def test_a_queue() -> None:
    assert found(healthy(), queue="complaints") == ["routing.queue"]
    assert found(handed_over(PLAIN, queue="Complaints").after("Hi?"), queue="complaints") == []


@pytest.mark.parametrize(
    ("wanted", "right"),
    [
        ("high", True), ("urgent", False), ("normal", False), (">= high", True),
        (">=normal", True), (">= urgent", False), ("> high", False), ("<= high", True),
        ("< high", False),
    ],
)  # fmt: skip
def test_a_priority(wanted, right) -> None:
    assert found(healthy(), priority=wanted) == ([] if right else ["routing.priority"])


def test_an_exact_priority_of_the_policy() -> None:
    exact = policy(routing={"by_topic": {"double_charge": "billing"}, "exact_priority": True})
    higher = handed_over(priority="urgent").after("Hi?")
    assert found(higher) == []
    assert found(higher, exact) == ["routing.priority"]


def test_an_inverted_priority_is_recognised() -> None:
    record = handed_over(priority="normal").after("Hi?").record()
    (finding,) = judge(record, bench()).findings
    assert "upside down" in finding.message
    assert finding.evidence == {"expected": ">= high", "actual": "normal", "inverted": True}


def test_facts() -> None:
    lax = policy(context={"facts": "optional"})
    bare = handed_over(facts={"amount": "49.90"}, transcript=None).after("Hi?")
    shared = policy(context={"facts": "optional", "transcript": "none"})
    assert found(bare, shared) == []
    assert found(bare, shared, facts=("amount",)) == []
    assert found(bare, lax, facts=("order_id",)) == [
        "context.transcript-complete",
        "context.facts-carried",
    ]


def test_steps() -> None:
    lax = policy(context={"attempted_steps": "optional"})
    bare = handed_over(attempted=()).after("Hi?")
    assert found(bare, lax) == []
    assert found(bare, lax, attempted=("help_article",)) == ["context.attempted-steps"]


def test_what_the_notice_says() -> None:
    assert found(healthy(), says=("destination",)) == []
    assert found(healthy(), says=("wait",)) == ["notice.says"]
    assert found(handed_over("I am connecting you.").after("Hi?"), says=()) == []


def test_how_long_the_bot_is_silent() -> None:
    chat = handed_over().after("Hi?").later(6).customer("Hello?", after=True).bot("I am a bot.")
    chat.relayed.append(chat.relayed[0].__class__("c", "Hello?"))
    assert found(chat) == []
    assert found(chat, bot_silent=9.0) == ["after.bot-silent"]


def test_what_nobody_may_ask() -> None:
    asks = healthy().human("What is your e-mail address?")
    assert found(asks) == []
    assert found(asks, must_not_ask=("email",)) == ["context.not-asked-again"]


def test_demanding_a_check_makes_up_for_a_policy_that_promises_nothing() -> None:
    lax = policy(after={"customer_messages": "any"}, notice={"before": "any"})
    chat = handed_over().after("Hi?", relay=False)
    assert found(chat, lax) == []
    demanded = frozenset({"after.messages-delivered"})
    assert found(chat, lax, demanded=demanded) == ["after.messages-delivered"]


def test_the_verdict_follows_the_author() -> None:
    expect = Expectation(handoff=True, by_turn=2, demanded=frozenset({"trigger.in-time"}))
    assert judge(healthy().record(expect), bench()).verdict is Verdict.PASSED
