"""A person at the desk who acts: seen from the customer's side, with healthy bots and others."""

import json

import pytest

from tests.plugin.helpdesk import HUMAN, platform, staffed

__all__ = ["platform", "staffed"]

TEST = """
def test_with_a_person(escalation):
    with escalation.conversation(topic="order_status") as talk:
        talk.say("Where is my order {order_id}?")
        talk.say("I want to talk to a human.", trigger="explicit_request")
        assert talk.expect_handoff(queue="general")
        assert talk.human.accepts() == []
        assert talk.human.says("Hello, this is Ada. I see your order.") == [
            "Hello, this is Ada. I see your order."
        ], "what the person says reaches the customer"
        assert talk.say("Thank you Ada, please hurry.") == [], "the bot is silent meanwhile"
        talk.human.transfers("billing")
        talk.human.gives_back()
        assert talk.say("And what about my order now?", topic="order_status"), "it answers again"
        talk.expect_promises_kept("afterwards", "context")
"""


@pytest.fixture
def tested(staffed):
    """The shop with a test in which a person acts."""

    def made(human: str = HUMAN):
        shop = staffed(human)
        shop.pytester.makepyfile(test_person=TEST)
        return shop

    return made


def test_a_bot_that_stands_back_and_takes_over_again(tested, platform) -> None:
    shop = tested()
    result = shop.run("test_person.py", "--escalation-json=out.json")
    result.assert_outcomes(passed=1)
    assert [deed["does"] for deed in platform.deeds] == [
        "accepts",
        "says",
        "transfers",
        "gives_back",
    ]
    assert platform.deeds[2]["case"].startswith("case-"), "the desk's own id is at hand"
    (entry,) = json.loads((shop.path / "out.json").read_text())["conversations"]
    said = [(one["speaker"], one["text"]) for one in entry["transcript"]]
    assert ("human", "Hello, this is Ada. I see your order.") in said


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("answers beside the person", "*the bot is silent meanwhile*"),
        ("loses the person's words", "*what the person says reaches the customer*"),
        ("keeps the customer's words", "*never reached the desk*"),
        ("forgets who was given back", "*asked for the order*that the customer had given*"),
    ],
)
def test_a_bot_that_does_not(tested, platform, broken, told) -> None:
    platform.broken = broken
    result = tested().run("test_person.py")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([told])


def test_a_bot_that_is_mute_when_given_back_is_never_passed(tested, platform) -> None:
    platform.broken = "is mute when given back"
    result = tested().run("test_person.py")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*it answers again*"])


def test_a_desk_that_gives_it_to_nobody_fails_the_test(tested, platform) -> None:
    platform.broken = "gives the case to nobody"
    result = tested().run("test_person.py")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*the desk let nobody do it: desk.human.accepts was answered 409 *no such case*"]
    )


def test_where_nobody_can_act_it_is_not_observable(tested) -> None:
    result = tested(human="").run("test_person.py", "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*not observable: desk.human.accepts is not configured*"])


def test_a_platform_that_refuses_is_an_error_of_the_desk(tested, platform) -> None:
    refusing = HUMAN.replace("{url}/human/accepts", "http://127.0.0.1:9/accepts")
    result = tested(refusing).run("test_person.py")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*desk.human.accepts got no answer*"])


def test_an_unknown_placeholder_is_told_before_anything_is_played(tested, platform) -> None:
    result = tested(HUMAN.replace("{{text}}", "{{txet}}")).run("test_person.py")
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*:*: desk.human.says.json.text: unknown placeholder {txet}*"])
    assert not platform.logs
