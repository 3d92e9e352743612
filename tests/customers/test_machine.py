"""The policy's machine against a slow restatement, over all short label sequences."""

from itertools import product

import pytest

from escalation_tests.contract.policy import Policy
from escalation_tests.contract.topic import Topic
from escalation_tests.customers.machine import advance, after, duty, start
from escalation_tests.model.duty import Due
from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Act, Move
from escalation_tests.model.trigger import Trigger

TOPICS = {
    "in": Topic(queue="shelf"),
    "plain": Topic(),
    "out": Topic(scope="out", queue="lawyers"),
}
POLICY = Policy.model_validate(
    {
        "languages": ["en", "de"],
        "triggers": {
            "explicit_request": {"within": 0},
            "frustration": {"after": 2, "within": 1},
            "low_confidence": {"after": 2, "within": 0},
            "unsupported_language": {"after": 1, "within": 1},
        },
        "routing": {
            "default": "general",
            "by_topic": {"in": "books"},
            "by_trigger": {"frustration": "calm"},
            "by_language": {"de": "german"},
            "priority": {"out": "urgent", "frustration": "high"},
        },
    }
)
SAY = {
    "ask": Move(Act.ASKS, ("?",), topic="in"),
    "other": Move(Act.ASKS, ("?",), topic="plain", language="de"),
    "out": Move(Act.ASKS, ("?",), topic="out", triggers=frozenset({Trigger.OUT_OF_SCOPE})),
    "human": Move(Act.REQUESTS_HUMAN, ("h",), triggers=frozenset({Trigger.EXPLICIT_REQUEST})),
    "cross": Move(Act.COMPLAINS, ("!",), triggers=frozenset({Trigger.FRUSTRATION})),
    "babble": Move(Act.BABBLES, ("x",), triggers=frozenset({Trigger.LOW_CONFIDENCE})),
    "foreign": Move(
        Act.ASKS, ("ж",), triggers=frozenset({Trigger.UNSUPPORTED_LANGUAGE}), language="ru"
    ),
    "silence": Move(Act.SILENT, (), pause=1.0),
}


def due_of(words: tuple[str, ...]) -> Due | None:
    """The due after `words`, found without the machine's ideas: by looking back each time."""
    due = None
    for n in range(1, len(words) + 1):
        said = words[:n]
        if said[-1] == "silence":
            running = due is not None and n <= due.by_turn
            due = Due(due.trigger, due.turn, due.by_turn + 1) if running else due
        elif due is None:
            due = fresh_due([word for word in said if word != "silence"], n)
    return due


def fresh_due(heard: list[str], n: int) -> Due | None:
    if heard[-1] == "human":
        return Due(Trigger.EXPLICIT_REQUEST, n, n)
    if heard[-2:] == ["babble", "babble"]:
        return Due(Trigger.LOW_CONFIDENCE, n, n)
    if heard[-1] == "foreign":
        return Due(Trigger.UNSUPPORTED_LANGUAGE, n, n + 1)
    if heard[-1] == "cross" and heard.count("cross") == 2:
        return Due(Trigger.FRUSTRATION, n, n + 1)
    return None


def queue_of(words: tuple[str, ...], due: Due | None) -> str:
    if due and due.trigger is Trigger.FRUSTRATION:
        return "calm"
    asked = [word for word in words if word in ("ask", "other", "out")]
    if asked and asked[-1] in ("ask", "out"):
        return {"ask": "books", "out": "lawyers"}[asked[-1]]
    spoken = [word for word in words if word not in ("silence", "babble")]
    return "german" if spoken[-1:] == ["other"] else "general"


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_agrees_with_the_restatement_on_every_short_conversation(length):
    for words in product(SAY, repeat=length):
        state = after(start(POLICY, TOPICS, "en"), (SAY[word] for word in words))
        demanded = duty(state)
        assert demanded.due == due_of(words), words
        assert demanded.queue == queue_of(words, demanded.due), words
        assert demanded.tolerated == ("out" in words), words


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("human", Due(Trigger.EXPLICIT_REQUEST, 1, 1)),
        ("ask cross ask cross", Due(Trigger.FRUSTRATION, 4, 5)),
        ("babble ask babble", None),
        ("babble silence babble", Due(Trigger.LOW_CONFIDENCE, 3, 3)),
        ("cross human cross", Due(Trigger.EXPLICIT_REQUEST, 2, 2)),
        ("foreign silence silence", Due(Trigger.UNSUPPORTED_LANGUAGE, 1, 4)),
        ("foreign ask silence", Due(Trigger.UNSUPPORTED_LANGUAGE, 1, 2)),
        ("out out", None),
    ],
)
def test_the_table_worked_out_by_hand(words, due):
    state = after(start(POLICY, TOPICS, "en"), (SAY[word] for word in words.split()))
    assert duty(state).due == due


