"""Scenarios in which a person acts at the desk: played, judged, told, and kept as they were."""

import json

import pytest
import yaml

from tests.plugin.helpdesk import HUMAN, TAKEN_OVER, platform, staffed

__all__ = ["platform", "staffed"]

ORDER = ["accepts", "says", "transfers", "says", "gives_back"]


@pytest.fixture
def played(staffed, platform):
    """What became of the scenario with this platform: the result, and its entry."""

    def run(broken: str = "", *options: str, scenario: str = TAKEN_OVER, human: str = HUMAN):
        platform.broken = broken
        shop = staffed(human)
        shop.scenarios(scenario, "own.yaml")
        result = shop.run("scenarios/own.yaml", "--escalation-json=out.json", *options)
        (entry,) = json.loads((shop.path / "out.json").read_text())["conversations"]
        return result, entry

    return run


def test_a_person_accepts_answers_passes_on_and_gives_back(played, platform) -> None:
    result, entry = played("", "--escalation-html=out.html")
    result.assert_outcomes(passed=1)
    assert [deed["does"] for deed in platform.deeds] == ORDER
    assert [(deed["does"], deed["turn"]) for deed in entry["deeds"]] == [
        ("accepts", 2), ("says", 2), ("transfers", 3), ("says", 3), ("gives_back", 3)
    ]  # fmt: skip
    assert [deed["held"] for deed in entry["deeds"]] == [
        {"queue": "general", "taken": True}, {"queue": "general", "taken": True},
        {"queue": "billing", "taken": True}, {"queue": "billing", "taken": True},
        {"queue": "billing", "taken": False},
    ]  # fmt: skip
    assert [one["queue"] for one in entry["handoffs"]] == ["general"], "as the bot made it"
    kept = {name for name, status in entry["checks"].items() if status == "passed"}
    assert kept >= {
        *("delivery.can-be-taken", "delivery.follows-people", "routing.passed-on"),
        *("context.kept-when-passed-on", "notice.passed-on", "after.person-heard"),
        *("after.takes-up-again", "after.bot-silent", "after.messages-delivered"),
    }


BROKEN = {
    "gives the case to nobody": ("delivery.can-be-taken", "desk"),
    "leaves the case waiting": ("delivery.follows-people", "desk"),
    "never closes the case": ("delivery.follows-people", "desk"),
    "passes on to nowhere": ("routing.passed-on", "desk"),
    "passes on without a word": ("context.kept-when-passed-on", "desk"),
    "tells the customer nothing": ("notice.passed-on", "bot"),
    "loses the person's words": ("after.person-heard", "bot"),
    "shows the person twice": ("after.person-heard", "bot"),
    "answers beside the person": ("after.bot-silent", "bot"),
    "keeps the customer's words": ("after.messages-delivered", "bot"),
    "tells the desk twice": ("after.messages-delivered", "bot"),
    "is mute when given back": ("after.takes-up-again", "bot"),
    "forgets who was given back": ("context.not-asked-again", "bot"),
}


def test_each_promise_is_broken_under_its_own_name(staffed) -> None:
    shop = staffed()
    every = (
        TAKEN_OVER.replace("a-person-takes-over", what.replace(" ", "-").replace("'", "")).replace(
            "{order_id}?", f"{{order_id}}? ({what})"
        )
        for what in BROKEN
    )
    shop.scenarios("---".join(every), "own.yaml")
    result = shop.run("scenarios/own.yaml", "--escalation-json=out.json")
    result.assert_outcomes(failed=len(BROKEN))
    found = json.loads((shop.path / "out.json").read_text())["conversations"]
    told = {
        one["transcript"][0]["text"].partition("(")[2].rstrip(")"): {
            (finding["check"], finding["blame"]) for finding in one["findings"]
        }
        for one in found
    }
    assert told == {what: {finding} for what, finding in BROKEN.items()}


def test_the_deeds_stand_among_the_turns(played) -> None:
    result, _ = played("answers beside the person", "--escalation-html=out.html")
    result.stdout.fnmatch_lines(
        [
            "*desk      a person takes the conversation",
            "*desk      a person writes: Hello, this is Ada. I see your order *",
            "*human     Hello, this is Ada. I see your order *",
            "*customer  Thank you Ada, please hurry.",
            "*desk      a person passes it on to billing",
            "*bot       You are being transferred to the billing team.",
            "*desk      a person gives it back to the bot",
            "*customer  And what about my order now?",
        ]
    )


def test_what_the_desk_refuses_a_person_is_told_and_ends_the_conversation(played) -> None:
    result, entry = played("gives the case to nobody")
    result.stdout.fnmatch_lines(
        [
            "*a person could not take the conversation: the desk answered*",
            "*desk      a person takes the conversation",
            "*refused with 409",
        ]
    )
    assert [turn["number"] for turn in entry["turns"]] == [1, 2]
    assert entry["findings"][0]["disagreement"] == "transfer to nobody"


def test_a_desk_that_cannot_be_told_is_an_error(played) -> None:
    result, entry = played(human=HUMAN.replace("{url}/human/accepts", "http://127.0.0.1:9/"))
    result.assert_outcomes(errors=1)
    assert entry["verdict"] == "error"
    assert entry["error"]["leg"] == "desk"
    assert "desk.human.accepts got no answer" in entry["error"]["message"]


def test_without_a_handoff_nobody_acts(played, platform) -> None:
    deaf = TAKEN_OVER.replace("I want to talk to a human.", "Somebody real, please.")
    result, entry = played(scenario=deaf)
    result.assert_outcomes(failed=1)
    assert entry["findings"][0]["check"] == "trigger.in-time"
    assert not platform.deeds


def test_a_desk_without_people_is_a_mistake_of_the_scenario(staffed) -> None:
    shop = staffed(human="")
    shop.scenarios(TAKEN_OVER, "own.yaml")
    result = shop.run("scenarios/own.yaml")
    result.stdout.fnmatch_lines(
        [
            "*own.yaml:9: afterwards[[]1].human: nobody at the desk can do this: the configuration "
            "has no desk.human.accepts*"
        ]
    )


def test_a_frozen_scenario_keeps_its_deeds(played, platform, shop) -> None:
    played("answers beside the person", "--escalation-freeze=kept")
    (file,) = shop.path.glob("kept/*.yaml")
    text = file.read_text("utf-8")
    steps = yaml.safe_load(text)["afterwards"]
    assert [step["human"] for step in steps if "human" in step] == [
        "accepts",
        {"says": f"Hello, this is Ada. I see your order {ordered(text)}."},
        {"transfers": "billing"},
        {"says": "Bob of billing here, it is paid back."},
        "gives_back",
    ]
    assert steps[2] == "Thank you Ada, please hurry."
    assert steps[-1] == {"customer": ["And what about my order now?"], "topic": "order_status"}
    platform.deeds.clear()
    again, entry = played("", scenario=text)
    again.assert_outcomes(passed=1)
    assert (entry["kind"], entry["then"]["now"]) == ("replayed", "kept")
    assert [deed["does"] for deed in platform.deeds] == ORDER


def ordered(text: str) -> str:
    """The order number of a frozen scenario."""
    return yaml.safe_load(text)["facts"]["order_id"]
