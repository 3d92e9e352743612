"""The policy's machine against a slow restatement, over all short label sequences."""

from itertools import product

import pytest

from escalation_tests.contract.policy import Policy
from escalation_tests.contract.topic import Topic
from escalation_tests.customers.machine import advance, after, duty, start
from escalation_tests.model.duty import Due
from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Act, Move
from escalation_tests.model.trigger import Trigger as T

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
    "out": Move(Act.ASKS, ("?",), topic="out", triggers=frozenset({T.OUT_OF_SCOPE})),
    "human": Move(Act.REQUESTS_HUMAN, ("h",), triggers=frozenset({T.EXPLICIT_REQUEST})),
    "cross": Move(Act.COMPLAINS, ("!",), triggers=frozenset({T.FRUSTRATION})),
    "babble": Move(Act.BABBLES, ("x",), triggers=frozenset({T.LOW_CONFIDENCE})),
    "foreign": Move(Act.ASKS, ("ж",), triggers=frozenset({T.UNSUPPORTED_LANGUAGE}), language="ru"),
    "silence": Move(Act.SILENT, (), pause=1.0),
}


def restated(words: tuple[str, ...]) -> tuple:
    """(trigger, turn, by_turn), queue, tolerated; written without the machine's ideas."""
    due = None
    for n in range(1, len(words) + 1):
        said = words[:n]
        heard = [word for word in said if word != "silence"]
        if said[-1] == "silence":
            if due and n <= due[2]:
                due = (due[0], due[1], due[2] + 1)
            continue
        if due:
            continue
        if heard[-1] == "human":
            due = (T.EXPLICIT_REQUEST, n, n)
        elif heard[-2:] == ["babble", "babble"]:
            due = (T.LOW_CONFIDENCE, n, n)
        elif heard[-1] == "foreign":
            due = (T.UNSUPPORTED_LANGUAGE, n, n + 1)
        elif heard[-1] == "cross" and heard.count("cross") == 2:
            due = (T.FRUSTRATION, n, n + 1)
    spoken = [word for word in words if word not in ("silence", "babble")]
    asked = [word for word in words if word in ("ask", "other", "out")]
    queue = "german" if spoken[-1:] == ["other"] else "general"
    if asked[-1:] == ["ask"]:
        queue = "books"
    elif asked[-1:] == ["out"]:
        queue = "lawyers"
    if due and due[0] is T.FRUSTRATION:
        queue = "calm"
    return due, queue, "out" in words


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_agrees_with_the_restatement_on_every_short_conversation(length):
    for words in product(SAY, repeat=length):
        state = after(start(POLICY, TOPICS, "en"), (SAY[word] for word in words))
        demanded = duty(state)
        due = demanded.due and (demanded.due.trigger, demanded.due.turn, demanded.due.by_turn)
        assert (due, demanded.queue, demanded.tolerated) == restated(words), words


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("human", Due(T.EXPLICIT_REQUEST, 1, 1)),
        ("ask cross ask cross", Due(T.FRUSTRATION, 4, 5)),
        ("babble ask babble", None),
        ("babble silence babble", Due(T.LOW_CONFIDENCE, 3, 3)),
        ("cross human cross", Due(T.EXPLICIT_REQUEST, 2, 2)),
        ("foreign silence silence", Due(T.UNSUPPORTED_LANGUAGE, 1, 4)),
        ("foreign ask silence", Due(T.UNSUPPORTED_LANGUAGE, 1, 2)),
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
    assert due == Due(T.EXPLICIT_REQUEST, 1, 2)


def test_of_two_triggers_in_one_turn_the_more_pressing_counts():
    both = Move(
        Act.REQUESTS_HUMAN,
        ("x",),
        triggers=frozenset({T.UNSUPPORTED_LANGUAGE, T.EXPLICIT_REQUEST}),
        language="ru",
    )
    assert duty(advance(start(POLICY, TOPICS, "en"), both)).due == Due(T.EXPLICIT_REQUEST, 1, 1)


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