def test_a_shop_may_want_any_trigger_in_a_row_or_not():
    policy = Policy.model_validate(
        {
            "triggers": {
                "frustration": {"after": 2, "consecutive": True},
                "low_confidence": {"after": 2, "consecutive": False},
            }
        }
    )
    fresh = start(policy, {}, "en")
    assert duty(after(fresh, map(SAY.get, ["cross", "ask", "cross"]))).due is None
    assert duty(after(fresh, map(SAY.get, ["babble", "ask", "babble"]))).due is not None


def test_a_bot_that_may_ask_first_has_one_turn_more():
    policy = POLICY.model_copy(update={"asks_first": True})
    due = duty(advance(start(policy, TOPICS, "en"), SAY["human"])).due
    assert due == Due(Trigger.EXPLICIT_REQUEST, 1, 2)


def test_of_two_triggers_in_one_turn_the_more_pressing_counts():
    both = Move(
        Act.REQUESTS_HUMAN,
        ("x",),
        triggers=frozenset({Trigger.UNSUPPORTED_LANGUAGE, Trigger.EXPLICIT_REQUEST}),
        language="ru",
    )
    assert duty(advance(start(POLICY, TOPICS, "en"), both)).due == Due(
        Trigger.EXPLICIT_REQUEST, 1, 1
    )


def test_the_first_of_equally_pressing_triggers_counts_and_not_the_first_by_name():
    policy = Policy.model_validate(
        {"triggers": {"frustration": {"within": 0}, "explicit_request": {"within": 2}}}
    )
    both = Move(
        Act.REQUESTS_HUMAN,
        ("x",),
        triggers=frozenset({Trigger.FRUSTRATION, Trigger.EXPLICIT_REQUEST}),
    )
    due = duty(advance(start(policy, {}, "en"), both)).due
    assert due == Due(Trigger.FRUSTRATION, 1, 1)


def test_the_topic_is_the_one_raised_last():
    fresh = start(POLICY, TOPICS, "en")
    assert duty(fresh).topic is None
    assert duty(after(fresh, map(SAY.get, ["ask", "out", "cross"]))).topic == "out"


def test_facts_keep_their_latest_value_and_remember_the_others():
    def told(value):
        return Move(Act.TELLS, (value,), facts=(Fact("order_id", value),))

    state = after(start(POLICY, TOPICS, "en"), [told("A"), told("B"), told("B"), told("A")])
    demanded = duty(state)
    assert demanded.facts == (Fact("order_id", "A"),)
    assert demanded.superseded == (Fact("order_id", "B"),)


def test_steps_are_kept_in_order_and_once():
    tried = [Move(Act.TRIED, ("x",), tried=(step,)) for step in ("b", "a", "b")]
    assert duty(after(start(POLICY, TOPICS, "en"), tried)).attempted == ("b", "a")


def test_the_customer_is_told_in_the_latest_language_that_the_bot_serves():
    fresh = start(POLICY, TOPICS, "en")
    assert duty(fresh).language == "en"
    assert duty(after(fresh, [SAY["other"], SAY["foreign"]])).language == "de"
    assert duty(advance(start(POLICY, TOPICS, "ru"), SAY["foreign"])).language == "ru"


def test_babble_is_in_no_language():
    german_babble = Move(Act.BABBLES, ("x",), language="de")
    assert duty(advance(start(POLICY, TOPICS, "en"), german_babble)).language == "en"


def test_priority_of_the_topic_goes_before_that_of_the_trigger():
    fresh = start(POLICY, TOPICS, "en")
    assert duty(after(fresh, map(SAY.get, ["cross", "cross"]))).priority == "high"
    assert duty(after(fresh, map(SAY.get, ["out", "cross", "cross"]))).priority == "urgent"
    assert duty(after(fresh, map(SAY.get, ["cross"]))).priority is None
